import type { Clock } from '../../base/clock.ts';
import type { RemoteState } from './remoteState.ts';

const mostLooks = 20;
const pauseMs = 500;

/**
 * What the host says after its companion was installed. A window knows a new extension a moment after the installation
 * is reported as done (seen with two extension hosts); one that takes the place of a running one needs a reload, which no
 * waiting replaces.
 */
export async function awaitCompanion(
  look: () => Promise<RemoteState>,
  clock: Pick<Clock, 'delay'>,
  ended: AbortSignal,
): Promise<RemoteState> {
  for (let looks = 1; ; looks += 1) {
    const state = await look();
    if (state.kind !== 'missing' || looks === mostLooks) {
      return state;
    }
    await clock.delay(pauseMs, ended);
  }
}
