import { isSameAccount, primarySecret, type Account, type AccountId, type Credential, type GrantId, type Identity } from '../storage/account.ts';
import { judgeStanding, type GrantEntry, type Ledger, type Owner } from '../storage/ledger.ts';
import type { Vault, VaultEntry } from '../storage/vault.ts';
import { AuthError } from '../util/authError.ts';
import { randomBase64Url, sha256Hex } from '../util/bytes.ts';
import { rfc3339, type Clock } from '../util/clock.ts';
import { say } from '../util/sentence.ts';
import { identifyGrant } from './newAccount.ts';
import type { LabelFacts } from './ports.ts';

export interface DirectoryPorts {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly owner: Owner;
  readonly clock: Clock;
  readonly suggestLabel: (facts: LabelFacts) => string;
}

/** One row of all accounts of this installation. */
export type ListedAccount =
  | { readonly kind: 'ready'; readonly account: Account }
  /** The Ledger knows it, the secrets are gone or unreadable: one sign-in in place brings it back. */
  | { readonly kind: 'secretsLost'; readonly id: AccountId; readonly grantId: GrantId }
  | { readonly kind: 'newerRelease'; readonly id: AccountId; readonly grantId: GrantId };

/** All accounts of this installation: the Ledger is the index, the Vault has the secrets. */
export class AccountDirectory {
  readonly #ports: DirectoryPorts;

  constructor(ports: DirectoryPorts) {
    this.#ports = ports;
  }

  async find(id: AccountId): Promise<VaultEntry> {
    return this.#ports.vault.read(id);
  }

  async list(): Promise<readonly ListedAccount[]> {
    const { entries } = await this.#ports.ledger.list();
    const rows: ListedAccount[] = [];
    for (const entry of entries.filter((candidate) => this.#isOurs(candidate))) {
      for (const { id } of entry.accounts) {
        rows.push(describe(id, entry.grantId, await this.#ports.vault.read(id)));
      }
    }
    return rows;
  }

  /**
   * Saves what a sign-in (or the Home) brought. The same person in the same workspace is the same account: it keeps
   * its id and label. Ledger first: it is durable at once, while the secret storage writes behind.
   * @returns the account as it stands in the Vault, read back
   */
  async save(credential: Credential, identity: Identity): Promise<Account> {
    const grantId = await identifyGrant(credential);
    const candidate = await this.#buildCandidate(credential, identity, grantId);
    const { ledger } = this.#ports;
    const saved = await ledger.withGrant(grantId, async () => {
      await ledger.write(await this.#buildEntry(candidate, await ledger.read(grantId)));
      const stored = await this.#ports.vault.write(candidate.account);
      await this.#requireStored(stored);
      return stored;
    });
    await this.#leaveOldGrant(candidate);
    return saved;
  }

  /** Keeps what the server knows better by now. A label that we made follows; one the person gave stays. */
  async updateIdentity(id: AccountId, identity: Identity): Promise<Account | undefined> {
    const entry = await this.#ports.vault.read(id);
    if (entry.kind !== 'account') {
      return undefined;
    }
    const { account } = entry;
    const before = this.#suggest(account.credential, account.identity);
    const label = account.label === before ? this.#suggest(account.credential, identity) : account.label;
    const taken = label === account.label ? [] : await this.#labels();
    return this.#ports.vault.write({ ...account, identity, label: makeUnique(label, taken) });
  }

  /** Removes an account from the Vault; its grant stays known as forgotten, so that it does not creep back. */
  async forget(account: Pick<Account, 'id' | 'grantId'>): Promise<void> {
    await this.#ports.vault.remove(account.id);
    await this.#detach(account.id, account.grantId);
  }

  /** How a credential stands to the newest the Ledger knows of its grant. */
  async standing(credential: Credential): Promise<'current' | 'spent' | 'unknown'> {
    const entry = await this.#ports.ledger.read(await identifyGrant(credential));
    return judgeStanding(entry, await sha256Hex(primarySecret(credential).reveal()));
  }

  /** The account of ours that this credential belongs to: by grant and workspace, else by person and workspace. */
  async findSame(credential: Credential, identity: Identity): Promise<Account | undefined> {
    const probe: Account = { id: '', gen: 0, label: '', createdAt: '', grantId: '', identity, credential };
    const rows = await this.list();
    const accounts = rows.flatMap((row) => (row.kind === 'ready' ? [row.account] : []));
    const grantId = await identifyGrant(credential);
    return (
      accounts.find((account) => account.grantId === grantId && account.identity.workspaceId === identity.workspaceId) ??
      accounts.find((account) => isSameAccount(account, probe))
    );
  }

  async #buildCandidate(credential: Credential, identity: Identity, grantId: GrantId): Promise<Candidate> {
    const existing = await this.findSame(credential, identity);
    const known = existing?.identity;
    const merged: Identity = {
      email: identity.email ?? known?.email,
      userId: identity.userId ?? known?.userId,
      plan: identity.plan ?? known?.plan,
      workspaceId: identity.workspaceId ?? known?.workspaceId,
      workspaceName: identity.workspaceName ?? known?.workspaceName,
    };
    if (existing !== undefined) {
      return { account: { ...existing, grantId, identity: merged, credential }, replaced: existing };
    }
    const account: Account = {
      id: randomBase64Url(16),
      gen: 0,
      label: makeUnique(this.#suggest(credential, merged), await this.#labels()),
      createdAt: rfc3339(this.#ports.clock.nowMs()),
      grantId,
      identity: merged,
      credential,
    };
    return { account, replaced: undefined };
  }

  #suggest(credential: Credential, identity: Identity): string {
    const keyTail = credential.kind === 'apiKey' ? credential.key.reveal().slice(-4) : undefined;
    return this.#ports.suggestLabel({ kind: credential.kind, identity, keyTail });
  }

  async #labels(): Promise<readonly string[]> {
    return (await this.list()).flatMap((row) => (row.kind === 'ready' ? [row.account.label] : []));
  }

  async #buildEntry({ account }: Candidate, before: GrantEntry | undefined): Promise<GrantEntry> {
    const current = await sha256Hex(primarySecret(account.credential).reveal());
    const others = (before?.accounts ?? []).filter(({ id }) => id !== account.id);
    const changed = before !== undefined && before.current !== current;
    return {
      grantId: account.grantId,
      gen: changed ? before.gen + 1 : (before?.gen ?? 1),
      owner: this.#ports.owner,
      current,
      spent: changed ? [...before.spent.filter((hash) => hash !== current), before.current] : (before?.spent ?? []),
      accounts: [...others, { id: account.id, kind: account.credential.kind }],
      forgottenAtMs: undefined,
    };
  }

  async #requireStored(account: Account): Promise<void> {
    const entry = await this.#ports.vault.read(account.id);
    const same =
      entry.kind === 'account' &&
      primarySecret(entry.account.credential).equals(primarySecret(account.credential));
    if (!same) {
      throw new AuthError('tryAgain', say('vault.notReadBack', {}));
    }
  }

  /** A sign-in in place gave the account a new grant: the old one no longer lists it. Nothing is revoked. */
  async #leaveOldGrant({ account, replaced }: Candidate): Promise<void> {
    if (replaced !== undefined && replaced.grantId !== account.grantId) {
      await this.#detach(account.id, replaced.grantId);
    }
  }

