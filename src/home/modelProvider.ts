import * as z from 'zod/mini';
import { configLayers, type ConfigLayer, type ConfigTexts } from './ports.ts';

/** Another model provider than OpenAI, as the configuration of a Home selects it. */
export interface SelectedProvider {
  /** `model_provider`. */
  readonly id: string;
  /** What its table calls it. */
  readonly name: string | undefined;
  readonly baseUrl: string | undefined;
  /** The variable that Codex takes its key from. */
  readonly envKey: string | undefined;
  /** It takes the sign-in of the Home, as a relay of OpenAI does. */
  readonly needsOpenAiSignIn: boolean;
  /** Where it is selected. */
  readonly layer: ConfigLayer;
}

const selection = z.object({ model_provider: z.optional(z.string()) });
const tables = z.object({ model_providers: z.optional(z.record(z.string(), z.unknown())) });
const table = z.object({
  name: z.catch(z.optional(z.string()), undefined),
  base_url: z.catch(z.optional(z.string()), undefined),
  env_key: z.catch(z.optional(z.string()), undefined),
  requires_openai_auth: z.catch(z.optional(z.boolean()), undefined),
});

/**
 * The provider that Codex uses wherever it is started; undefined for OpenAI, and while the configuration is none that
 * Codex starts with.
 */
export async function findSelectedProvider(texts: ConfigTexts): Promise<SelectedProvider | undefined> {
  const said = configLayers.map((layer) => texts[layer]);
  if (!said.some((text) => text?.includes('model_provider') === true)) {
    return undefined;
  }
  const { parseToml } = await import('./config/configDocument.ts');
  const layers = configLayers.map((layer) => ({ layer, parsed: parseToml(texts[layer] ?? '') }));
  const selected = layers.findLast(({ parsed }) => read(selection, parsed)?.model_provider !== undefined);
  const id = read(selection, selected?.parsed)?.model_provider;
  if (selected === undefined || id === undefined || id === 'openai') {
    return undefined;
  }
  const values = layers.map(({ parsed }) => read(table, read(tables, parsed)?.model_providers?.[id]));
  const last = <T>(pick: (value: z.infer<typeof table>) => T | undefined): T | undefined =>
    values.flatMap((value) => (value === undefined ? [] : [pick(value)])).findLast((value) => value !== undefined);
  return {
    id,
    name: last(({ name }) => name),
    baseUrl: last(({ base_url }) => base_url),
    envKey: last(({ env_key }) => env_key),
    needsOpenAiSignIn: last(({ requires_openai_auth }) => requires_openai_auth) ?? false,
    layer: selected.layer,
  };
}

function read<T extends z.ZodMiniType>(schema: T, value: unknown): z.infer<T> | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
