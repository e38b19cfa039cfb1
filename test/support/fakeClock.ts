import type { Clock } from '../../src/base/clock.ts';

interface Waiting {
  readonly dueMs: number;
  readonly resolve: () => void;
}

/** A clock whose hands the test turns. */
export interface FakeClock extends Clock {
  /** Moves on by `ms`; whoever waits for a moment on the way wakes in its order, with time to act. */
  advance(ms: number): Promise<void>;
  /** How many are waiting now: a timer that was left behind shows here. */
  readonly waiting: number;
  /** Every delay that was asked for, in ms. */
  readonly delays: readonly number[];
}

/** The signal of an owner that does not end during the test. */
export const notEnded = new AbortController().signal;

/** Lets promises that are ready run, as many turns as a chain of them may need. */
export async function settle(turns = 40): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await Promise.resolve();
  }
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

/** Waits for what the disk or the thread pool does in its own time; the limit of the test is the limit here. */
export async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

export function createFakeClock(startMs = Date.UTC(2026, 10, 21, 4, 0, 0)): FakeClock {
  let nowMs = startMs;
  const waiting = new Set<Waiting>();
  const delays: number[] = [];
  return {
    delays,
    nowMs: () => nowMs,
    get waiting() {
      return waiting.size;
    },
    delay: (ms, signal) => {
      delays.push(ms);
      return new Promise<void>((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const abort = (): void => {
          waiting.delete(entry);
          reject(signal.reason as Error);
        };
        const entry: Waiting = {
          dueMs: nowMs + ms,
          resolve: () => {
            waiting.delete(entry);
            signal.removeEventListener('abort', abort);
            resolve();
          },
        };
        waiting.add(entry);
        signal.addEventListener('abort', abort, { once: true });
      });
    },
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        await settle();
        const next = [...waiting]
          .filter(({ dueMs }) => dueMs <= untilMs)
          .sort((left, right) => left.dueMs - right.dueMs)[0];
        if (next === undefined) {
          break;
        }
        nowMs = Math.max(nowMs, next.dueMs);
        next.resolve();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}
