import { hashOf, isMeantFor, shareTokens, withTokens } from '../directory/grantTokens.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { describeWho, type Account } from '../../storage/account.ts';
import type { AccountId, GrantId } from '../../storage/ids.ts';
import {
  advanceEntry,
  compareToLedger,
  type DeathCause,
  type GrantEntry,
  type Ledger,
  type Owner,
} from '../../storage/ledger.ts';
import type { Vault } from '../../storage/vault.ts';
import { signInNeeded } from '../../errors/authError.ts';
import { sha256Hex } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { buildSentence } from '../../errors/sentence.ts';

/** The two places of a grant: its entry in the Ledger, its tokens in the Vault. */
export interface GrantStorePorts {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly owner: Owner;
  readonly clock: Clock;
}

/** A ChatGPT account with its tokens at hand. */
export interface TokenAccount {
  readonly account: Account;
  readonly tokens: TokenSet;
}

/** The Vault's tokens of a grant, compared with the Ledger's entry. */
export type VaultTokens =
  | { readonly kind: 'current'; readonly entry: GrantEntry | undefined; readonly held: TokenAccount }
  /** Another writer was faster, and its newer token has not arrived here (yet). */
  | { readonly kind: 'behind'; readonly entry: GrantEntry; readonly held: TokenAccount }
  | { readonly kind: 'missing' };

/** A mark of one attempt in the Ledger. */
export type PendingMark = NonNullable<GrantEntry['pending']>;

/** How long a newer secret may need to arrive from another window (docs/decisions.md, Where accounts rest). */
const arrivalMs = 5000;
const lookEveryMs = 100;

/**
 * The writing side of a grant: every step here happens under its lock. The Ledger is written before the Vault, because
 * it is durable at once, and a token that is there as spent is never sent again.
 */
export class GrantStore {
  readonly #ports: GrantStorePorts;

  constructor(ports: GrantStorePorts) {
    this.#ports = ports;
  }

  withGrant<T>(grantId: GrantId, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#ports.ledger.withGrant(grantId, work, signal);
  }

  readEntry(grantId: GrantId): Promise<GrantEntry | undefined> {
    return this.#ports.ledger.read(grantId);
  }

  /** Waits up to 5 s for the Vault to show the token that the Ledger calls current. */
  async waitForVault({ id, grantId }: Account, signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    const deadlineMs = clock.nowMs() + arrivalMs;
    while (clock.nowMs() < deadlineMs && (await this.look(id, grantId)).kind === 'behind') {
      await clock.delay(lookEveryMs, signal);
    }
  }

  /** The Vault's tokens against the Ledger's entry, as they are now. */
  async look(id: AccountId, grantId: GrantId): Promise<VaultTokens> {
    const found = await this.#ports.vault.read(id);
    if (found.kind !== 'account' || found.account.credential.kind !== 'chatgpt') {
      return { kind: 'missing' };
    }
    const entry = await this.#ports.ledger.read(grantId);
    const { tokens } = found.account.credential;
    const held = { account: found.account, tokens };
    const hash = await hashOf(tokens);
    // Without an entry (its file was lost) the Vault is all there is.
    return entry === undefined || entry.current === hash || isUnrecorded(entry, hash)
      ? { kind: 'current', entry, held }
      : { kind: 'behind', entry, held };
  }

  /**
   * Notes that a token is about to be sent: should this process die now, the next one knows that it may be spent.
   * @throws AuthError `signInAgain` for a token that is known as spent: whoever asks, it never leaves
   */
  async markPending({ account, tokens }: TokenAccount): Promise<PendingMark> {
    const { ledger, owner, clock } = this.#ports;
    const hash = await hashOf(tokens);
    const entry = (await ledger.read(account.grantId)) ?? (await this.#rebuildEntry(account, hash));
    if (compareToLedger(entry, hash) === 'spent') {
      throw signInNeeded(buildSentence('grant.spent', {}));
    }
    const pending = { hash, sinceMs: clock.nowMs() };
    await ledger.write({ ...advanceEntry(entry, hash, owner.product), pending });
    return pending;
  }

  /** Writes down tokens that the Ledger could not take when they came. */
  async record({ account, tokens }: TokenAccount): Promise<void> {
    const { ledger, owner } = this.#ports;
    const entry = await ledger.read(account.grantId);
    const hash = await hashOf(tokens);
    if (entry !== undefined && entry.current !== hash) {
      await ledger.write(advanceEntry(entry, hash, owner.product));
    }
  }

  /** Writes the server's word down, so that no window asks it again about this token. */
  async markDead(held: TokenAccount, cause: DeathCause): Promise<void> {
    const { ledger } = this.#ports;
    const entry = await ledger.read(held.account.grantId);
    if (entry !== undefined) {
      await ledger.write({ ...entry, pending: undefined, dead: { hash: await hashOf(held.tokens), cause } });
    }
  }

  /** The request is over, or was never sent, and has not changed the grant; an earlier mark comes back. */
  async clearPending(grantId: GrantId, earlier?: PendingMark): Promise<void> {
    const entry = await this.#ports.ledger.read(grantId);
    if (entry?.pending !== undefined) {
      await this.#ports.ledger.write({ ...entry, pending: earlier });
    }
  }

  /**
   * Keeps newer tokens of a grant: Ledger, then every account of ours on it. Only the account whose workspace the
   * access token is for gets it; the others keep theirs and get the new refresh token.
   * @returns the account as it is now
   */
  async advance({ account, tokens: before }: TokenAccount, tokens: TokenSet, writtenBy: string): Promise<Account> {
    const { ledger, owner } = this.#ports;
    const entry = (await ledger.read(account.grantId)) ?? (await this.#rebuildEntry(account, await hashOf(before)));
    try {
      await ledger.write({ ...advanceEntry(entry, await hashOf(tokens), writtenBy), owner });
    } catch (failure) {
      // A full disk must not cost the only copy of the new tokens; the Ledger learns of them with the next attempt.
      await this.#keep(account, tokens, entry);
      throw failure;
    }
    return this.#keep(account, tokens, entry);
  }

  async #keep(account: Account, tokens: TokenSet, entry: GrantEntry): Promise<Account> {
    const { vault, owner } = this.#ports;
    const stored = await vault.write(withTokens(account, tokens, isMeantFor(account, tokens) ?? true));
    const others = entry.accounts.filter((listed) => listed.id !== account.id && listed.vaultId === owner.vaultId);
    await shareTokens(vault, { grantId: account.grantId, tokens }, others);
    return stored;
  }

  /** The entry of an account whose file in the Ledger was lost: what is spent from now on is known again. */
  async #rebuildEntry({ id, grantId, identity }: Account, current: string): Promise<GrantEntry> {
    const { owner } = this.#ports;
    const who = await sha256Hex(describeWho(identity) ?? grantId);
    const accounts = [{ id, kind: 'chatgpt' as const, vaultId: owner.vaultId, who }];
    const nothing = { pending: undefined, dead: undefined, forgottenAtMs: undefined };
    return { grantId, gen: 1, owner, current, spent: [], accounts, writtenBy: owner.product, ...nothing };
  }
}

/** A token that the Ledger does not know while a request is open: its answer came, and could not be written down there. */
function isUnrecorded(entry: GrantEntry, hash: string): boolean {
  return entry.pending?.hash === entry.current && compareToLedger(entry, hash) === 'unknown';
}

/** Somebody renewed the account since the caller read it. */
export function isNewerThan(held: TokenAccount, wanted: Account): boolean {
  return wanted.credential.kind === 'chatgpt' && !held.tokens.accessToken.equals(wanted.credential.tokens.accessToken);
}
