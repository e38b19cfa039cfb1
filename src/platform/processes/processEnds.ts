import { Cancelled, isCancelled } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { readStartTicks } from './processStart.ts';

/** The processes whose end is told, by their ids. */
export interface WatchedProcesses {
  /** Those that are of interest at this moment; usually none. */
  readonly pids: () => readonly number[];
  readonly clock: Clock;
}

/** No system tells of the end of a process that is not its own child's, so it is looked for; this is one signal each. */
const lookEveryMs = 5000;

/** Calls `notice` when one of the processes is gone. */
export function watchEnds({ pids, clock }: WatchedProcesses, notice: () => void): Disposable {
  const ended = new AbortController();
  const watch = async (): Promise<void> => {
    for (;;) {
      await clock.delay(lookEveryMs, ended.signal);
      const areThere = await Promise.all(pids().map(isThere));
      if (areThere.includes(false)) {
        notice();
      }
    }
  };
  watch().catch((failure: unknown) => {
    if (!isCancelled(failure)) {
      throw failure;
    }
  });
  return {
    dispose: () => {
      ended.abort(new Cancelled());
    },
  };
}

async function isThere(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return (await readStartTicks(pid)) !== 'ended';
}
