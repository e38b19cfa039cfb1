import * as z from 'zod/mini';
import { parseJson } from '../protocol/http.ts';
import { sha256Hex } from '../util/bytes.ts';
import type { Event } from '../util/emitter.ts';
import type { AccountId, AccountKind, GrantId } from './account.ts';
import type { RecordFolder } from './ports.ts';

/** Which installation keeps the secrets of a grant. */
export interface Owner {
  readonly vaultId: string;
  /** `vscode.env.appName`, to be named when another product is asked for: "kept by Cursor". */
  readonly product: string;
}

/**
 * What every product of this OS user may know of a grant: no secret, only SHA-256 hashes. It judges which token is the
 * newest, and it is the index of accounts (design.md 5).
 */
export interface GrantEntry {
  readonly grantId: GrantId;
  /** Grows with every change of the grant's tokens. */
  readonly gen: number;
  readonly owner: Owner;
  /** Hash of the refresh token (or key) that may be sent. */
  readonly current: string;
  /** Hashes of tokens that were spent, newest last. */
  readonly spent: readonly string[];
  readonly accounts: readonly { readonly id: AccountId; readonly kind: AccountKind }[];
  /** When the person forgot this grant; it does not creep back. Milliseconds. */
  readonly forgottenAtMs: number | undefined;
}

const entrySchema = z.looseObject({
  v: z.literal(1),
  grantId: z.string(),
  gen: z.number().check(z.int(), z.minimum(0)),
  owner: z.looseObject({ vaultId: z.string(), product: z.string() }),
  current: z.string(),
  spent: z.array(z.string()),
  accounts: z.array(z.looseObject({ id: z.string(), kind: z.enum(['chatgpt', 'apiKey', 'accessToken']) })),
  forgottenAtMs: z.optional(z.number()),
});

/** A file that is not ours to understand; it is left where it is and named. */
export interface UnreadableEntry {
  readonly file: string;
}

const longestSpentList = 64;

/** The shared book of grants: one small owner-only file each, changed only under its lock. */
export class Ledger {
  readonly #folder: RecordFolder;
  readonly onDidChange: Event<void>;

  constructor(folder: RecordFolder) {
    this.#folder = folder;
    this.onDidChange = folder.onDidChange;
  }

  async read(grantId: GrantId): Promise<GrantEntry | undefined> {
    const text = await this.#folder.read(await fileName(grantId));
    return text === undefined ? undefined : decodeEntry(text);
  }

  async list(): Promise<{ readonly entries: readonly GrantEntry[]; readonly unreadable: readonly UnreadableEntry[] }> {
    const entries: GrantEntry[] = [];
    const unreadable: UnreadableEntry[] = [];
    for (const file of await this.#folder.list()) {
      const text = await this.#folder.read(file);
      const entry = text === undefined ? undefined : decodeEntry(text);
      if (entry !== undefined) {
        entries.push(entry);
      } else if (text !== undefined) {
        unreadable.push({ file });
      }
    }
    return { entries, unreadable };
  }

  /** Runs `work` with the grant locked against every other process of this user. */
  async withGrant<T>(grantId: GrantId, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#folder.withLock(await fileName(grantId), work, signal);
  }

  /** Writes an entry. Call it inside `withGrant`: the next entry was decided from one that was read there. */
  async write(entry: GrantEntry): Promise<void> {
    const file = await fileName(entry.grantId);
    const before = entrySchema.safeParse(parseJson((await this.#folder.read(file)) ?? ''));
    const kept = before.success ? before.data : undefined;
    const spent = entry.spent.slice(-longestSpentList);
    await this.#folder.write(file, JSON.stringify({ ...kept, v: 1, ...entry, spent }, undefined, 2));
  }

  /** Drops the entry of a credential that can not creep back, such as a key. */
  async remove(grantId: GrantId): Promise<void> {
    await this.#folder.remove(await fileName(grantId));
  }
}

/** How a credential stands to what the Ledger knows (design.md 6). */
export type Standing = 'current' | 'spent' | 'unknown';

export function judgeStanding(entry: GrantEntry | undefined, tokenHash: string): Standing {
  if (entry?.current === tokenHash) {
    return 'current';
  }
  return entry?.spent.includes(tokenHash) === true ? 'spent' : 'unknown';
}

/** The entry after its token was replaced: the old hash is spent, `gen` has grown. */
export function advanceEntry(entry: GrantEntry, nextHash: string): GrantEntry {
  if (entry.current === nextHash) {
    return entry;
  }
  const spent = [...entry.spent.filter((hash) => hash !== nextHash && hash !== entry.current), entry.current];
  return { ...entry, gen: entry.gen + 1, current: nextHash, spent };
}

function decodeEntry(text: string): GrantEntry | undefined {
  const parsed = entrySchema.safeParse(parseJson(text));
  if (!parsed.success) {
    return undefined;
  }
  const { grantId, gen, owner, current, spent, accounts, forgottenAtMs } = parsed.data;
  return { grantId, gen, owner, current, spent, accounts, forgottenAtMs };
}

/** A grant id may come out of a file of somebody else; hashed, it is always a safe name. */
async function fileName(grantId: GrantId): Promise<string> {
  return `${(await sha256Hex(grantId)).slice(0, 40)}.json`;
}
