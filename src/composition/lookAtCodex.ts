import { extensions } from 'vscode';
import type { DiagnosisPorts } from '../diagnosis/ports.ts';
import { signInVariables } from '../home/signInVariables.ts';
import { allProxyNames, vsCodeProxyVariables } from '../network/proxyEnvironment.ts';
import { takesConfig } from '../platform/codex/codexConfig.ts';
import { findSystemCodex } from '../platform/codex/codexProgram.ts';
import { readCodexVersion } from '../platform/codex/codexVersion.ts';
import { compareWithShell, findTerminalShell } from '../platform/programs/terminalShell.ts';
import { listOpenFolders } from '../ui/shell/openFolders.ts';
import type { CoreServices } from './coreServices.ts';
import { onceEach } from './diagnosisLooks.ts';

/** What decides which account and which way a Codex uses. */
const comparedNames: readonly string[] = [
  'CODEX_HOME',
  ...signInVariables.map(({ name }) => name),
  'AZURE_OPENAI_API_KEY',
  'AWS_BEARER_TOKEN_BEDROCK',
  'CODEX_CA_CERTIFICATE',
  'SSL_CERT_FILE',
  ...vsCodeProxyVariables,
  ...allProxyNames,
  'NO_PROXY',
  'no_proxy',
];

/** What checks look at of the Codex of this computer, and of the shell that it starts from. */
export function lookAtCodex({ home }: CoreServices): DiagnosisPorts['codex'] {
  const environment = process.env;
  const find = onceEach((kind: 'own' | 'any') =>
    findSystemCodex({ environment, workspaceFolders: kind === 'own' ? listOpenFolders : () => [] }),
  );
  return {
    find: async () => {
      const [own, any] = await Promise.all([find('own'), find('any')]);
      return {
        path: own?.path,
        version: own === undefined ? undefined : await readCodexVersion(own, home.folder, environment),
        ofWorkspace: any?.path === own?.path ? undefined : any?.path,
        hasExtension: extensions.getExtension('openai.chatgpt') !== undefined,
      };
    },
    takesConfig: async (signal) => {
      const own = await find('own');
      return own === undefined ? undefined : takesConfig(own, { home: home.folder, variables: environment, signal });
    },
    compareShell: async (signal) => {
      const shell = findTerminalShell(environment);
      return shell === undefined ? undefined : compareWithShell(comparedNames, environment, { shell, signal });
    },
  };
}
