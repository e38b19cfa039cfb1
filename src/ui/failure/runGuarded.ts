import { isCancelled } from '../../errors/authError.ts';
import type { Services } from '../shell/services.ts';
import { showFailure } from './failure.ts';

/** A failure becomes one sentence with a way on, a cancel becomes silence. */
export async function runGuarded(work: (services: Services) => Promise<void>, services: Services): Promise<void> {
  try {
    await work(services);
  } catch (failure) {
    services.log.failure('command', failure);
    if (!isCancelled(failure)) {
      await showFailure(failure, services);
    }
  } finally {
    await services.current.update();
  }
}
