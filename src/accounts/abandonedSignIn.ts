import type { HttpClient } from '../protocol/http.ts';
import type { Issuer } from '../protocol/issuer.ts';
import type { Account, Credential, Identity } from '../storage/account.ts';
import { AuthError } from '../util/authError.ts';
import type { AccountDirectory } from './accountDirectory.ts';
import { endUnwanted } from './unwantedSignIn.ts';

/** What a person signed in for and could not be saved: it can not be had twice, as a key can. */
export interface UnsavedSignIn {
  /** Who issued it. */
  readonly issuer: Issuer;
  readonly credential: Extract<Credential, { kind: 'chatgpt' }>;
  readonly identity: Identity;
}

export type Abandoned =
  /** It stands in the Vault after all: only something after it failed. */
  | { readonly kind: 'kept'; readonly account: Account }
  /** Not saved; `isEnded` when the server was told so. */
  | { readonly kind: 'givenUp'; readonly isEnded: boolean };

/** Leaves nothing of a sign-in that the person gives up: no row without secrets here, and nothing alive on the server. */
export async function abandonSignIn(
  { directory, http }: { readonly directory: AccountDirectory; readonly http: HttpClient },
  { issuer, credential, identity }: UnsavedSignIn,
): Promise<Abandoned> {
  const kept = await directory.abandon(credential, identity).catch(unlessRefused);
  return kept === undefined
    ? { kind: 'givenUp', isEnded: await endUnwanted(http, issuer, credential.tokens) }
    : { kind: 'kept', account: kept };
}

/** The storage that did not take it may not answer either. */
function unlessRefused(failure: unknown): undefined {
  if (!(failure instanceof AuthError)) {
    throw failure;
  }
}
