import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import { sha256Hex } from '../base/bytes.ts';
import { accountId, type AccountId } from './ids.ts';
import type { RecordFolder } from './ports.ts';

/** Which provider a Home of this host uses by our doing. Not a secret; shared by every window and product. */
export interface ProviderBinding {
  /** The Home's folder. */
  readonly home: string;
  readonly accountId: AccountId;
  /** The account in use before it, for switching back. */
  readonly previousId: AccountId | undefined;
  /** Whose sign-in was in the Home before the key of the provider took its place. */
  readonly signedInId?: AccountId | undefined;
  /** When the Home was given it. */
  readonly sinceMs: number;
}

const bindingSchema = z.looseObject({
  v: z.literal(1),
  home: z.string(),
  accountId,
  previousId: z.optional(accountId),
  signedInId: z.optional(accountId),
  sinceMs: z.number(),
});

/** The record of providers in use: one small file for each Home of this host, beside the one of its sign-in. */
export class ProviderBindings {
  readonly #folder: RecordFolder;

  constructor(folder: RecordFolder) {
    this.#folder = folder;
  }

  async read(home: string): Promise<ProviderBinding | undefined> {
    const parsed = bindingSchema.safeParse(parseJson((await this.#folder.read(await fileName(home))) ?? ''));
    if (!parsed.success || parsed.data.home !== home) {
      return undefined;
    }
    const { accountId, previousId, signedInId, sinceMs } = parsed.data;
    return { home, accountId, previousId, signedInId, sinceMs };
  }

  async bind(binding: ProviderBinding): Promise<void> {
    await this.#folder.write(await fileName(binding.home), JSON.stringify({ v: 1, ...binding }, undefined, 2));
  }

  async remove(home: string): Promise<void> {
    await this.#folder.remove(await fileName(home));
  }
}

async function fileName(home: string): Promise<string> {
  return `provider-${(await sha256Hex(home)).slice(0, 40)}.json`;
}
