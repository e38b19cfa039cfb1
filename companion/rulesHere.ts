import { readTogether } from '../src/home/rules/readTogether.ts';
import { describeRules, type RulesThere } from '../src/hosts/remote/rulesThere.ts';
import { readBaseRules } from '../src/platform/home/baseRules.ts';
import type { ConfigFiles } from '../src/platform/home/configFiles.ts';

/** What the files of this host prescribe for signing in: loaded with the first status. */
export async function readRulesHere(config: Pick<ConfigFiles, 'readLayers' | 'paths'>): Promise<RulesThere> {
  return describeRules(readTogether(await readBaseRules(config)));
}
