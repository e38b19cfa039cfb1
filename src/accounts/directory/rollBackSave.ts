import { primarySecret, type Account, type Credential } from '../../storage/account.ts';
import { compareToLedger, type GrantEntry, type Ledger, type Owner } from '../../storage/ledger.ts';
import type { Vault } from '../../storage/vault.ts';
import type { Clock } from '../../base/clock.ts';
import { leaveGrant } from './accountEntry.ts';
import { hashOf } from './grantTokens.ts';
import { findGrantId } from './accountIdentity.ts';

/** What is left of a sign-in that could not be saved. */
export type UnsavedState =
  /** The Vault has this very sign-in: only something after it failed. */
  | { readonly kind: 'kept'; readonly account: Account }
  | { readonly kind: 'gone' }
  /** The Vault may have it, and cannot be read now. */
  | { readonly kind: 'unknown' };

interface UnsavedPorts {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly owner: Owner;
  readonly clock: Clock;
}

/** Takes a sign-in that could not be saved off the Ledger, unless the Vault has it, or may have it. */
export async function removeUnsaved(
  { vault, ledger, owner, clock }: UnsavedPorts,
  credential: Extract<Credential, { kind: 'chatgpt' }>,
): Promise<UnsavedState> {
  const grantId = await findGrantId(ledger, credential);
  return ledger.withGrant(grantId, async () => {
    const entry = await ledger.read(grantId);
    const freshness = compareToLedger(entry, await hashOf(credential.tokens));
    if (entry === undefined || freshness === 'unknown') {
      // The Ledger is written first: the Vault was never given it.
      return { kind: 'gone' };
    }
    const ids = entry.accounts.filter(({ vaultId }) => vaultId === owner.vaultId).map(({ id }) => id);
    const found = await Promise.all(ids.map((id) => vault.read(id)));
    const onGrant = found.flatMap((one) =>
      one.kind === 'account' && one.account.grantId === grantId ? [one.account] : [],
    );
    // Spent, it was renewed from the Vault by another window: the account lives on its successor.
    const kept = onGrant.find(
      (account) => freshness === 'spent' || primarySecret(account.credential).equals(primarySecret(credential)),
    );
    if (kept !== undefined) {
      return { kind: 'kept', account: kept };
    }
    if (onGrant.length > 0 || found.some(({ kind }) => kind === 'unreadable')) {
      return { kind: 'unknown' };
    }
    const left = ids.reduce<GrantEntry | undefined>(
      (now, id) => now && leaveGrant(now, { id, nowMs: clock.nowMs() }),
      entry,
    );
    await (left === undefined ? ledger.remove(grantId) : ledger.write(left));
    return { kind: 'gone' };
  });
}
