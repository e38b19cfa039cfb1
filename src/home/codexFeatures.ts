import * as z from 'zod/mini';
import { configLayers, type ConfigTexts } from './ports.ts';

const layer = z.object({ features: z.optional(z.record(z.string(), z.unknown())) });

/** Whether the configuration of a Home switches a feature of Codex on: the strongest layer that names it decides. */
export async function isFeatureOn(texts: ConfigTexts, feature: string): Promise<boolean> {
  for (const name of [...configLayers].reverse()) {
    const text = texts[name];
    if (typeof text !== 'string' || !text.includes(feature)) {
      continue;
    }
    const { parseToml } = await import('./config/configDocument.ts');
    const parsed = layer.safeParse(parseToml(text));
    const value = parsed.success ? parsed.data.features?.[feature] : undefined;
    if (typeof value === 'boolean') {
      return value;
    }
  }
  return false;
}
