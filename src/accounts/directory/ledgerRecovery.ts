import { primarySecret, type Account } from '../../storage/account.ts';
import type { Ledger, Owner } from '../../storage/ledger.ts';
import type { Vault } from '../../storage/vault.ts';
import { enterAccount } from './accountEntry.ts';

/** The Vault that was kept, and the Ledger that is made of it again. */
export interface LedgerRecoveryPorts {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly owner: Owner;
}

/**
 * Brings back a Ledger of which nothing is left while the Vault still has its accounts: a rebuilt container whose
 * editor's data lie on a volume. Nobody else can have spent their tokens: they belong to this host. A Ledger with any
 * entry at all is left as it is, since what it does not list was forgotten.
 * @returns the accounts that are known again
 */
export async function recoverLedger(ports: LedgerRecoveryPorts): Promise<readonly Account[]> {
  const { vault, ledger } = ports;
  if ((await ledger.list()).entries.length > 0) {
    return [];
  }
  const found: Account[] = [];
  for (const id of await vault.listIds()) {
    const entry = await vault.read(id);
    if (entry.kind === 'account') {
      await enter(entry.account, ports);
      found.push(entry.account);
    }
  }
  return found;
}

async function enter(account: Account, { ledger, owner }: LedgerRecoveryPorts): Promise<void> {
  await ledger.withGrant(account.grantId, async () => {
    const before = await ledger.read(account.grantId);
    const current = before?.current ?? (await primarySecret(account.credential).sha256Hex());
    await ledger.write(await enterAccount(account, { owner, current, before }));
  });
}
