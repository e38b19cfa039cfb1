import { extensions } from 'vscode';
import { abortable } from '../base/abortable.ts';
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
export function lookAtCodex({ home }: CoreServices, run: AbortSignal): DiagnosisPorts['codex'] {
  const environment = process.env;
  const find = onceEach(run, (kind: 'own' | 'any') =>
    findSystemCodex({ environment, workspaceFolders: kind === 'own' ? listOpenFolders : () => [] }),
  );
  const asked = { home: home.folder, variables: environment };
  return {
    find: (signal) =>
      abortable(signal, async () => {
        const [own, any] = await Promise.all([find('own', signal), find('any', signal)]);
        return {
          path: own?.path,
          version: own === undefined ? undefined : await readCodexVersion(own, { ...asked, signal }),
          ofWorkspace: any?.path === own?.path ? undefined : any?.path,
          hasExtension: extensions.getExtension('openai.chatgpt') !== undefined,
        };
      }),
    takesConfig: (signal) =>
      abortable(signal, async () => {
        const own = await find('own', signal);
        return own === undefined ? undefined : takesConfig(own, { ...asked, signal });
      }),
    compareShell: (signal) =>
      abortable(signal, async () => {
        const shell = findTerminalShell(environment);
        return shell === undefined ? undefined : compareWithShell(comparedNames, environment, { shell, signal });
      }),
  };
}
