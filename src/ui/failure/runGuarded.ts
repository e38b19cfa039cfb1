import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { isCancelled } from '../../errors/authError.ts';
import type { Log } from '../shell/log.ts';
import { showFailure, type FailureFlow } from './failure.ts';

export type GuardedFlow = FailureFlow & {
  readonly log: Pick<Log, 'failure'>;
  readonly current: Pick<CurrentAccount, 'update'>;
};

/** A failure becomes one sentence with a way on, a cancel becomes silence. */
export async function runGuarded(work: () => Promise<void>, flow: GuardedFlow): Promise<void> {
  try {
    await work();
  } catch (failure) {
    flow.log.failure('command', failure);
    if (!isCancelled(failure)) {
      await showFailure(failure, flow);
    }
  } finally {
    await flow.current.update();
  }
}
