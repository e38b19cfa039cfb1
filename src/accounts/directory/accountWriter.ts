import { primarySecret, type Account, type Credential, type Identity } from '../../storage/account.ts';
import type { AccountId, GrantId } from '../../storage/ids.ts';
import { compareToLedger, type GrantEntry, type Ledger, type Owner } from '../../storage/ledger.ts';
import type { Vault } from '../../storage/vault.ts';
import { signInNeeded } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { enterAccount, leaveGrant, type Leaving } from './accountEntry.ts';
import type { AccountIndex, SeenAccounts } from './accountIndex.ts';
import { buildAccountToSave } from './accountToSave.ts';
import { shareTokens } from './grantTokens.ts';
import { followLabel, makeUnique } from './labels.ts';
import { findGrantId } from './accountIdentity.ts';
import type { SuggestLabels } from './ports.ts';

/** What all accounts of an installation are kept in, and how they are called. */
export interface DirectoryPorts {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly owner: Owner;
  readonly clock: Clock;
  readonly suggestLabels: SuggestLabels;
}

/** What is known before a save. */
export interface SaveOptions {
  /** The account that a new key belongs to; its old grants are left by `leaveOldGrants`. */
  readonly replacedId?: AccountId | undefined;
  /** Our accounts as they were when it was decided to save. */
  readonly seen?: SeenAccounts | undefined;
  /** The person's cancel: nobody waits for another window's lock any longer. What can be had only once is saved without. */
  readonly signal?: AbortSignal | undefined;
}

/** What a save came to. */
export interface Saved {
  /** As it is in the Vault, read back. */
  readonly account: Account;
  /** The Vault had no such account. */
  readonly isNew: boolean;
}

/** Everything that changes an account of this installation: Ledger and Vault under the lock of its grant. */
export class AccountWriter {
  readonly #ports: DirectoryPorts;
  readonly #index: AccountIndex;

  constructor(ports: DirectoryPorts, index: AccountIndex) {
    this.#ports = ports;
    this.#index = index;
  }

