import * as z from 'zod/mini';
import { configLayers, type ConfigLayer, type ConfigTexts } from './ports.ts';

/** Where the Codex CLI keeps the credential of a Home (codex-protocol.md 5). */
export const credentialStores = ['file', 'keyring', 'auto', 'ephemeral'] as const;

export type CredentialStore = (typeof credentialStores)[number];

/** What the layers say; undefined is a layer that does not exist or has nothing to say. */
export type StoreWishes = Readonly<Record<ConfigLayer, unknown>>;

export type StoreDecision =
  | { readonly kind: 'store'; readonly store: CredentialStore; readonly decidedBy: ConfigLayer | 'default' }
  /** A layer has a value that the CLI would refuse too. */
  | { readonly kind: 'invalid'; readonly layer: ConfigLayer };

const wish = z.object({ cli_auth_credentials_store: z.optional(z.unknown()) });
const store = z.enum(credentialStores);

/** What decides where the CLI keeps its credential, and how far we reach there. */
const keys = /cli_auth_credentials_store|secret_auth_storage/u;

/** What the layers' texts say. Only one that names a key of ours is parsed; broken TOML decides nothing, the CLI says so itself. */
export async function readWishes(texts: ConfigTexts): Promise<StoreWishes> {
  const read = async (text: string | undefined): Promise<unknown> =>
    text !== undefined && keys.test(text) ? (await import('./configEdit.ts')).parseToml(text) : undefined;
  const [system, user, managed, requirements] = await Promise.all([
    read(texts.system),
    read(texts.user),
    read(texts.managed),
    read(texts.requirements),
  ]);
  return { system, user, managed, requirements };
}

/** An admin's word about the store, right or wrong, is not a person's to change. */
export function isDecidedByAdmin(decision: StoreDecision): boolean {
  const layer = decision.kind === 'store' ? decision.decidedBy : decision.layer;
  return layer === 'managed' || layer === 'requirements';
}

/** The strongest layer that says something; `file` when none does. */
export function decideStore(wishes: StoreWishes): StoreDecision {
  for (const layer of [...configLayers].reverse()) {
    const parsed = wish.safeParse(wishes[layer]);
    const value = parsed.success ? parsed.data.cli_auth_credentials_store : undefined;
    if (value !== undefined) {
      const known = store.safeParse(value);
      return known.success ? { kind: 'store', store: known.data, decidedBy: layer } : { kind: 'invalid', layer };
    }
  }
  return { kind: 'store', store: 'file', decidedBy: 'default' };
}
