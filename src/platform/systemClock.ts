import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';

/** The time of this computer. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  delay: async (ms, signal) => {
    try {
      await wait(ms, undefined, { signal });
    } catch (failure) {
      // The caller is told why, not merely that something aborted.
      signal.throwIfAborted();
      throw failure;
    }
  },
};
