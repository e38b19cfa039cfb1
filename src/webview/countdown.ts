import type { PanelCountdown, PanelModel } from './messages.ts';
import { describeTimeLeft, findAnnouncement } from './timeLeft.ts';

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
    const countdown = findCountdown(model);
    if (countdown === undefined) {
      return;
    }
    const endMs = performance.now() + countdown.leftSeconds * 1000;
    let before = countdown.leftSeconds;
    const tick = (): void => {
      const now = Math.max(Math.ceil((endMs - performance.now()) / 1000), 0);
      page.querySelector(`.${countdownClass}`)?.replaceChildren(describeTimeLeft(countdown, now));
      const announcement = findAnnouncement(countdown, before, now);
      if (announcement !== undefined) {
        this.#announce(announcement);
      }
      before = now;
      if (now === 0) {
        clearInterval(this.#timer);
      }
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }
}

function findCountdown({ sections }: PanelModel): PanelCountdown | undefined {
  return sections.flatMap((section) => ('countdown' in section ? [section.countdown] : []))[0];
}
