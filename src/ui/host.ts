import { ExtensionKind, UIKind, env, workspace, type ExtensionContext } from 'vscode';
import type { MethodFacts } from '../accounts/methods.ts';

/** Where this window runs, as far as signing in cares. */
export function describeHost(): MethodFacts {
  return { isWeb: env.uiKind === UIKind.Web, remoteName: env.remoteName };
}

/** The other host of this window: in a desktop window on a remote, this extension runs beside the person, not there. */
export function findRemote({ isWeb, remoteName }: MethodFacts, { extension }: ExtensionContext): string | undefined {
  return isWeb || extension.extensionKind === ExtensionKind.Workspace ? undefined : remoteName;
}

/** What VS Code calls that host, such as `ssh-remote+name`; a rebuilt container keeps it. Unknown without a folder. */
export function findRemoteAuthority(): string | undefined {
  return workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'vscode-remote')?.uri.authority;
}
