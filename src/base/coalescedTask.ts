import { Cancelled, isCancelled } from '../errors/authError.ts';
import type { Clock } from './clock.ts';
import type { Disposable } from './disposables.ts';

/** Does a piece of work once for all who ask for it within a short time, and once more for those who ask meanwhile. */
export class CoalescedTask implements Disposable {
  readonly #clock: Clock;
  readonly #settleMs: number;
  readonly #work: () => Promise<void>;
  #waiting = 0;
  #running: Promise<void> | undefined;
  readonly #ended = new AbortController();

  constructor(clock: Clock, settleMs: number, work: () => Promise<void>) {
    this.#clock = clock;
    this.#settleMs = settleMs;
    this.#work = work;
  }

  request(): Promise<void> {
    this.#waiting += 1;
    this.#running ??= this.#runUntilQuiet().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** The work that was asked for and is not over. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  dispose(): void {
    this.#ended.abort(new Cancelled());
  }

  async #runUntilQuiet(): Promise<void> {
    let seen: number;
    do {
      seen = this.#waiting;
      try {
        await this.#clock.delay(this.#settleMs, this.#ended.signal);
      } catch (failure) {
        if (isCancelled(failure)) {
          return;
        }
        throw failure;
      }
      await this.#work();
    } while (this.#waiting !== seen);
  }
}
