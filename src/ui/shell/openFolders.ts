import { workspace } from 'vscode';

/** The folders on this host that are open in this window, as paths. */
export function listOpenFolders(): readonly string[] {
  return (workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
}
