import { workspace } from 'vscode';

/**
 * The SSH configuration that VS Code's own Remote-SSH was told to use, so that both offer the same hosts. Only the user's
 * value counts: a folder must not choose which programs `ssh` starts.
 */
export function findSshConfigFile(): string | undefined {
  const value: unknown = workspace.getConfiguration('remote.SSH').inspect<unknown>('configFile')?.globalValue;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
