import type { Secret } from '../base/secret.ts';
import { AuthError } from '../errors/authError.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { Disposables, type Disposable } from '../base/disposables.ts';
import { buildSentence } from '../errors/sentence.ts';
import { primarySecret, type Account } from './account.ts';
import { accountId, type AccountId } from './ids.ts';
import { decodeAccountRecord, encodeAccountRecord } from './accountRecord.ts';
import type { SecretPort } from './ports.ts';

/** What the Vault has under an id. */
export type VaultEntry =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'missing' }
  | { readonly kind: 'newer' }
  /** The record made no sense; it was moved aside, not destroyed. */
  | { readonly kind: 'setAside' }
  /** The storage has it and could not read it: one account's loss, not that of all. */
  | { readonly kind: 'unreadable' };

const accountPrefix = 'account.';
const asidePrefix = 'aside.';
/** A second place for an account whose own entry stays unreadable, whatever is stored in it. */
const againPrefix = 'again.';
const unreadable = Symbol('unreadable');

/** What a storage refuses becomes a sentence; its own words go into the cause. */
function refuse(messageId: 'vault.notReadBack' | 'vault.notRemoved'): (failure: unknown) => never {
  return (failure) => {
    throw failure instanceof AuthError
      ? failure
      : new AuthError('tryAgain', buildSentence(messageId, {}), { reason: 'notStored', cause: failure });
  };
}

/** Our store of accounts: one secret per account, each one JSON value with a `gen` that only grows. */
export class Vault implements Disposable {
  readonly #secrets: SecretPort;
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<AccountId>());
  readonly onDidChange: Event<AccountId> = this.#changed.event;
  #changes = 0;

  constructor(secrets: SecretPort) {
    this.#secrets = secrets;
    this.#scope.add(
      secrets.onDidChange((key) => {
        if (key.startsWith(accountPrefix)) {
          this.#changes += 1;
          this.#changed.fire(accountId.parse(key.slice(accountPrefix.length)));
        }
      }),
    );
  }

  /** Grows with every change that was made or heard of here: what was read before it may be outdated. */
  get changes(): number {
    return this.#changes;
  }

  /** The accounts in it; none where the storage does not tell its keys. */
  async listIds(): Promise<readonly AccountId[]> {
    const keys = (await this.#secrets.keys?.()) ?? [];
    return keys
      .filter((key) => key.startsWith(accountPrefix))
      .map((key) => accountId.parse(key.slice(accountPrefix.length)));
  }

  async read(id: AccountId): Promise<VaultEntry> {
    const key = accountPrefix + id;
    const text = await this.#find(id);
    if (text === unreadable) {
      return { kind: 'unreadable' };
    }
    if (text === undefined) {
      return { kind: (await this.#get(asidePrefix + id)) === undefined ? 'missing' : 'setAside' };
    }
    const decoded = decodeAccountRecord(text);
    if (decoded.kind !== 'corrupt') {
      return decoded;
    }
    try {
      await this.#store(asidePrefix + id, text);
      await this.#delete(key);
      return { kind: 'setAside' };
    } catch {
      // Left where it is: nothing is lost by that, and the other accounts go on.
      return { kind: 'unreadable' };
    }
  }

  /** Stores a secret under a key. @throws AuthError `tryAgain` when the storage refuses it */
  async keep(key: string, secret: Secret): Promise<void> {
    await this.#store(key, secret.reveal());
  }

  async #store(key: string, text: string): Promise<void> {
    this.#changes += 1;
    await this.#secrets.store(key, text).catch(refuse('vault.notReadBack'));
  }

  /**
   * Stores an account one `gen` above both what it was read with and what is there now.
   * @returns the account as stored
   * @throws AuthError `tryAgain` when a newer release of ours wrote the record: it is left as it is; and when the storage
   * refuses it
   */
  async write(account: Account): Promise<Account> {
    const key = accountPrefix + account.id;
    const found = await this.#get(key);
    // What nobody can read is replaced.
    const previous = found === unreadable ? undefined : found;
    const stored = previous === undefined ? undefined : decodeAccountRecord(previous);
    if (stored?.kind === 'newer') {
      throw new AuthError('tryAgain', buildSentence('vault.newerRelease', {}), { reason: 'notStored' });
    }
    const storedGen = stored?.kind === 'account' ? stored.account.gen : 0;
    const next = { ...account, gen: Math.max(account.gen, storedGen) + 1 };
    const text = encodeAccountRecord(next, previous);
    await this.#store(key, text);
    const isStillUnreadable = found === unreadable && (await this.#get(key)) === unreadable;
    if (isStillUnreadable) {
      await this.#store(againPrefix + account.id, text);
    }
    for (const prefix of isStillUnreadable ? [asidePrefix] : [asidePrefix, againPrefix]) {
      if ((await this.#get(prefix + account.id)) !== undefined) {
        // The account is there by now; an older record beside it costs nothing.
        await this.#delete(prefix + account.id).catch(() => undefined);
      }
    }
    return next;
  }

  /**
   * Stores an account and reads it back.
   * @returns the account as stored
   * @throws AuthError `tryAgain` as `write` does, and when the storage has not kept it
   */
  async writeAndReadBack(account: Account): Promise<Account> {
    const stored = await this.write(account);
    const text = await this.#find(account.id);
    const found = typeof text === 'string' ? decodeAccountRecord(text) : undefined;
    const isSame =
      found?.kind === 'account' && primarySecret(found.account.credential).equals(primarySecret(stored.credential));
    if (!isSame) {
      throw new AuthError('tryAgain', buildSentence('vault.notReadBack', {}), { reason: 'notStored' });
    }
    return stored;
  }

  async remove(id: AccountId): Promise<void> {
    for (const prefix of [accountPrefix, asidePrefix, againPrefix]) {
      await this.#delete(prefix + id);
    }
  }

  /** The record of an account, in whichever place can be read. */
  async #find(id: AccountId): Promise<string | typeof unreadable | undefined> {
    const own = await this.#get(accountPrefix + id);
    return own === unreadable ? ((await this.#get(againPrefix + id)) ?? unreadable) : own;
  }

  /** What a storage says of itself as a whole, as a file of ours does, is passed on. */
  async #get(key: string): Promise<string | typeof unreadable | undefined> {
    try {
      return await this.#secrets.get(key);
    } catch (failure) {
      if (failure instanceof AuthError) {
        throw failure;
      }
      return unreadable;
    }
  }

  async #delete(key: string): Promise<void> {
    await this.#secrets.delete(key).catch(refuse('vault.notRemoved'));
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
