import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { parseJson } from '../src/base/json.ts';
import { Secret } from '../src/base/secret.ts';
import type { KeptSignIn, KeptSignIns } from './ports.ts';
import { foundKinds } from '../src/storage/accountKinds.ts';

/** Earlier builds kept `nobody` for a Home without a sign-in. */
const noSignIn = z.pipe(
  z.enum(['none', 'nobody']),
  z.transform(() => 'none' as const),
);

const foundSignIn = z.discriminatedUnion('kind', [
  z.object({ kind: noSignIn }),
  z.object({ kind: z.literal('placed'), label: z.string() }),
  z.object({
    kind: z.literal('foreign'),
    credential: z.enum(foundKinds),
    email: z.optional(z.string()),
  }),
  z.object({ kind: z.literal('unreadable') }),
]);

const contents = z.object({
  v: z.literal(1),
  kept: z.array(z.object({ text: z.string(), was: foundSignIn, keptAtMs: z.number() })),
});

/** VS Code's secret storage, as far as it is needed here. */
export interface SecretTexts {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
}

/** One Home. Its path alone does not tell it: containers of one image have the same. */
export interface KeptHome {
  readonly hostId: string;
  readonly folder: string;
}

/**
 * The name it is kept under. In a desktop window this storage is the laptop's, one for all hosts: what was replaced on
 * one host must not be put back on another.
 */
export function nameKept({ hostId, folder }: KeptHome): string {
  return `replaced.${createHash('sha256').update(`${hostId}\n${folder}`).digest('hex').slice(0, 40)}`;
}

/** In a browser all extensions share some 5 million characters; whoever writes more loses what the others have stored. */
const mostKept = 512 * 1024;

/** The sign-ins that were replaced in one Home, the last one first to go back. Secret: they never leave that storage. */
export class StoredSignIns implements KeptSignIns {
  readonly #secrets: SecretTexts;
  readonly #key: string;

  constructor(secrets: SecretTexts, home: KeptHome) {
    this.#secrets = secrets;
    this.#key = nameKept(home);
  }

  async findLast(): Promise<KeptSignIn | undefined> {
    return (await this.#read())?.at(-1);
  }

  async keep(kept: KeptSignIn): Promise<boolean> {
    const before = await this.#read();
    if (before === undefined) {
      return false;
    }
    const all = [...before.filter(({ document }) => !document.equals(kept.document)), kept];
    if (all.reduce((length, { document }) => length + document.reveal().length, 0) > mostKept) {
      return false;
    }
    await this.#write(all);
    return (await this.findLast())?.document.equals(kept.document) === true;
  }

  async drop(kept: KeptSignIn): Promise<void> {
    const before = await this.#read();
    if (before !== undefined) {
      await this.#write(before.filter(({ document }) => !document.equals(kept.document)));
    }
  }

  /** Undefined when something is there that we do not understand: writing over it would lose it. */
  async #read(): Promise<readonly KeptSignIn[] | undefined> {
    const text = await this.#secrets.get(this.#key);
    if (text === undefined) {
      return [];
    }
    const parsed = contents.safeParse(parseJson(text));
    return parsed.success
      ? parsed.data.kept.map(({ text: document, ...kept }) => ({ ...kept, document: new Secret(document) }))
      : undefined;
  }

  async #write(kept: readonly KeptSignIn[]): Promise<void> {
    const written = kept.map(({ document, ...entry }) => ({ text: document.reveal(), ...entry }));
    await this.#secrets.store(this.#key, JSON.stringify({ v: 1, kept: written }));
  }
}