  /**
   * Saves what a sign-in (or the Home) brought. The same person in the same workspace is the same account: it keeps
   * its id and label. Ledger first: it is durable at once, while the secret storage writes behind;
   * a sign-in that is cut off between the two is listed, and can be brought back or forgotten.
   */
  async save(credential: Credential, identity: Identity, { replacedId, seen, signal }: SaveOptions): Promise<Saved> {
    const { ledger, vault, owner } = this.#ports;
    const grantId = await findGrantId(ledger, credential);
    const save = async (): Promise<Saved & { readonly isFirst: boolean }> => {
      // Under the lock: the Home's follower and an import may save the same sign-in in the same moment.
      const before = await ledger.read(grantId);
      // Other grants are under locks of their own. One that has come since they were seen may be the same person's.
      const index = seen !== undefined && (await ledger.isAsListed(seen.book)) ? seen.index : this.#index;
      const id = (await index.findSameId({ credential, identity, grantId, entry: before })) ?? replacedId;
      const existing = await this.#index.find(id);
      const current = await hashPrimary(credential);
      if (compareToLedger(before, current) === 'spent') {
        // What came is older than what somebody has: it changes nothing.
        return { account: existing ?? refuseSpent(), isNew: false, isFirst: false };
      }
      const candidate = await buildAccountToSave(
        { credential, identity, grantId, id, existing },
        // What an account is called is in the Vault alone.
        { ...this.#ports, taken: () => (seen?.changes === vault.changes ? index : this.#index).labels() },
      );
      await ledger.write(await enterAccount(candidate, { owner, current, before }));
      const stored = await vault.writeAndReadBack(candidate);
      if (credential.kind === 'chatgpt' && before !== undefined && before.current !== current) {
        // Codex changed the workspace and renewed: the accounts of the other workspaces live on the same token.
        const others = before.accounts.filter((listed) => listed.id !== stored.id && this.#index.isOurs(listed));
        await shareTokens(vault, { grantId, tokens: credential.tokens }, others);
      }
      return { account: stored, isNew: existing === undefined, isFirst: id === undefined };
    };
    const { account, isNew, isFirst } = await ledger.withGrant(grantId, save, signal);
    if (!isFirst && replacedId === undefined) {
      await this.leaveOldGrants(account);
    }
    return { account, isNew };
  }

  /** Keeps what the server knows better by now. A label that we made follows; one the person gave stays. */
  updateIdentity(id: AccountId, identity: Identity): Promise<Account | undefined> {
    return this.#rewrite(id, async (account) => ({
      ...account,
      identity,
      label: await this.#followLabel(account, { ...account, identity }),
    }));
  }

  /** @returns the account as it is called now; undefined when it could not be read or was left as it is */
  async renewLabel(account: Account): Promise<Account | undefined> {
    const isSame = (await this.#followLabel(account, account)) === account.label;
    return isSame
      ? account
      : this.#rewrite(account.id, async (now) => ({ ...now, label: await this.#followLabel(now, now) }));
  }

  /** Gives an account the person's own label or colour. Labels stay unique: other programs know accounts by them. */
  decorate(id: AccountId, look: Partial<Pick<Account, 'label' | 'colour'>>): Promise<Account | undefined> {
    return this.#rewrite(id, async (account) => {
      const isSameLabel = look.label === undefined || look.label === account.label;
      const label = isSameLabel ? account.label : makeUnique([look.label ?? account.label], await this.#index.labels());
      return { ...account, ...look, label };
    });
  }

  /**
   * Changes what surrounds the tokens, under the grant's lock. A window whose copy of the record holds a spent token
   * writes nothing: it would put that token back.
   */
  async #rewrite(id: AccountId, change: (account: Account) => Promise<Account>): Promise<Account | undefined> {
    const { vault, ledger } = this.#ports;
    const first = await vault.read(id);
    if (first.kind !== 'account') {
      return undefined;
    }
    return ledger.withGrant(first.account.grantId, async () => {
      const entry = await vault.read(id);
      if (
        entry.kind !== 'account' ||
        (await this.#isSpent(await ledger.read(entry.account.grantId), entry.account.credential))
      ) {
        return undefined;
      }
      return vault.write(await change(entry.account));
    });
  }

  /**
   * Removes an account from the Vault; its grant stays known as forgotten, so that it is not imported again. Both under the
   * lock of each grant that lists it, whichever it is on by now: a renewal of another window would write the account anew.
   */
  async forget({ id, grantId }: Pick<Account, 'id' | 'grantId'>): Promise<void> {
    const { ledger, vault } = this.#ports;
    const listing = (await ledger.list()).entries.filter(({ accounts }) => accounts.some((listed) => listed.id === id));
    for (const each of new Set([grantId, ...listing.map((entry) => entry.grantId)])) {
      await this.#detach(each, { id }, () => vault.remove(id));
    }
  }

  async #followLabel(account: Account, now: Pick<Account, 'credential' | 'identity'>): Promise<string> {
    return followLabel(this.#ports.suggestLabels, { account, now, taken: () => this.#index.labels() });
  }

  async #isSpent(entry: GrantEntry | undefined, credential: Credential): Promise<boolean> {
    return compareToLedger(entry, await hashPrimary(credential)) === 'spent';
  }

  /**
   * A sign-in in place gave the account a new grant: the old one no longer lists it. Nothing is revoked.
   * @param mayStandInHome the Home could not be given the new one: what it holds is no new account
   */
  async leaveOldGrants({ id, grantId }: Account, mayStandInHome = false): Promise<void> {
    const { entries } = await this.#ports.ledger.list();
    const others = entries.filter(
      (entry) => entry.grantId !== grantId && entry.accounts.some((listed) => listed.id === id),
    );
    for (const entry of others) {
      await this.#detach(entry.grantId, { id, mayStandInHome });
    }
  }

  async #detach(grantId: GrantId, leaving: Omit<Leaving, 'nowMs'>, first?: () => Promise<void>): Promise<void> {
    const { ledger, clock } = this.#ports;
    await ledger.withGrant(grantId, async () => {
      await first?.();
      const entry = await ledger.read(grantId);
      // What was left before stays as it was: it says that the grant is forgotten.
      if (entry?.accounts.some((listed) => listed.id === leaving.id) === true) {
        const left = leaveGrant(entry, { ...leaving, nowMs: clock.nowMs() });
        await (left === undefined ? ledger.remove(grantId) : ledger.write(left));
      }
    });
  }
}

/** A token that was spent elsewhere is no sign-in any more. */
function refuseSpent(): never {
  throw signInNeeded(buildSentence('grant.usedByAnotherCopy', {}));
}

function hashPrimary(credential: Credential): Promise<string> {
  return primarySecret(credential).sha256Hex();
}
