import type { AccountKind } from './account.ts';

/** What an account of a kind can do. Its name and who pays for it are exhaustive switches in `ui/text` and `billing`. */
export interface AccountKindTraits {
  /** It signs in with tokens of a grant: each renewal spends one, and the server can end them all. */
  readonly hasGrant: boolean;
  /** What another host gets of it; undefined for what only the configuration of a host says. */
  readonly lentAs: 'lease' | 'copy' | undefined;
}

/** What each kind can do, as data: a new kind is one row here. */
export const accountKinds: Readonly<Record<AccountKind, AccountKindTraits>> = {
  chatgpt: { hasGrant: true, lentAs: 'lease' },
  apiKey: { hasGrant: false, lentAs: 'copy' },
  accessToken: { hasGrant: false, lentAs: 'copy' },
  azure: { hasGrant: false, lentAs: undefined },
  bedrock: { hasGrant: false, lentAs: undefined },
  local: { hasGrant: false, lentAs: undefined },
  custom: { hasGrant: false, lentAs: undefined },
};

/** The word of a kind in our files, where a custom provider was called `provider` from the start. */
export type StoredKind = Exclude<AccountKind, 'custom'> | 'provider';

/** How a kind is written into our files. */
export function nameStoredKind(kind: AccountKind): StoredKind {
  return kind === 'custom' ? 'provider' : kind;
}

/** The kind that is written in one of our files. */
export function readStoredKind(word: StoredKind): AccountKind {
  return word === 'provider' ? 'custom' : word;
}

/** For schemas of our files. */
export const storedKinds: readonly StoredKind[] = (Object.keys(accountKinds) as readonly AccountKind[]).map(
  nameStoredKind,
);

/** What may be found in a Home: a kind of ours, or a sign-in that we do not manage. */
export const foundKinds = ['chatgpt', 'apiKey', 'accessToken', 'other'] as const;
/** The kind of what is in a Home, ours or not. */
export type FoundKind = (typeof foundKinds)[number];

/** The row of an account's kind. */
export function traitsOf({ credential }: { readonly credential: { readonly kind: AccountKind } }): AccountKindTraits {
  return accountKinds[credential.kind];
}
