import type { PanelCountdown, PanelModel } from './messages.ts';
import type { Ticker } from './ticker.ts';
import { describeTimeLeft, findAnnouncement } from './timeLeft.ts';

/** Marks the element that shows the time left. */
export const countdownClass = 'countdown';

export interface CountdownPorts {
  readonly ticker: Ticker;
  /** On screen. */
  readonly show: (text: string) => void;
  /** Aloud. */
  readonly announce: (text: string) => void;
}

/** Counts on screen every second, and aloud only at the steps the extension chose. */
export class Countdown {
  readonly #ports: CountdownPorts;
  #stop: (() => void) | undefined;

  constructor(ports: CountdownPorts) {
    this.#ports = ports;
  }

  /** Counts what the model says, or stops. The end is measured on this machine's clock from now on. */
  follow(model: Pick<PanelModel, 'sections'>): void {
    this.#stop?.();
    this.#stop = undefined;
    const countdown = findCountdown(model);
    if (countdown === undefined) {
      return;
    }
    const { ticker, show, announce } = this.#ports;
    const endMs = ticker.nowMs() + countdown.leftSeconds * 1000;
    let before = countdown.leftSeconds;
    const tick = (): void => {
      const now = Math.max(Math.ceil((endMs - ticker.nowMs()) / 1000), 0);
      show(describeTimeLeft(countdown, now));
      const announcement = findAnnouncement(countdown, before, now);
      if (announcement !== undefined) {
        announce(announcement);
      }
      before = now;
      if (now === 0) {
        this.#stop?.();
      }
    };
    this.#stop = ticker.everySecond(tick);
    tick();
  }
}

function findCountdown({ sections }: Pick<PanelModel, 'sections'>): PanelCountdown | undefined {
  return sections.flatMap((section) => ('countdown' in section ? [section.countdown] : []))[0];
}
