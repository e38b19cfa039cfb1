import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import { AuthError } from '../errors/authError.ts';
import { sha256Hex } from '../base/bytes.ts';
import type { Event } from '../base/emitter.ts';
import { buildSentence } from '../errors/sentence.ts';
import type { AccountKind } from './account.ts';
import { accountId, grantId, type AccountId, type GrantId } from './ids.ts';
import type { HomeLedger } from './homeLedger.ts';
import type { RecordFolder } from './ports.ts';
import { accountKinds, nameStoredKind, readStoredKind, storedKinds } from './accountKinds.ts';

/** Which installation keeps the secrets of a grant. */
export interface Owner {
  readonly vaultId: string;
  /** `vscode.env.appName`, to be named when another product is asked for: "kept by Cursor". */
  readonly product: string;
}

/** Why a grant is over, as far as it can be told. */
export type DeathCause = 'revoked' | 'usedByAnotherCopy' | 'answerLost';

/** One account on a grant, in whichever installation's Vault it is. */
export interface ListedInLedger {
  readonly id: AccountId;
  readonly kind: AccountKind;
  readonly vaultId: string;
  /** Hash of person and workspace: finds an account again without opening a secret. */
  readonly who: string;
}

/**
 * What every product of this OS user may know of a grant: no secret, only SHA-256 hashes. It judges which token is the
 * newest, and it is the index of accounts (docs/decisions.md, Ledger).
 */
export interface GrantEntry {
  readonly grantId: GrantId;
  /** Grows with every change of the grant's tokens. */
  readonly gen: number;
  /** The installation that wrote the grant last. */
  readonly owner: Owner;
  /** Hash of the refresh token (or key) that may be sent. */
  readonly current: string;
  /** Hashes of tokens that were spent, newest last. */
  readonly spent: readonly string[];
  readonly accounts: readonly ListedInLedger[];
  /** A refresh that was sent and whose answer nobody has written down yet: its token may be spent. */
  readonly pending: { readonly hash: string; readonly sinceMs: number } | undefined;
  /** The server's word that this very token, and with it the grant, is over. */
  readonly dead: { readonly hash: string; readonly cause: DeathCause } | undefined;
  /** Who wrote the current token: a product of ours, or the Codex CLI. */
  readonly writtenBy: string;
  /** When the person forgot this grant; it is not imported again. Milliseconds. */
  readonly forgottenAtMs: number | undefined;
}

const entrySchema = z.looseObject({
  v: z.literal(1),
  grantId,
  gen: z.number().check(z.int(), z.minimum(0)),
  owner: z.looseObject({ vaultId: z.string(), product: z.string() }),
  current: z.string(),
  spent: z.array(z.string()),
  accounts: z.array(
    z.looseObject({
      id: accountId,
      kind: z.enum(storedKinds),
      vaultId: z.string(),
      who: z.string(),
    }),
  ),
  pending: z.optional(z.object({ hash: z.string(), sinceMs: z.number() })),
  dead: z.optional(z.object({ hash: z.string(), cause: z.enum(['revoked', 'usedByAnotherCopy', 'answerLost']) })),
  writtenBy: z.catch(z.string(), ''),
  forgottenAtMs: z.optional(z.number()),
});

const newerSchema = z.looseObject({ v: z.number().check(z.minimum(2)) });

/** A file that is not ours to understand; it is left where it is and named. */
interface UnreadableEntry {
  readonly file: string;
}

/** Every grant, as it was found. */
export interface LedgerList {
  readonly entries: readonly GrantEntry[];
  readonly unreadable: readonly UnreadableEntry[];
}

/** A token that drops out of the list would pass for a newer one when an old file is restored. */
const longestSpentList = 1024;

/**
 * The shared book of grants: one small owner-only file each, changed only under its lock. What those who share the Home
 * have to know of a grant is there, too.
 */
export class Ledger {
  readonly #folder: RecordFolder;
  readonly #inHome: HomeLedger | undefined;
  readonly onDidChange: Event<void>;

  constructor(folder: RecordFolder, inHome?: HomeLedger) {
    this.#folder = folder;
    this.#inHome = inHome;
    this.onDidChange = folder.onDidChange;
  }

  async read(grantId: GrantId): Promise<GrantEntry | undefined> {
    const file = await fileName(grantId);
    const text = await this.#folder.read(file);
    const entry = text === undefined ? undefined : decodeEntry(text);
    return entry === undefined || this.#inHome === undefined ? entry : this.#inHome.complete(file, entry);
  }

  async list(): Promise<LedgerList> {
    const entries: GrantEntry[] = [];
    const unreadable: UnreadableEntry[] = [];
    for (const file of await this.#folder.list()) {
      const text = await this.#folder.read(file).catch(readAsUnreadable);
      const entry = text === undefined ? undefined : decodeEntry(text);
      if (entry !== undefined) {
        entries.push(entry);
      } else if (text !== undefined) {
        unreadable.push({ file });
      }
    }
    return { entries, unreadable };
  }

