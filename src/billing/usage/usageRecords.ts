import * as z from 'zod/mini';
import { usageSchema, type Usage } from '../../protocol/api/usage.ts';
import type { AccountId } from '../../storage/ids.ts';
import type { RecordFolder } from '../../storage/ports.ts';
import { sha256Hex } from '../../base/bytes.ts';
import { parseJson } from '../../base/json.ts';
import { isStoringFault } from '../../errors/placeFault.ts';
import { listMeters } from './usageNotices.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

const historyPoint = z.object({
  atMs: z.number(),
  /** What was used of each meter, in percent. */
  shares: z.record(z.string(), z.number()),
});

const recordSchema = z.object({
  v: z.literal(1),
  /** When any window of this user last asked; undefined: never. */
  askedAtMs: z.optional(z.number()),
  /** Questions in a row without an answer. */
  failures: z.number(),
  /** The service asked for silence until then. */
  notBeforeMs: z.number(),
  seen: z.optional(z.object({ atMs: z.number(), usage: usageSchema })),
  history: z.array(historyPoint),
  told: z.record(z.string(), z.object({ level: z.enum(['near', 'reached']), resetsAtMs: z.number() })),
});

/** What was used at one moment. */
export type HistoryPoint = z.infer<typeof historyPoint>;
/** What is kept of one account: no name, no token, only shares and times. */
export type UsageRecord = Omit<z.infer<typeof recordSchema>, 'v'>;

const noRecord: UsageRecord = { failures: 0, notBeforeMs: 0, history: [], told: {} };

/** Longer than the longest window that is drawn. */
const historyMs = 8 * dayMs;
const coarseMs = 2 * hourMs;
const abandonedMs = 35 * dayMs;

/** The history with one more answer: of what is older than a day, a point for every two hours; after eight days, none. */
export function extendHistory(history: readonly HistoryPoint[], usage: Usage, nowMs: number): HistoryPoint[] {
  const shares = Object.fromEntries(listMeters(usage).map(({ key, usedPercent }) => [key, usedPercent]));
  const kept = history.filter(({ atMs }, index) => {
    const before = history[index - 1];
    const isCoarse = nowMs - atMs > dayMs;
    const isFirst = before === undefined || Math.floor(before.atMs / coarseMs) !== Math.floor(atMs / coarseMs);
    return atMs < nowMs && nowMs - atMs <= historyMs && (!isCoarse || isFirst);
  });
  return Object.keys(shares).length === 0 ? kept : [...kept, { atMs: nowMs, shares }];
}

/**
 * What every window of this user knows of the usage of each account: one small file each, under a lock, so that two
 * windows neither ask nor tell twice. Where nothing can be written, this window keeps it for itself.
 */
export class UsageRecords {
  readonly #folder: RecordFolder;
  readonly #unwritten = new Map<string, UsageRecord>();
  readonly #names = new Map<AccountId, string>();
  readonly onDidChange: RecordFolder['onDidChange'];

  constructor(folder: RecordFolder) {
    this.#folder = folder;
    this.onDidChange = folder.onDidChange;
  }

  async read(id: AccountId): Promise<UsageRecord> {
    return this.#read(await this.#nameOf(id));
  }

  /** Changes what is kept, unless `change` answers undefined. @returns what is kept then, or undefined */
  async change(
    id: AccountId,
    change: (record: UsageRecord) => UsageRecord | undefined,
  ): Promise<UsageRecord | undefined> {
    const name = await this.#nameOf(id);
    try {
      return await this.#folder.withLock(name, async () => {
        const changed = change(await this.#read(name));
        if (changed !== undefined) {
          await this.#folder.write(name, JSON.stringify({ v: 1, ...changed }));
          this.#unwritten.delete(name);
        }
        return changed;
      });
    } catch (failure) {
      if (!isStoringFault(failure)) {
        throw failure;
      }
      const changed = change(await this.#read(name));
      if (changed !== undefined) {
        this.#unwritten.set(name, changed);
      }
      return changed;
    }
  }

  /** Removes everything that was seen, of every account. @throws AuthError `fixFile` when it can not be removed */
  async removeAll(): Promise<void> {
    this.#unwritten.clear();
    for (const name of await this.#folder.list()) {
      await this.#folder.remove(name);
    }
  }

  /** Removes what is kept of accounts that were not asked about for weeks: they may be gone. */
  async removeAbandoned(nowMs: number): Promise<void> {
    for (const name of await this.#folder.list()) {
      const { askedAtMs = 0 } = await this.#read(name);
      if (nowMs - askedAtMs > abandonedMs) {
        await this.#folder.remove(name);
      }
    }
  }

  async #nameOf(id: AccountId): Promise<string> {
    const name = this.#names.get(id) ?? `${await sha256Hex(id)}.json`;
    this.#names.set(id, name);
    return name;
  }

  async #read(name: string): Promise<UsageRecord> {
    const unwritten = this.#unwritten.get(name);
    if (unwritten !== undefined) {
      return unwritten;
    }
    try {
      const parsed = recordSchema.safeParse(parseJson((await this.#folder.read(name)) ?? ''));
      if (!parsed.success) {
        return noRecord;
      }
      const { v: _version, ...record } = parsed.data;
      return record;
    } catch (failure) {
      if (!isStoringFault(failure)) {
        throw failure;
      }
      return noRecord;
    }
  }
}
