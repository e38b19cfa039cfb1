import { isDecidedByAdmin, type StoreDecision } from './credentialStore.ts';
import type { HomePlace } from './decidedCredential.ts';

/** What a click does with the Home: gives Codex an account, or reads and clears what is there. */
export type HomeClick = 'write' | 'clear';

/** What has to be said before it: nothing, that a keychain asks, or that the store takes nothing from outside. */
export type AccessQuestion = 'open' | 'announceKeychain' | 'offerWays';

/** Another way to the same end where a keychain is in the way. */
export type Workaround = 'moveToFile' | 'signInWithCodex';

/** What has to be said before a click reaches into a place. */
export function decideHomeClick(place: HomePlace, click: HomeClick): AccessQuestion {
  if (place.kind === 'encrypted') {
    return click === 'write' ? 'offerWays' : 'open';
  }
  return place.kind === 'keyring' && place.reach === 'onClick' ? 'announceKeychain' : 'open';
}

/** Both sign Codex in without revoking what it has; an admin's store is not moved. */
export function listWorkarounds(decision: StoreDecision): readonly Workaround[] {
  return isDecidedByAdmin(decision) ? ['signInWithCodex'] : ['moveToFile', 'signInWithCodex'];
}
