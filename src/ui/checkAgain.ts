import { l10n, window } from 'vscode';
import { AuthError } from '../util/authError.ts';
import { say } from '../util/sentence.ts';
import type { Services } from './services.ts';

/** "Check My Plan Again": asks the server now and says what it said. */
export async function refreshAccount(services: Services): Promise<void> {
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
