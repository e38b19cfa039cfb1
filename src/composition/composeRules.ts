import { SignInRules } from '../accounts/use/signInRules.ts';
import { RuleReader } from '../home/rules/ruleReader.ts';
import { NodeRuleFiles, locateCloudCache } from '../platform/home/ruleFiles.ts';
import { listOpenFolders } from '../ui/shell/openFolders.ts';
import type { CoreServices } from './coreServices.ts';

/** The sign-in rules of this computer, loaded with the first question about them. */
export function composeRules({ home, config, clock }: CoreServices): SignInRules {
  return new SignInRules(
    new RuleReader({
      files: new NodeRuleFiles(home.folder, config),
      clock,
      listFolders: listOpenFolders,
      cloudCachePath: locateCloudCache(home.folder),
      system: process.platform,
    }),
  );
}
