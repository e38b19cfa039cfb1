import type { AccountKind, Identity, ProviderSetup } from '../../storage/account.ts';

/** What a suggested label is made of. */
export interface LabelFacts {
  readonly kind: AccountKind;
  readonly identity: Identity;
  /** The last four characters of a key, as every key page shows them. */
  readonly keyTail: string | undefined;
  /** Of a model provider. */
  readonly setup?: ProviderSetup | undefined;
}

/**
 * What an account may be called, the best first.
 * @param hidesPersonalInfo whether it may not say who the person is; left out, as the person wants it now
 */
export type SuggestLabels = (facts: LabelFacts, hidesPersonalInfo?: boolean) => readonly [string, ...string[]];
