import type { HomeNews } from '../../src/accounts/use/homeFollower.ts';
import type { RefreshOutcome, RefreshMode } from '../../src/accounts/refresh/refreshOutcome.ts';

/** What a window is made of; its first argument as JSON. */
export interface WindowPlan {
  readonly name: string;
  readonly product: string;
  readonly vaultId: string;
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly home: string;
  readonly stateFolder: string;
  readonly storeFolder: string;
  /** One file for each Codex process that is alive: what `/proc` is outside of tests. */
  readonly processFolder: string;
  /** The Home may have a background server of the real CLI. */
  readonly hasServer: boolean;
}

/**
 * The place where a window dies by its own hand, as `kill -9` at exactly that point; `flushedBeforeHome`: the Home was
 * slow, and the secret storage had written everything meanwhile.
 */
export const deathPlaces = [
  'beforeRequest',
  'afterAnswer',
  'afterLedger',
  'beforeHome',
  'flushedBeforeHome',
  'afterHome',
] as const;

export type DeathPlace = (typeof deathPlaces)[number];

/** Tokens as the issuer gave them to a sign-in. */
export interface SignedInTokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly workspaceId: string;
  readonly loginOwnerId: string;
  readonly lastRefresh: string;
}

export type WindowCommand =
  /** `count` callers at once; the kinds of all outcomes come back. */
  | { readonly kind: 'refresh'; readonly id: string; readonly mode: RefreshMode; readonly count: number }
  | { readonly kind: 'switch'; readonly id: string }
  | { readonly kind: 'follow' }
  /** From now on the window follows Ledger and Vault by itself, as every real one does. */
  | { readonly kind: 'startFollowing' }
  /** A sign-in's end: into the Vault and, if wished, into the Home. Answers the account's id. */
  | { readonly kind: 'save'; readonly tokens: SignedInTokens; readonly isPlaced: boolean }
  | { readonly kind: 'read'; readonly id: string }
  /** Everything this window wrote is in the store. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'dieAt'; readonly place: DeathPlace }
  /** The next writes to the disk of the Ledger (`times` of them) say that it is full. */
  | { readonly kind: 'fillDisk'; readonly times: number }
  /** Whatever was to go wrong in this window does not any more. */
  | { readonly kind: 'spare' };

export type WindowAnswer =
  | { readonly kind: 'outcomes'; readonly outcomes: readonly (RefreshOutcome['kind'] | 'failed')[] }
  | { readonly kind: 'news'; readonly news: HomeNews['kind'] }
  | { readonly kind: 'account'; readonly id: string; readonly tokens: SignedInTokens }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };
