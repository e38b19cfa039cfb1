import type { Account } from '../../storage/account.ts';
import type { PlaceResult } from '../home/homeLink.ts';
import type { SignInMethod } from './methods.ts';

/** The account is in the Vault; `placement` says whether Codex on this host has it too. */
export interface SignedIn {
  readonly kind: 'signedIn';
  readonly account: Account;
  readonly placement: PlaceResult;
  /** It was not here before this sign-in, which can be undone. */
  readonly isNew: boolean;
}

/** What became of a sign-in. */
export type SignInOutcome =
  | SignedIn
  /** The wrong account came back: nothing was saved, and its fresh sign-in was ended. */
  | { readonly kind: 'discarded' }
  /** It could not be saved, and the person let it go; `isEnded` when the server knows. */
  | { readonly kind: 'givenUp'; readonly isEnded: boolean }
  /** The person let it go, and whether it was saved cannot be seen now: it was not ended. */
  | { readonly kind: 'unconfirmed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'useInstead'; readonly method: SignInMethod };
