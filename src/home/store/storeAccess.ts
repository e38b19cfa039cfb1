import { isDecidedByAdmin, type StoreDecision } from './credentialStore.ts';
import type { HomePlace } from './decidedCredential.ts';

/** What a click does with the Home: gives Codex an account, or reads and clears what is there. */
export type HomeClick = 'give' | 'take';

/** What has to be said before it: nothing, that a keychain asks, or that the store takes nothing from outside. */
export type Gate = 'open' | 'announceKeychain' | 'offerWays';

export type WayOn = 'moveToFile' | 'signInWithCodex';

export function decideGate(place: HomePlace, click: HomeClick): Gate {
  if (place.kind === 'encrypted') {
    return click === 'give' ? 'offerWays' : 'open';
  }
  return place.kind === 'keyring' && place.reach === 'onClick' ? 'announceKeychain' : 'open';
}

/** Both sign Codex in without revoking what it has; an admin's store is not moved. */
export function listWaysOn(decision: StoreDecision): readonly WayOn[] {
  return isDecidedByAdmin(decision) ? ['signInWithCodex'] : ['moveToFile', 'signInWithCodex'];
}
