import { AuthError } from '../util/authError.ts';
import { Emitter, type Event } from '../util/emitter.ts';
import { Disposables, type Disposable } from '../util/disposables.ts';
import { say } from '../util/sentence.ts';
import type { Account, AccountId } from './account.ts';
import { decodeAccountRecord, encodeAccountRecord } from './accountRecord.ts';
import type { SecretPort } from './ports.ts';

/** What the Vault has under an id. */
export type VaultEntry =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'missing' }
  | { readonly kind: 'newer' }
  /** The record made no sense; it was moved aside, not destroyed. */
  | { readonly kind: 'setAside' };

const accountPrefix = 'account.';
const asidePrefix = 'aside.';

/** Our store of accounts: one secret per account, each one JSON value with a `gen` that only grows. */
export class Vault implements Disposable {
  readonly #secrets: SecretPort;
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<AccountId>());
  readonly onDidChange: Event<AccountId> = this.#changed.event;

  constructor(secrets: SecretPort) {
    this.#secrets = secrets;
    this.#scope.add(
      secrets.onDidChange((key) => {
        if (key.startsWith(accountPrefix)) {
          this.#changed.fire(key.slice(accountPrefix.length));
        }
      }),
    );
  }

  /** The accounts in it; none where the storage does not tell its keys. */
  async listIds(): Promise<readonly AccountId[]> {
    const keys = (await this.#secrets.keys?.()) ?? [];
    return keys.filter((key) => key.startsWith(accountPrefix)).map((key) => key.slice(accountPrefix.length));
  }

  async read(id: AccountId): Promise<VaultEntry> {
    const key = accountPrefix + id;
    const text = await this.#secrets.get(key);
    if (text === undefined) {
      return { kind: (await this.#secrets.get(asidePrefix + id)) === undefined ? 'missing' : 'setAside' };
    }
    const decoded = decodeAccountRecord(text);
    if (decoded.kind !== 'corrupt') {
      return decoded;
    }
    await this.#secrets.store(asidePrefix + id, text);
    await this.#secrets.delete(key);
    return { kind: 'setAside' };
  }

  /**
   * Stores an account one `gen` above both what it was read with and what stands there now.
   * @returns the account as stored
   * @throws AuthError `tryAgain` when a newer release of ours wrote the record: it is left as it is
   */
  async write(account: Account): Promise<Account> {
    const key = accountPrefix + account.id;
    const previous = await this.#secrets.get(key);
    const stored = previous === undefined ? undefined : decodeAccountRecord(previous);
    if (stored?.kind === 'newer') {
      throw new AuthError('tryAgain', say('vault.newerRelease', {}));
    }
    const storedGen = stored?.kind === 'account' ? stored.account.gen : 0;
    const next = { ...account, gen: Math.max(account.gen, storedGen) + 1 };
    await this.#secrets.store(key, encodeAccountRecord(next, previous));
    if ((await this.#secrets.get(asidePrefix + account.id)) !== undefined) {
      await this.#secrets.delete(asidePrefix + account.id);
    }
    return next;
  }

  async remove(id: AccountId): Promise<void> {
    await this.#secrets.delete(accountPrefix + id);
    await this.#secrets.delete(asidePrefix + id);
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
