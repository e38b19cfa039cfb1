import { signInAgain } from '../accounts/accountEdits.ts';
import { showAccountMenu } from './accountMenu.ts';
import { switchAccount, switchToPrevious } from '../accounts/accountPicker.ts';
import { copySignInToHost } from '../copy/copySignInToHost.ts';
import { showOtherHostWays } from '../copy/documentedWays.ts';
import { setFolderAccount } from '../accounts/folderAccountPicker.ts';
import { undoConfigChange } from '../home/credentialStoreMove.ts';
import { chooseCredentialStore } from '../home/credentialStorePicker.ts';
import { refreshAccount } from '../accounts/checkAgain.ts';
import { runGuarded } from '../failure/runGuarded.ts';
import { bringAlongOnHost, installOnHost, renewOnHost, useAccountOnHost } from '../hosts/hostActions.ts';
import { showHosts } from '../hosts/hostList.ts';
import { signInHost } from '../hosts/hostMenu.ts';
import { importFromCodex } from '../signIn/importFromCodex.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import type { Services } from '../shell/services.ts';
import { signInWithAccessToken } from '../signIn/accessTokenInput.ts';
import { signInWithApiKey } from '../signIn/apiKeyInput.ts';
import { chooseMethod } from '../signIn/signInPicker.ts';
import { copySignInLink, pasteCallbackUrl, signInWithBrowser } from '../signIn/browserProgress.ts';
import { signInWithDeviceCode } from '../signIn/deviceCodeProgress.ts';
import { restartRunning } from '../running/bringAlong.ts';
import { signOut } from '../accounts/signOutMenu.ts';

/** What each command does. */
const actions: Readonly<Record<CommandName, (services: Services) => Promise<void>>> = {
  signIn: chooseMethod,
  signInWithBrowser,
  signInWithDeviceCode,
  signInWithApiKey,
  signInWithAccessToken,
  pasteCallbackUrl,
  copySignInLink,
  manageAccounts: showAccountMenu,
  switchAccount,
  switchToPrevious,
  setFolderAccount,
  showAccount: (services) => services.showPanel(),
  refreshAccount,
  restartCodex: async (services) => restartRunning(await services.loadRunning()),
  importFromCodex,
  chooseCredentialStore,
  undoConfigChange,
  signInHost,
  showHosts,
  copySignInToHost,
  showOtherHostWays,
  signOut,
  showLog: (services) => {
    services.log.show();
    return Promise.resolve();
  },
};

/** Runs a command. */
export async function runAction(name: CommandName, services: Services): Promise<void> {
  services.log.info('command', name);
  await runGuarded(() => actions[name](services), services);
}

/** What only the panel and the account menu offer. */
const panelActions = {
  signInAgain: signInAgainInPlace,
  installOnHost,
  useAccountOnHost,
  renewOnHost,
  bringAlongOnHost,
} as const satisfies Readonly<Record<string, (services: Services) => Promise<void>>>;

export async function runPanelAction(name: keyof typeof panelActions, services: Services): Promise<void> {
  services.log.info('command', name);
  await runGuarded(() => panelActions[name](services), services);
}

/** In place, for the account that is shown. */
async function signInAgainInPlace(services: Services): Promise<void> {
  const state = await services.current.update();
  await ('account' in state ? signInAgain(state.account, services) : chooseMethod(services));
}
