import type { Account, Credential, Identity } from '../../storage/account.ts';
import type { AccountId, GrantId } from '../../storage/ids.ts';
import type { GrantEntry, Ledger, LedgerList, ListedInLedger } from '../../storage/ledger.ts';
import type { Vault, VaultEntry } from '../../storage/vault.ts';
import { accountKinds } from '../../storage/accountKinds.ts';
import { hashWho } from './accountEntry.ts';
import { describeListed, type ListedAccount } from './listedAccount.ts';
import { findGrantId } from './accountIdentity.ts';

/** What an index is made of. */
export interface IndexSource {
  readonly ledger: Pick<Ledger, 'read' | 'list'>;
  readonly vault: Pick<Vault, 'read' | 'changes'>;
}

/** A credential with the grant that it is on, and what the Ledger has of that. */
interface OnGrant {
  readonly credential: Credential;
  readonly identity: Identity;
  readonly grantId: GrantId;
  readonly entry: GrantEntry | undefined;
}

/** Our accounts as one look has found them: an operation that decides several things decides them on one state. */
export interface SeenAccounts {
  readonly index: AccountIndex;
  readonly book: LedgerList;
  /** `Vault.changes` before they were read. */
  readonly changes: number;
}

/** Our accounts, in the Ledger and in the Vault: as they are now, or as they were seen. */
class AccountIndex {
  readonly #source: IndexSource;
  readonly #vaultId: string;

  constructor(source: IndexSource, vaultId: string) {
    this.#source = source;
    this.#vaultId = vaultId;
  }

  /** Reads each entry and each secret once. */
  async observe(): Promise<SeenAccounts> {
    const { ledger, vault } = this.#source;
    const { changes } = vault;
    const book = await ledger.list();
    const secrets = new Map<AccountId, VaultEntry>();
    for (const { id } of book.entries.flatMap(({ accounts }) => accounts.filter((listed) => this.isOurs(listed)))) {
      secrets.set(id, secrets.get(id) ?? (await vault.read(id)));
    }
    const seen: IndexSource = {
      ledger: {
        read: (grantId) => Promise.resolve(book.entries.find((entry) => entry.grantId === grantId)),
        list: () => Promise.resolve(book),
      },
      vault: { changes, read: (id) => Promise.resolve(secrets.get(id) ?? { kind: 'missing' }) },
    };
    return { index: new AccountIndex(seen, this.#vaultId), book, changes };
  }

  async list(): Promise<readonly ListedAccount[]> {
    const rows: ListedAccount[] = [];
    for (const [id, grantId] of await this.#listGrants()) {
      rows.push(describeListed(id, grantId, await this.#source.vault.read(id)));
    }
    return rows;
  }

  /** How many accounts this installation has; opens no secret. */
  async count(): Promise<number> {
    return (await this.#listGrants()).size;
  }

  async labels(): Promise<readonly string[]> {
    return (await this.list()).flatMap((row) => (row.kind === 'ready' ? [row.account.label] : []));
  }

  async find(id: AccountId | undefined): Promise<Account | undefined> {
    const entry = id === undefined ? undefined : await this.#source.vault.read(id);
    return entry?.kind === 'account' ? entry.account : undefined;
  }

  /**
   * The account of ours that a credential belongs to: on its grant, else anywhere, by person and workspace. The Ledger
   * is searched, so however many accounts there are, one secret is read.
   */
  async findSame(credential: Credential, identity: Identity): Promise<Account | undefined> {
    const { ledger } = this.#source;
    const grantId = await findGrantId(ledger, credential);
    return this.find(await this.findSameId({ credential, identity, grantId, entry: await ledger.read(grantId) }));
  }

  async findSameId({ credential, identity, grantId, entry }: OnGrant): Promise<AccountId | undefined> {
    const who = await hashWho(identity, grantId);
    const isSame = (listed: ListedInLedger): boolean =>
      this.isOurs(listed) && listed.kind === credential.kind && listed.who === who;
    // A key or token is a grant of its own, and does not say in a Home whose it is.
    const isOnlyOne = !accountKinds[credential.kind].hasGrant;
    const found = entry?.accounts.find((listed) => isSame(listed) || (isOnlyOne && this.isOurs(listed)));
    if (found !== undefined) {
      return found.id;
    }
    const { entries } = await this.#source.ledger.list();
    return entries.flatMap(({ accounts }) => accounts).find(isSame)?.id;
  }

  isOurs(listed: ListedInLedger): boolean {
    return listed.vaultId === this.#vaultId;
  }

  /** Our accounts, each with a grant that lists it: until it has left its grant of before, two do. */
  async #listGrants(): Promise<ReadonlyMap<AccountId, GrantId>> {
    const { entries } = await this.#source.ledger.list();
    const listed = entries.flatMap(({ grantId, accounts }) => accounts.map((account) => ({ grantId, account })));
    return new Map(
      listed.filter(({ account }) => this.isOurs(account)).map(({ grantId, account }) => [account.id, grantId]),
    );
  }
}

export type { AccountIndex };

/** An index of what is in Ledger and Vault now. It is not brought up to date: make one per operation. */
export function indexAccounts(source: IndexSource, vaultId: string): AccountIndex {
  return new AccountIndex(source, vaultId);
}
