import { l10n, window } from 'vscode';
import { AuthError, isCancelled } from '../util/authError.ts';
import { say } from '../util/sentence.ts';
import { showAccountMenu } from './accountMenu.ts';
import { showFailure } from './failure.ts';
import { importFromCodex } from './importFromCodex.ts';
import type { CommandName } from './registerCommands.ts';
import type { Services } from './services.ts';
import { signInWithAccessToken } from './accessTokenInput.ts';
import { signInWithApiKey } from './apiKeyInput.ts';
import { chooseMethod } from './signInPicker.ts';
import { copySignInLink, signInWithBrowser } from './browserProgress.ts';
import { signInWithDeviceCode } from './deviceCodeProgress.ts';
import { signOut } from './signOutMenu.ts';

/** What each command does. */
const actions: Readonly<Record<CommandName, (services: Services) => Promise<void>>> = {
  signIn: chooseMethod,
  signInWithBrowser,
  signInWithDeviceCode,
  signInWithApiKey,
  signInWithAccessToken,
  copySignInLink,
  manageAccounts: showAccountMenu,
  showAccount: (services) => services.showPanel(),
  refreshAccount,
  importFromCodex,
  signOut,
  showLog: (services) => {
    services.log.show();
    return Promise.resolve();
  },
};

/** Runs a command; a failure becomes one sentence with a way on, a cancel becomes silence. */
export async function runAction(name: CommandName, services: Services): Promise<void> {
  services.log.info('command', name);
  try {
    await actions[name](services);
  } catch (failure) {
    services.log.failure('command', failure);
    if (!isCancelled(failure)) {
      await showFailure(failure, services);
    }
  } finally {
    await services.current.update();
  }
}

/** "Check My Plan Again": asks the server now and says what it said. */
async function refreshAccount(services: Services): Promise<void> {
  const state = await services.current.update();
  if (state.kind !== 'signedIn' && state.kind !== 'needsSignIn') {
    await window.showInformationMessage(l10n.t('Nobody is signed in with Codex Accounts.'));
    return;
  }
  const { account, health } = await services.check.run(state.account);
  switch (health.kind) {
    case 'good':
      await window.showInformationMessage(l10n.t('Checked: the server accepts {0}.', account.label));
      return;
    case 'offline':
      await window.showWarningMessage(l10n.t('Could not check {0} right now. It stays signed in; try again later.', account.label));
      return;
    case 'refused':
      throw new AuthError('signInAgain', say('account.refused', {}));
  }
}
