import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import type { Account, Credential, Identity } from '../../storage/account.ts';
import { AuthError } from '../../errors/authError.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import type { UnsavedState } from '../directory/rollBackSave.ts';
import { revokeNewGrant } from './revokeNewGrant.ts';

/** What a person signed in for and could not be saved: it can not be had twice, as a key can. */
export interface UnsavedSignIn {
  /** Who issued it. */
  readonly issuer: Issuer;
  readonly credential: Extract<Credential, { kind: 'chatgpt' }>;
  readonly identity: Identity;
}

/** What became of a new sign-in that was to be kept and was not. */
export type Abandoned =
  /** It is in the Vault after all: only something after it failed. */
  | { readonly kind: 'kept'; readonly account: Account }
  /** Not saved; `isEnded` when the server was told so. */
  | { readonly kind: 'givenUp'; readonly isEnded: boolean }
  /** It may be in the Vault, in the place of an older one: it is neither taken off the list nor ended. */
  | { readonly kind: 'unconfirmed' };

/**
 * Leaves nothing of a sign-in that the person gives up: no row without secrets here, and nothing alive on the server.
 * Only one that is known to be nowhere is ended.
 */
export async function abandonSignIn(
  { directory, http }: { readonly directory: AccountDirectory; readonly http: HttpClient },
  { issuer, credential }: UnsavedSignIn,
): Promise<Abandoned> {
  const remains = await directory.abandon(credential).catch(unlessRefused);
  switch (remains.kind) {
    case 'kept':
      // Saving may have failed in this last step only; whether it fails again changes nothing about the sign-in.
      await directory.leaveOldGrants(remains.account).catch(unlessRefused);
      return remains;
    case 'gone':
      return { kind: 'givenUp', isEnded: await revokeNewGrant(http, issuer, credential.tokens) };
    case 'unknown':
      return { kind: 'unconfirmed' };
  }
}

/** The storage that did not take it may not answer either. */
function unlessRefused(failure: unknown): Extract<UnsavedState, { kind: 'unknown' }> {
  if (!(failure instanceof AuthError)) {
    throw failure;
  }
  return { kind: 'unknown' };
}
