import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account } from '../../storage/account.ts';
import type { DeathCause } from '../../storage/ledger.ts';
import type { Sentence } from '../../errors/sentence.ts';

/** Why a sign-in is over. `notRenewable` is in no Ledger: it is judged anew each time, by this machine's clock. */
export type EndCause = DeathCause | 'notRenewable';

/** What became of a request for newer tokens. */
export type RefreshOutcome =
  | { readonly kind: 'renewed'; readonly account: Account }
  /** Another program had renewed it: no request was sent. */
  | { readonly kind: 'fresh'; readonly account: Account }
  /** Nothing is known to be wrong with the grant. `sentence`: what was in the way, where that is known. */
  | { readonly kind: 'offline'; readonly retryAtMs: number; readonly sentence?: Sentence | undefined }
  /** A Codex process renews this token itself any moment, or has where we can not look; we wait for the Home to change. */
  | { readonly kind: 'leftToCodex'; readonly retryAtMs: number }
  /** The service's own word, or nothing that it could be asked with. */
  | { readonly kind: 'dead'; readonly cause: EndCause }
  /** The grant lives, and the server does not let it into the account's workspace any more. */
  | { readonly kind: 'workspaceClosed' }
  /** Another installation holds the newer token. */
  | { readonly kind: 'keptElsewhere'; readonly product: string }
  | { readonly kind: 'missing' }
  /** The Home holds this sign-in and can not be written: renewed here, Codex would be left with a spent token. */
  | { readonly kind: 'homeNotWritable'; readonly sentence: Sentence };

/** Tokens that go to another host; the account keeps its own access token. */
interface LeasedTokens {
  readonly kind: 'leased';
  /** With the new refresh token, which stays here. */
  readonly account: Account;
  /** What the server answered, without the refresh token: nobody there can renew it. */
  readonly tokens: TokenSet;
}

/** Every end but a new token of one's own. */
export type Stopped = Exclude<RefreshOutcome, { readonly kind: 'renewed' }>;

/** An access token for a host, or why there is none. A lease is always made anew: `fresh` can not come of it. */
export type LeaseOutcome = LeasedTokens | Exclude<Stopped, { readonly kind: 'fresh' }>;

/**
 * `ifDue` sends nothing while the token is good for long; `now` asks for a new one in any case. Both are for a person who
 * waits. `background`: as `ifDue`, with no user waiting; a token that an idle Codex renews with its next use is left to it.
 */
export type RefreshMode = 'ifDue' | 'now' | 'background';
