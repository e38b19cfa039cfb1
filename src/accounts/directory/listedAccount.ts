import type { Account } from '../../storage/account.ts';
import type { AccountId, GrantId } from '../../storage/ids.ts';
import type { VaultEntry } from '../../storage/vault.ts';

/** One row of all accounts of this installation. */
export type ListedAccount =
  | { readonly kind: 'ready'; readonly account: Account }
  /** The Ledger knows it, the secrets are gone or unreadable: one sign-in in place brings it back. */
  | { readonly kind: 'secretsLost'; readonly id: AccountId; readonly grantId: GrantId }
  | { readonly kind: 'newerRelease'; readonly id: AccountId; readonly grantId: GrantId };

/** The row of an account, out of what the Vault has under its id. */
export function describeListed(id: AccountId, grantId: GrantId, entry: VaultEntry): ListedAccount {
  switch (entry.kind) {
    case 'account':
      return { kind: 'ready', account: entry.account };
    case 'newer':
      return { kind: 'newerRelease', id, grantId };
    case 'missing':
    case 'setAside':
    case 'unreadable':
      return { kind: 'secretsLost', id, grantId };
  }
}
