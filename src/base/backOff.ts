import type { Clock } from './clock.ts';

/** Milliseconds until the first try after a failure; each further one waits longer. */
export const firstRetryMs = 30_000;
const longestRetryMs = 15 * 60 * 1000;
const shortestRetryMs = 1000;

/**
 * Back-off with full jitter for each key; the server's `Retry-After` counts when it is longer (docs/decisions.md,
 * Refresh).
 */
export class BackOff {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #failures = new Map<string, number>();

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** One more failure. @returns when the next attempt may be made, in ms */
  next(key: string, retryAfterMs: number | undefined): number {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const ceilingMs = Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
    return this.#clock.nowMs() + Math.max(this.#random() * ceilingMs, retryAfterMs ?? 0, shortestRetryMs);
  }

  reset(key: string): void {
    this.#failures.delete(key);
  }
}
