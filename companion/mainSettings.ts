import { workspace } from 'vscode';
import type { FollowMode } from '../src/home/running/decideBringAlong.ts';

/**
 * Settings as they count on this host. Main contributes them; a second contribution of the same name would be refused, and
 * commands reach us only from a window that has main. Only the value of the person or of this machine is taken: should
 * main's contribution be missing, VS Code would take one from a folder.
 */
function readGlobal(name: string): unknown {
  return workspace.getConfiguration('codexAccounts').inspect(name)?.globalValue;
}

/** The folder that the person set as Home; empty where none is set. */
export function readCodexHomeSetting(): string {
  const value = readGlobal('codexHome');
  return typeof value === 'string' ? value : '';
}

/** What is done about a running Codex after its Home was given another account. */
export function readFollowMode(): FollowMode {
  const value = readGlobal('followSwitch');
  return value === 'always' || value === 'never' ? value : 'ask';
}

/** Whether nothing may say who the person is. */
export function readHidePersonalInfo(): boolean {
  return readGlobal('hidePersonalInfo') === true;
}
