import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import { isPlaceFault } from '../errors/placeFault.ts';
import type { GrantEntry } from './ledger.ts';
import type { HomeRecords } from './ports.ts';

/** What whoever shares a Home has to know of a grant: SHA-256 hashes of its refresh tokens, and who renewed it last. */
const sharedSchema = z.looseObject({
  v: z.literal(1),
  current: z.string(),
  spent: z.array(z.string()),
  pending: z.optional(z.object({ hash: z.string(), sinceMs: z.number() })),
  writtenBy: z.catch(z.string(), ''),
});

type SharedEntry = z.infer<typeof sharedSchema>;

/**
 * The part of the Ledger that is in the Home. Products with state folders of their own (Flatpak, a container that has
 * the Home mounted) share nothing else, and must not send the same refresh token twice. A Home that is not there, or that
 * can not be written, shares nothing: each has its own Ledger then.
 */
export class HomeLedger {
  readonly #records: HomeRecords;

  constructor(records: HomeRecords) {
    this.#records = records;
  }

  /** Runs `work` while nobody else who shares the Home holds `name`. */
  async withLock<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const progress = { hasBegun: false };
    try {
      return await this.#records.withLock(
        name,
        () => {
          progress.hasBegun = true;
          return work();
        },
        signal,
      );
    } catch (failure) {
      if (progress.hasBegun || !isPlaceFault(failure)) {
        throw failure;
      }
      return work();
    }
  }

  /** An entry of ours with what others who share the Home know better. */
  async complete(name: string, entry: GrantEntry): Promise<GrantEntry> {
    const shared = await this.#read(name);
    return shared === undefined ? entry : mergeShared(entry, shared);
  }

  async write(name: string, { current, spent, pending, writtenBy }: GrantEntry): Promise<void> {
    try {
      await this.#records.write(name, JSON.stringify({ v: 1, current, spent, pending, writtenBy }, undefined, 2));
    } catch (failure) {
      if (!isPlaceFault(failure)) {
        throw failure;
      }
    }
  }

  async #read(name: string): Promise<SharedEntry | undefined> {
    try {
      const parsed = sharedSchema.safeParse(parseJson((await this.#records.read(name)) ?? ''));
      return parsed.success ? parsed.data : undefined;
    } catch (failure) {
      if (isPlaceFault(failure)) {
        return undefined;
      }
      throw failure;
    }
  }
}

/** What is spent for one is spent for all; where ours is, the other's token is the newest. */
export function mergeShared(entry: GrantEntry, shared: SharedEntry): GrantEntry {
  const isBehind = entry.current !== shared.current && shared.spent.includes(entry.current);
  const { current, pending, writtenBy } = isBehind ? shared : entry;
  const known = [...shared.spent, ...entry.spent, ...(isBehind ? [entry.current] : [])];
  const spent = [...new Set(known)].filter((hash) => hash !== current);
  const other = entry.current === shared.current ? shared.pending : undefined;
  return isBehind
    ? { ...entry, gen: entry.gen + 1, current, spent, pending, writtenBy, dead: undefined }
    : { ...entry, spent, pending: pending ?? other };
}
