import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import { sha256Hex } from '../base/bytes.ts';
import type { Event } from '../base/emitter.ts';
import { accountId, type AccountId } from './ids.ts';
import type { RecordFolder } from './ports.ts';

/** Which account a Home of this host uses, by whose choice. Not a secret; shared by every window and product. */
export interface HomeBinding {
  /** The Home's folder. */
  readonly home: string;
  readonly accountId: AccountId;
  /** The account before this one, for switching back. */
  readonly previousId: AccountId | undefined;
  /** `full`: the grant itself is in the Home; `none`: the account is used in this editor only. */
  readonly binding: 'full' | 'none';
  /** When the Home was given this account; renewals do not change it. Undefined for one that was there already. */
  readonly sinceMs: number | undefined;
}

const bindingSchema = z.looseObject({
  v: z.literal(1),
  home: z.string(),
  accountId,
  previousId: z.optional(accountId),
  binding: z.enum(['full', 'none']),
  sinceMs: z.optional(z.number()),
});

/** The record of bindings: one small file for each Home of this host. */
export class Bindings {
  readonly #folder: RecordFolder;
  readonly onDidChange: Event<void>;

  constructor(folder: RecordFolder) {
    this.#folder = folder;
    this.onDidChange = folder.onDidChange;
  }

  async read(home: string): Promise<HomeBinding | undefined> {
    const parsed = bindingSchema.safeParse(parseJson((await this.#folder.read(await fileName(home))) ?? ''));
    if (!parsed.success || parsed.data.home !== home) {
      return undefined;
    }
    const { accountId, previousId, binding, sinceMs } = parsed.data;
    return { home, accountId, previousId, binding, sinceMs };
  }

  /** Binds a Home to an account; the one before it is remembered. Bound again in the same way, it stays bound since then. */
  async bind(choice: Omit<HomeBinding, 'previousId'>): Promise<void> {
    const before = await this.read(choice.home);
    const isSameAccount = before?.accountId === choice.accountId;
    const previousId = isSameAccount ? before.previousId : before?.accountId;
    const sinceMs = isSameAccount && before.binding === choice.binding ? before.sinceMs : choice.sinceMs;
    await this.#write({ ...choice, sinceMs, previousId });
  }

  /** The account before the one that is bound, where another was used for a while without being bound. */
  async rememberPrevious(home: string, previousId: AccountId): Promise<void> {
    const binding = await this.read(home);
    if (binding !== undefined && binding.accountId !== previousId) {
      await this.#write({ ...binding, previousId });
    }
  }

  /** Runs `work` while no other window of this user changes what runs on a Home. */
  async withHome<T>(home: string, work: () => Promise<T>): Promise<T> {
    return this.#folder.withLock(await fileName(home), work);
  }

  /**
   * Runs `work` while no window of this user changes the credential in a Home: that and the binding, or the store, change
   * in two steps, and who looked between them would take the person's own click for what another program did.
   */
  async withCredential<T>(home: string, work: () => Promise<T>): Promise<T> {
    return this.#folder.withLock(`credential-${await fileName(home)}`, work);
  }

  async #write(binding: HomeBinding): Promise<void> {
    await this.#folder.write(await fileName(binding.home), JSON.stringify({ v: 1, ...binding }, undefined, 2));
  }

  async remove(home: string): Promise<void> {
    await this.#folder.remove(await fileName(home));
  }
}

async function fileName(home: string): Promise<string> {
  return `${(await sha256Hex(home)).slice(0, 40)}.json`;
}
