import { workspace } from 'vscode';

/**
 * `codexAccounts.codexHome` as it counts on this host. Main contributes it, with the scope `machine`; a second
 * contribution of the same name would be refused, and commands reach us only from a window that has main. Only the value
 * of the person or of this machine is taken: should main's contribution be missing, VS Code would take one from a folder.
 */
export function readCodexHomeSetting(): string {
  const value = workspace.getConfiguration('codexAccounts').inspect('codexHome')?.globalValue;
  return typeof value === 'string' ? value : '';
}
