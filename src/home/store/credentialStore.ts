import * as z from 'zod/mini';
import { configLayers, type ConfigLayer, type ConfigTexts } from '../ports.ts';

/** Where the Codex CLI keeps the credential of a Home (docs/codex-protocol.md, Stores). */
export const credentialStores = ['file', 'keyring', 'auto', 'ephemeral'] as const;

export type CredentialStore = (typeof credentialStores)[number];

/** What the layers say; undefined is a layer that does not exist or has nothing to say, null one that cannot be parsed. */
export type StoreSettings = Readonly<Record<ConfigLayer, unknown>>;

export type StoreDecision =
  | { readonly kind: 'store'; readonly store: CredentialStore; readonly decidedBy: ConfigLayer | 'default' }
  /** A layer that the CLI would refuse too: no TOML, or the strongest value is none that it knows. */
  | { readonly kind: 'invalid'; readonly layer: ConfigLayer };

const wish = z.object({ cli_auth_credentials_store: z.optional(z.unknown()) });
const store = z.enum(credentialStores);

/**
 * What decides where the CLI keeps its credential, and how far we reach there. A name can hide behind escapes, and behind
 * the zeros of another encoding.
 */
const keys = /cli_auth_credentials_store|secret_auth_storage|\\[uUx]|\0/u;

/** What the layers' texts say. Only one that may name a key of ours is parsed. */
export async function readStoreSettings(texts: ConfigTexts): Promise<StoreSettings> {
  const read = async (text: string | null | undefined): Promise<unknown> => {
    if (typeof text !== 'string') {
      return text;
    }
    return keys.test(text) ? ((await import('../config/configEdit.ts')).parseToml(text) ?? null) : undefined;
  };
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

/** The strongest layer that says something; `file` when none does. One that cannot be parsed stops the CLI, whatever others say. */
export function decideStore(wishes: StoreSettings): StoreDecision {
  const broken = configLayers.find((layer) => wishes[layer] === null);
  if (broken !== undefined) {
    return { kind: 'invalid', layer: broken };
  }
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
