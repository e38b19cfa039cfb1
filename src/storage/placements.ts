import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import { sha256Hex } from '../base/bytes.ts';
import type { RecordFolder } from './ports.ts';

/** What the companion wrote into a Home of its host. Not a secret; shared by every window and product of that user. */
export interface Placement {
  /** The Home's folder. */
  readonly home: string;
  /** What main calls it. */
  readonly placementId: string;
  readonly binding: 'lease' | 'own' | 'copy';
  readonly label: string;
  readonly placedAtMs: number;
  /** Since when this account has been there; a renewal does not change it. Undefined in notes of an earlier release. */
  readonly sinceMs: number | undefined;
  /** SHA-256 of the access token or key that was written. */
  readonly secretHash: string;
  /** Names the grant of an own sign-in, whose tokens the CLI there renews. */
  readonly loginOwnerId: string | undefined;
  readonly userId: string | undefined;
  readonly workspaceId: string | undefined;
}

const text = z.optional(z.string());

const schema = z.looseObject({
  v: z.literal(1),
  home: z.string(),
  placementId: z.string(),
  binding: z.enum(['lease', 'own', 'copy']),
  label: z.string(),
  placedAtMs: z.number(),
  sinceMs: z.optional(z.number()),
  secretHash: z.string(),
  loginOwnerId: text,
  userId: text,
  workspaceId: text,
});

/** The record of placements: one small file for each Home of this host. */
export class Placements {
  readonly #folder: RecordFolder;

  constructor(folder: RecordFolder) {
    this.#folder = folder;
  }

  async read(home: string): Promise<Placement | undefined> {
    const parsed = schema.safeParse(parseJson((await this.#folder.read(await fileName(home))) ?? ''));
    if (!parsed.success || parsed.data.home !== home) {
      return undefined;
    }
    const { placementId, binding, label, placedAtMs, sinceMs, secretHash, loginOwnerId, userId, workspaceId } =
      parsed.data;
    return { home, placementId, binding, label, placedAtMs, sinceMs, secretHash, loginOwnerId, userId, workspaceId };
  }

  async write(placement: Placement): Promise<void> {
    await this.#folder.write(await fileName(placement.home), JSON.stringify({ v: 1, ...placement }, undefined, 2));
  }

  async remove(home: string): Promise<void> {
    await this.#folder.remove(await fileName(home));
  }

  /** Runs `work` while no other window of this user changes this Home through its companion. */
  async withLock<T>(home: string, work: () => Promise<T>): Promise<T> {
    return this.#folder.withLock(await fileName(home), work);
  }
}

async function fileName(home: string): Promise<string> {
  return `${(await sha256Hex(home)).slice(0, 40)}.json`;
}
