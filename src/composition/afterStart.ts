import { systemClock } from '../platform/systemClock.ts';

/** Resolves when VS Code has had its turn: what comes then does not count into anybody's start. */
export function afterStart(ended: AbortSignal): Promise<void> {
  return systemClock.delay(0, ended);
}
