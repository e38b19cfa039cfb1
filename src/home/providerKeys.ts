import * as z from 'zod/mini';
import { configLayers, type ConfigTexts } from './ports.ts';

const layer = z.object({ model_providers: z.optional(z.record(z.string(), z.unknown())) });
const provider = z.object({ env_key: z.string() });

/** The variables that the model providers of a configuration take their keys from. */
export async function findProviderKeys(texts: ConfigTexts): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const name of configLayers) {
    const text = texts[name];
    if (typeof text !== 'string' || !text.includes('env_key')) {
      continue;
    }
    const { parseToml } = await import('./config/configDocument.ts');
    const parsed = layer.safeParse(parseToml(text));
    for (const one of Object.values(parsed.success ? (parsed.data.model_providers ?? {}) : {})) {
      const known = provider.safeParse(one);
      if (known.success && /^\w+$/u.test(known.data.env_key)) {
        found.add(known.data.env_key);
      }
    }
  }
  return [...found];
}
