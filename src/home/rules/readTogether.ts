import { evaluateRules, parseLayers, type RulesReading } from './evaluateRules.ts';
import { ruleLayers, type RuleText } from './ports.ts';

/** What layers prescribe together, in whatever order they come. */
export function readTogether(texts: readonly RuleText[]): RulesReading {
  const layers = parseLayers(sortLayers(texts));
  return 'kind' in layers ? layers : evaluateRules(layers);
}

/** The weakest first; what is of one layer stays in its order. */
export function sortLayers(texts: readonly RuleText[]): readonly RuleText[] {
  return ruleLayers.flatMap((layer) => texts.filter(({ source }) => source.layer === layer));
}
