import { workspace } from 'vscode';
import { buildIssuer, type Issuer } from '../../protocol/oauth/issuer.ts';
import type { FollowMode } from '../../home/running/decideBringAlong.ts';
import type { HostChoice } from '../../storage/hostRecords.ts';
import type { Disposable } from '../../base/disposables.ts';

const section = 'codexAccounts';

const statusBarShows = ['label', 'plan', 'usage', 'icon'] as const;

const hostChoices = ['auto', 'lease', 'own', 'none'] as const satisfies readonly HostChoice[];

const followModes = ['ask', 'always', 'never'] as const satisfies readonly FollowMode[];

export type StatusBarShow = (typeof statusBarShows)[number];

/**
 * The settings, read anew at each use. A value of another kind than the manifest says counts as the default; the checks
 * are by hand, because this is loaded before our schemas are.
 */
export const settings = {
  issuer: (): Issuer =>
    buildIssuer({
      issuer: read('issuer', isText, ''),
      clientId: read('clientId', isText, ''),
      chatgptBaseUrl: read('chatgptBaseUrl', isText, ''),
      apiBaseUrl: read('apiBaseUrl', isText, ''),
    }),
  codexHome: (): string => read('codexHome', isText, ''),
  statusBarShow: (): StatusBarShow => read('statusBar.show', isStatusBarShow, 'label'),
  defaultRemoteBinding: (): HostChoice => read('defaultRemoteBinding', isHostChoice, 'auto'),
  /** What is done about a running Codex after its Home was given another account. */
  followSwitch: (): FollowMode => read('followSwitch', isFollowMode, 'ask'),
  /** Whether new terminals get the key of the provider in use. */
  terminalEnvironment: (): boolean => read('terminalEnvironment', isSwitch, false),
  warnBeforeApiBilling: (): boolean => read('warnBeforeApiBilling', isSwitch, true),
  /** Whether the service is asked what the account in use has used. */
  usageEnabled: (): boolean => read('usage.enabled', isSwitch, true),
  /** Whether a limit that is near, reached or free again is told. */
  usageNotify: (): boolean => read('usage.notify', isSwitch, false),
  hidePersonalInfo: (): boolean => read('hidePersonalInfo', isSwitch, false),
  authenticationProviderEnabled: (): boolean => read('authenticationProvider.enabled', isSwitch, true),
};

/** Calls `notice` when one of them has changed. */
export function onDidChangeSettings(notice: () => void): Disposable {
  return workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(section)) {
      notice();
    }
  });
}

/** What other parts say about where things run; read only, and believed as far as it has the right shape. */
export const foreignSettings = {
  /** VS Code's `remote.extensionKind`: the side of the window that the person wants an extension on. */
  extensionKinds: (): Readonly<Record<string, unknown>> => {
    const kinds = workspace.getConfiguration('remote').get<unknown>('extensionKind');
    return typeof kinds === 'object' && kinds !== null ? { ...kinds } : {};
  },
  /** Of the official Codex extension, on Windows. */
  runsCodexInWsl: (): boolean =>
    workspace.getConfiguration('chatgpt').get<unknown>('runCodexInWindowsSubsystemForLinux') === true,
  /** VS Code’s own Codex is on: by default it is not in a Stable VS Code, and an older one does not know it. */
  runsAgentHostCodex: (): boolean => !isOn('disableAIFeatures') && isOn('agentHost.codexAgent.enabled'),
  /** It takes the place of the official extension in editor windows, where the Accounts menu then has its account. */
  prefersAgentHostCodex: (): boolean => isOn('editor.codex.preferAgentHost'),
};

/** A switch of VS Code’s chat that this VS Code knows; what a person wrote down for another one counts for nothing. */
function isOn(name: string): boolean {
  const chat = workspace.getConfiguration('chat');
  return chat.inspect<unknown>(name)?.defaultValue !== undefined && chat.get<unknown>(name) === true;
}

function read<T>(name: string, is: (value: unknown) => value is T, fallback: T): T {
  const value = workspace.getConfiguration(section).get<unknown>(name);
  return is(value) ? value : fallback;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isSwitch(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isStatusBarShow(value: unknown): value is StatusBarShow {
  return statusBarShows.some((show) => show === value);
}

function isFollowMode(value: unknown): value is FollowMode {
  return followModes.some((mode) => mode === value);
}

function isHostChoice(value: unknown): value is HostChoice {
  return hostChoices.some((choice) => choice === value);
}
