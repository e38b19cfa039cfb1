import { ExtensionKind, UIKind, env, workspace, type ExtensionContext } from 'vscode';
import { judgeSituation, type HostSituation, type Side } from '../../window/hostSituation.ts';
import { foreignSettings } from './settings.ts';

/** What only Node knows of the machine where we run. */
export interface MachineFacts {
  readonly platform: string;
  readonly hostName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where this window runs: read once, at the start. */
export function describeHost(
  { extension }: ExtensionContext,
  { platform, hostName, environment }: MachineFacts,
): HostSituation {
  return judgeSituation({
    window: env.uiKind === UIKind.Web ? 'web' : 'desktop',
    remoteName: env.remoteName,
    appHost: env.appHost,
    appName: env.appName,
    platform,
    hostName,
    side: extension.extensionKind === ExtensionKind.Workspace ? 'workspace' : 'ui',
    wantedSide: readSide(foreignSettings.extensionKinds()[extension.id]),
    seesCodespaces: environment['CODESPACES'] === 'true',
    seesContainer: environment['REMOTE_CONTAINERS'] === 'true',
    seesWsl: environment['WSL_DISTRO_NAME'] !== undefined,
    wantsCodexInWsl: foreignSettings.runsCodexInWsl(),
  });
}

/** One kind, or a list with the most wanted first. */
function readSide(wanted: unknown): Side | undefined {
  const first: unknown = Array.isArray(wanted) ? wanted[0] : wanted;
  return first === 'ui' || first === 'workspace' ? first : undefined;
}

/** What VS Code calls that host, such as `ssh-remote+name`; a rebuilt container keeps it. Unknown without a folder. */
export function findRemoteAuthority(): string | undefined {
  return workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'vscode-remote')?.uri.authority;
}