  async #detach(id: AccountId, grantId: GrantId): Promise<void> {
    const { ledger, clock } = this.#ports;
    await ledger.withGrant(grantId, async () => {
      const entry = await ledger.read(grantId);
      if (entry === undefined) {
        return;
      }
      const accounts = entry.accounts.filter((listed) => listed.id !== id);
      const isLast = accounts.length === 0;
      if (isLast && entry.accounts.every(({ kind }) => kind !== 'chatgpt')) {
        await ledger.remove(grantId);
      } else {
        await ledger.write({ ...entry, accounts, forgottenAtMs: isLast ? clock.nowMs() : entry.forgottenAtMs });
      }
    });
  }

  #isOurs(entry: GrantEntry): boolean {
    return entry.owner.vaultId === this.#ports.owner.vaultId;
  }
}

interface Candidate {
  readonly account: Account;
  /** The account of ours that this sign-in renews. */
  readonly replaced: Account | undefined;
}

function describe(id: AccountId, grantId: GrantId, entry: VaultEntry): ListedAccount {
  switch (entry.kind) {
    case 'account':
      return { kind: 'ready', account: entry.account };
    case 'newer':
      return { kind: 'newerRelease', id, grantId };
    case 'missing':
    case 'setAside':
      return { kind: 'secretsLost', id, grantId };
  }
}

/** `Work`, then `Work 2`, `Work 3`: labels tell accounts apart, in lists and for VS Code's allow-lists. */
function makeUnique(label: string, taken: readonly string[]): string {
  let unique = label;
  for (let count = 2; taken.includes(unique); count += 1) {
    unique = `${label} ${String(count)}`;
  }
  return unique;
}
