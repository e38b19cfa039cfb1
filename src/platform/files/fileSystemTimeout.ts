import { stat } from 'node:fs/promises';
import type { Clock } from '../../base/clock.ts';
import { SingleFlight } from '../../base/singleFlight.ts';
import { systemClock } from '../systemClock.ts';

/** As long as a disk may take that is only slow: a share over a bad line, a disk that has to spin up. */
const usualPatienceMs = 10_000;

/** A call of the file system has not come back in time. It looks like the failure of a share which says so itself. */
export class NotAnswering extends Error {
  readonly code = 'ETIMEDOUT';
  /** The first look, which all wait for. */
  readonly syscall = 'stat';
}

/** How long a disk is waited for, in milliseconds. */
export interface Patience {
  readonly clock?: Clock;
  readonly patienceMs?: number;
}

const looks = new SingleFlight<string, void>();
const overdue = new Map<string, number>();

/** Resolves when the file system has said anything at all about a folder: with a share that is gone, perhaps never. */
export function waitForAnswer(folder: string): Promise<void> {
  return looks.run(folder, async () => {
    await stat(folder).catch(() => undefined);
  });
}

/**
 * Runs `work` on a folder whose disk may be gone: a share or a mount without its other side answers no call, not even with
 * a failure, and each such call keeps one of the few threads that Node has for all files. So all wait for one first look,
 * which is nothing but that, and while a call is overdue no other is made. What hangs later on is not undone: it may still
 * come to its end when the disk is back.
 * @throws NotAnswering
 */
export async function whileAnswering<T>(
  folder: string,
  work: () => Promise<T>,
  { clock = systemClock, patienceMs = usualPatienceMs }: Patience = {},
): Promise<T> {
  if (overdue.has(folder)) {
    throw new NotAnswering(folder);
  }
  const [state, over] = [{ isLate: false }, new AbortController()];
  const call = waitForAnswer(folder).then(() => {
    if (state.isLate) {
      throw new NotAnswering(folder);
    }
    return work();
  });
  const limit = clock.delay(patienceMs, over.signal).then(() => {
    state.isLate = true;
    countOverdue(folder, call);
    throw new NotAnswering(folder);
  });
  limit.catch(() => undefined);
  try {
    return await Promise.race([call, limit]);
  } finally {
    over.abort();
  }
}

/** Until it comes back, nobody asks again. */
function countOverdue(folder: string, call: Promise<unknown>): void {
  overdue.set(folder, (overdue.get(folder) ?? 0) + 1);
  const end = (): void => {
    const left = (overdue.get(folder) ?? 1) - 1;
    if (left > 0) {
      overdue.set(folder, left);
    } else {
      overdue.delete(folder);
    }
  };
  call.then(end, end);
}
