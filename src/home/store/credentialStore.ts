import * as z from 'zod/mini';
import { configLayers, requirementLayers, type ConfigLayer, type ConfigTexts } from '../ports.ts';

/** Where the Codex CLI keeps the credential of a Home (docs/codex-protocol.md, Stores). */
export const credentialStores = ['file', 'keyring', 'auto', 'ephemeral'] as const;

/** The name of a store, as `config.toml` says it. */
export type CredentialStore = (typeof credentialStores)[number];

/** What the layers say; undefined is a layer that does not exist or has nothing to say, null one that cannot be parsed. */
export type StoreSettings = Readonly<Partial<Record<ConfigLayer, unknown>>>;

/** The store in force with the layer that says so, or why none can be told. */
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
    return keys.test(text) ? ((await import('../config/configDocument.ts')).parseToml(text) ?? null) : undefined;
  };
  const entries = configLayers.map(async (layer) => [layer, await read(texts[layer])] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** An admin's word about the store, right or wrong, is not a person's to change. */
export function isDecidedByAdmin(decision: StoreDecision): boolean {
  const layer = decision.kind === 'store' ? decision.decidedBy : decision.layer;
  return layer !== 'default' && layer !== 'system' && layer !== 'user';
}

/**
 * The strongest layer that says something; `file` when none does. One that cannot be parsed stops the CLI, whatever others
 * say. So does a value that it does not know: of each requirement, and of the strongest of the other layers.
 */
export function decideStore(wishes: StoreSettings): StoreDecision {
  const broken = configLayers.find((layer) => wishes[layer] === null);
  if (broken !== undefined) {
    return { kind: 'invalid', layer: broken };
  }
  const said = configLayers.flatMap((layer) => {
    const value = findWish(wishes[layer]);
    return value === undefined ? [] : [{ layer, value: store.safeParse(value).data }];
  });
  const isRequired = ({ layer }: { readonly layer: ConfigLayer }): boolean =>
    requirementLayers.some((one) => one === layer);
  const required = said.filter(isRequired);
  const configured = said.findLast((one) => !isRequired(one));
  const counted = [...(configured === undefined ? [] : [configured]), ...required];
  let decision: StoreDecision = { kind: 'store', store: 'file', decidedBy: 'default' };
  for (const { layer, value } of counted) {
    if (value === undefined) {
      return { kind: 'invalid', layer };
    }
    decision = { kind: 'store', store: value, decidedBy: layer };
  }
  return decision;
}

function findWish(layer: unknown): unknown {
  const parsed = wish.safeParse(layer);
  return parsed.success ? parsed.data.cli_auth_credentials_store : undefined;
}
