import { primarySecret, type Account, type Credential, type Identity } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import { isOver, compareToLedger, type TokenFreshness } from '../../storage/ledger.ts';
import type { VaultEntry } from '../../storage/vault.ts';
import type { ListedAccount } from './listedAccount.ts';
import { indexAccounts, type AccountIndex, type SeenAccounts } from './accountIndex.ts';
import type { AccountWriter, DirectoryPorts, Saved, SaveOptions } from './accountWriter.ts';
import { findGrantId } from './accountIdentity.ts';
import type { UnsavedState } from './rollBackSave.ts';

/** What our records say of a credential. */
export interface Recognised {
  /** The account of ours that it belongs to. */
  readonly account: Account | undefined;
  readonly freshness: TokenFreshness;
  /** It is known to be of no use any more: spent, ended by the server, or forgotten here. */
  readonly isOver: boolean;
}

/** All accounts of this installation: the Ledger is the index, the Vault has the secrets. */
export class AccountDirectory {
  readonly #ports: DirectoryPorts;
  readonly #index: AccountIndex;

  constructor(ports: DirectoryPorts) {
    this.#ports = ports;
    this.#index = indexAccounts(ports, ports.owner.vaultId);
  }

  async find(id: AccountId): Promise<VaultEntry> {
    return this.#ports.vault.read(id);
  }

  list(): Promise<readonly ListedAccount[]> {
    return this.#index.list();
  }

  /** How many accounts this installation has; opens no secret. */
  count(): Promise<number> {
    return this.#index.count();
  }

  /** All of them at once, for an operation that decides several things on them. */
  observe(): Promise<SeenAccounts> {
    return this.#index.observe();
  }

  /** Before a code is spent that works once. @throws AuthError `fixFile` when what it brings could not be saved */
  ensureCanSave(): Promise<void> {
    return this.#ports.ledger.ensureWritable();
  }

  /**
   * Saves what a sign-in (or the Home) brought. The same person in the same workspace is the same account: it keeps
   * its id and label. Ledger first: it is durable at once, while the secret storage writes behind;
   * a sign-in that is cut off between the two is listed, and can be brought back or forgotten.
   */
  async save(credential: Credential, identity: Identity, options: SaveOptions = {}): Promise<Saved> {
    return (await this.#loadWriter()).save(credential, identity, options);
  }

  /**
   * Takes a sign-in that could not be saved off the list again, unless the Vault has it, or may have it. The one that it
   * was to replace stays as it is.
   */
  async abandon(credential: Extract<Credential, { kind: 'chatgpt' }>): Promise<UnsavedState> {
    return (await import('./rollBackSave.ts')).removeUnsaved(this.#ports, credential);
  }

  /** Keeps what the server knows better by now. A label that we made follows; one the person gave stays. */
  async updateIdentity(id: AccountId, identity: Identity): Promise<Account | undefined> {
    return (await this.#loadWriter()).updateIdentity(id, identity);
  }

  /**
   * Has the labels that we made follow what may be shown of a person.
   * @returns the accounts as they are called now; it is not complete when one could not be read or was left as it is
   */
  async renewLabels(): Promise<{ readonly accounts: readonly Account[]; readonly isComplete: boolean }> {
    const writer = await this.#loadWriter();
    const rows = await this.list();
    const accounts: Account[] = [];
    for (const row of rows) {
      const account = row.kind === 'ready' ? await writer.renewLabel(row.account) : undefined;
      accounts.push(...(account === undefined ? [] : [account]));
    }
    return { accounts, isComplete: accounts.length === rows.length };
  }

  /** Gives an account the person's own label or colour. Labels stay unique: other programs know accounts by them. */
  async decorate(id: AccountId, look: Partial<Pick<Account, 'label' | 'colour'>>): Promise<Account | undefined> {
    return (await this.#loadWriter()).decorate(id, look);
  }

  /**
   * Removes an account from the Vault; its grant stays known as forgotten, so that it is not imported again. Both under the
   * lock of each grant that lists it, whichever it is on by now: a renewal of another window would write the account anew.
   */
  async forget(account: Pick<Account, 'id' | 'grantId'>): Promise<void> {
    await (await this.#loadWriter()).forget(account);
  }

  /**
   * A sign-in in place gave the account a new grant: the old one no longer lists it. Nothing is revoked.
   * @param mayStandInHome the Home could not be given the new one: what it holds is no new account
   */
  async leaveOldGrants(account: Account, mayStandInHome = false): Promise<void> {
    await (await this.#loadWriter()).leaveOldGrants(account, mayStandInHome);
  }

  /** Whether the person forgot this very grant here: then it is not imported again. */
  async isForgotten(credential: Credential): Promise<boolean> {
    return (
      (await this.#ports.ledger.read(await findGrantId(this.#ports.ledger, credential)))?.forgottenAtMs !== undefined
    );
  }

  /** What a credential is to the newest the Ledger knows of its grant. */
  async freshness(credential: Credential): Promise<TokenFreshness> {
    const entry = await this.#ports.ledger.read(await findGrantId(this.#ports.ledger, credential));
    return compareToLedger(entry, await hashPrimary(credential));
  }

  /** Whether a credential is known to be of no use any more: spent, ended by the server, or forgotten here. */
  async isOver(credential: Credential): Promise<boolean> {
    const entry = await this.#ports.ledger.read(await findGrantId(this.#ports.ledger, credential));
    return isOver(entry, await primarySecret(credential).sha256Hex());
  }

  /** The account of ours that a credential belongs to. */
  findSame(credential: Credential, identity: Identity): Promise<Account | undefined> {
    return this.#index.findSame(credential, identity);
  }

  /**
   * What our records say of a credential, all of it from one look.
   * @param seen our accounts as they were a moment ago; what the Ledger says of it is read now
   */
  async recognise(credential: Credential, identity: Identity, seen?: SeenAccounts): Promise<Recognised> {
    const { ledger } = this.#ports;
    const grantId = await findGrantId(ledger, credential);
    const entry = await ledger.read(grantId);
    const hash = await hashPrimary(credential);
    const id = await this.#index.findSameId({ credential, identity, grantId, entry });
    return {
      account: (await seen?.index.find(id)) ?? (await this.#index.find(id)),
      freshness: compareToLedger(entry, hash),
      isOver: isOver(entry, hash),
    };
  }

  /** Loaded with the first change: a window that starts changes no account. */
  async #loadWriter(): Promise<AccountWriter> {
    return new (await import('./accountWriter.ts')).AccountWriter(this.#ports, this.#index);
  }
}

function hashPrimary(credential: Credential): Promise<string> {
  return primarySecret(credential).sha256Hex();
}
