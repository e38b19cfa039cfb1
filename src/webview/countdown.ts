import type { PanelCountdown, PanelModel } from './messages.ts';

/** Marks the element that shows the time left. */
export const countdownClass = 'countdown';

/** Counts on screen every second, and aloud only at the steps the extension chose. */
export class Countdown {
  readonly #announce: (text: string) => void;
  #timer: number | undefined;

  constructor(announce: (text: string) => void) {
    this.#announce = announce;
  }

  /** Counts what the model says, or stops. The end is measured on this machine's clock from now on. */
  follow(model: PanelModel, page: HTMLElement): void {
    clearInterval(this.#timer);
    const section = model.sections.find((candidate) => 'countdown' in candidate);
    if (section === undefined || !('countdown' in section)) {
      return;
    }
    const { countdown } = section;
    const endMs = performance.now() + countdown.leftSeconds * 1000;
    let lastLeft = countdown.leftSeconds;
    const tick = (): void => {
      const left = Math.max(Math.ceil((endMs - performance.now()) / 1000), 0);
      const shown = page.querySelector(`.${countdownClass}`);
      if (shown !== null) {
        shown.textContent = describeLeft(countdown, left);
      }
      this.#announceStep(countdown, lastLeft, left);
      lastLeft = left;
      if (left === 0) {
        clearInterval(this.#timer);
      }
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }

  #announceStep(countdown: PanelCountdown, before: number, now: number): void {
    const passed = countdown.announcements.filter(({ leftSeconds }) => before > leftSeconds && now <= leftSeconds);
    const step = passed.at(-1);
    if (now === 0 && before > 0) {
      this.#announce(countdown.over);
    } else if (step !== undefined) {
      this.#announce(step.text);
    }
  }
}

function describeLeft({ template, over }: PanelCountdown, left: number): string {
  const time = `${String(Math.floor(left / 60))}:${String(left % 60).padStart(2, '0')}`;
  return left === 0 ? over : template.replace('{time}', () => time);
}
