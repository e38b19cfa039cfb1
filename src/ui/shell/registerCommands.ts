import { commands } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';

/** Every command that package.json contributes; a test holds the two lists together. */
const commandNames = [
  'signIn',
  'signInWithBrowser',
  'signInWithDeviceCode',
  'signInWithApiKey',
  'signInWithAccessToken',
  'useProvider',
  'pasteCallbackUrl',
  'copySignInLink',
  'manageAccounts',
  'switchAccount',
  'switchToPrevious',
  'setFolderAccount',
  'showAccount',
  'refreshAccount',
  'showUsage',
  'removeUsageHistory',
  'restartCodex',
  'importFromCodex',
  'chooseCredentialStore',
  'undoConfigChange',
  'showSignInRules',
  'signInHost',
  'showHosts',
  'copySignInToHost',
  'showOtherHostWays',
  'showEnvironment',
  'copyEnvironment',
  'setUpCi',
  'migrateToChatGpt',
  'diagnose',
  'copyDiagnosis',
  'signOut',
  'showLog',
] as const;

export type CommandName = (typeof commandNames)[number];

export interface CommandFlow {
  readonly run: (name: CommandName) => Promise<void>;
}

/** Registers the names; what they do is loaded with the first click. Arguments are ignored: none skips a question. */
export function registerCommands(load: () => Promise<CommandFlow>): Disposable {
  const scope = new Disposables();
  for (const name of commandNames) {
    scope.add(commands.registerCommand(`codexAccounts.${name}`, async () => (await load()).run(name)));
  }
  return scope;
}
