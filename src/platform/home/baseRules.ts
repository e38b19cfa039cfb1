import { configLayers } from '../../home/ports.ts';
import type { RuleText } from '../../home/rules/ports.ts';
import type { ConfigFiles } from './configFiles.ts';

/** The layers of this computer that count wherever Codex is started, each with its file. */
export async function readBaseRules(config: Pick<ConfigFiles, 'readLayers' | 'paths'>): Promise<readonly RuleText[]> {
  const texts = await config.readLayers();
  return configLayers.flatMap((layer) => {
    const text = texts[layer];
    return text === undefined ? [] : [{ source: { layer, path: config.paths[layer] }, text }];
  });
}
