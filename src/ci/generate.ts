import { canBeFresh, canUseAction, type CiChoice, type CiCredential } from './choice.ts';
import type { CiFile } from './ciFile.ts';
import { buildGithubFile } from './github.ts';
import { buildGitlabFile } from './gitlab.ts';
import { buildScriptFile } from './script.ts';

/** What is there already where the file is to go. */
export interface CiPlace {
  /** A `.gitlab-ci.yml` is, which is somebody's work. */
  readonly hasGitlabFile: boolean;
}

/** The file that runs Codex as it was chosen. What a system can not do becomes what it can. */
export function generateCi(choice: CiChoice, { hasGitlabFile }: CiPlace): CiFile {
  const possible = { ...choice, credential: fit(choice) };
  switch (choice.system) {
    case 'github':
      return buildGithubFile(possible);
    case 'gitlab':
      return buildGitlabFile(possible, hasGitlabFile);
    case 'script':
      return buildScriptFile(possible);
  }
}

function fit(choice: CiChoice): CiCredential {
  const { credential, system } = choice;
  switch (credential.kind) {
    case 'apiKey':
      return canUseAction(choice) ? credential : { kind: 'apiKey', by: 'command' };
    case 'accessToken':
      return credential;
    case 'accountFile':
      return canBeFresh(system) ? credential : { kind: 'accountFile', runner: 'persistent' };
  }
}