  /** Whether no grant has come or gone since it was listed. Opens no file. */
  async isAsListed({ entries, unreadable }: LedgerList): Promise<boolean> {
    const named = await Promise.all(entries.map(({ grantId }) => fileName(grantId)));
    const listed = [...named, ...unreadable.map(({ file }) => file)];
    const now = await this.#folder.list();
    return now.length === listed.length && now.every((file) => listed.includes(file));
  }

  /** @throws AuthError `fixFile` when an entry could not be written now */
  ensureWritable(): Promise<void> {
    return this.#folder.ensureWritable();
  }

  /** Runs `work` with the grant locked against every other process of this user, and whoever else shares the Home. */
  async withGrant<T>(grantId: GrantId, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const file = await fileName(grantId);
    const inHome = this.#inHome;
    return this.#folder.withLock(
      file,
      () => (inHome === undefined ? work() : inHome.withLock(file, work, signal)),
      signal,
    );
  }

  /**
   * Writes an entry. Call it inside `withGrant`: the next entry was decided from one that was read there.
   * @throws AuthError `tryAgain` when a newer release of ours wrote the entry: it is left as it is
   */
  async write(entry: GrantEntry): Promise<void> {
    const file = await fileName(entry.grantId);
    const json = parseJson((await this.#folder.read(file)) ?? '');
    const before = entrySchema.safeParse(json);
    if (!before.success && newerSchema.safeParse(json).success) {
      throw new AuthError('tryAgain', buildSentence('vault.newerRelease', {}), { reason: 'notStored' });
    }
    const kept = before.success ? before.data : undefined;
    const spent = entry.spent.slice(-longestSpentList);
    // A key is never spent.
    if (entry.accounts.every(({ kind }) => accountKinds[kind].hasGrant)) {
      await this.#inHome?.write(file, { ...entry, spent });
    }
    const accounts = entry.accounts.map((account) => ({ ...account, kind: nameStoredKind(account.kind) }));
    await this.#folder.write(file, JSON.stringify({ ...kept, v: 1, ...entry, accounts, spent }, undefined, 2));
  }

  /** Drops the entry of a credential that nothing imports by itself, such as a key. */
  async remove(grantId: GrantId): Promise<void> {
    await this.#folder.remove(await fileName(grantId));
  }
}

/** What a credential is to what the Ledger knows (docs/decisions.md, Home against Vault). */
export type TokenFreshness = 'current' | 'spent' | 'unknown';

/** `unknown`: the Ledger never saw this token, so it is newer than all it did see. */
export function compareToLedger(entry: GrantEntry | undefined, tokenHash: string): TokenFreshness {
  if (entry?.current === tokenHash) {
    return 'current';
  }
  return entry?.spent.includes(tokenHash) === true ? 'spent' : 'unknown';
}

/** The entry after its token was replaced: the old hash is spent, `gen` has grown. */
export function advanceEntry(entry: GrantEntry, nextHash: string, writtenBy: string): GrantEntry {
  if (entry.current === nextHash) {
    return { ...entry, pending: undefined };
  }
  const spent = [...entry.spent.filter((hash) => hash !== nextHash && hash !== entry.current), entry.current];
  return { ...entry, gen: entry.gen + 1, current: nextHash, spent, pending: undefined, dead: undefined, writtenBy };
}

/** Why the grant is over, if the server said so of the very token that is current. */
export function findDeath(entry: GrantEntry | undefined): DeathCause | undefined {
  const dead = entry?.dead;
  return dead !== undefined && dead.hash === entry?.current ? dead.cause : undefined;
}

/** Whether nothing good can come of a token: it was spent, its grant was ended by the server, or forgotten by the person. */
export function isOver(entry: GrantEntry | undefined, tokenHash: string): boolean {
  return (
    compareToLedger(entry, tokenHash) === 'spent' ||
    findDeath(entry) !== undefined ||
    entry?.forgottenAtMs !== undefined
  );
}

/** One file that can not be read costs what is in it. */
function readAsUnreadable(failure: unknown): string {
  if (failure instanceof AuthError) {
    return '';
  }
  throw failure;
}

function decodeEntry(text: string): GrantEntry | undefined {
  const parsed = entrySchema.safeParse(parseJson(text));
  if (!parsed.success) {
    return undefined;
  }
  const { grantId, gen, owner, current, spent, pending, dead, writtenBy, forgottenAtMs } = parsed.data;
  const accounts = parsed.data.accounts.map((account) => ({ ...account, kind: readStoredKind(account.kind) }));
  return { grantId, gen, owner, current, spent, accounts, pending, dead, writtenBy, forgottenAtMs };
}

/** A grant id may come out of a file of somebody else; hashed, it is always a safe name. */
async function fileName(grantId: GrantId): Promise<string> {
  return `${(await sha256Hex(grantId)).slice(0, 40)}.json`;
}
