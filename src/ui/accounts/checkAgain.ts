import { l10n, window } from 'vscode';
import { AuthError } from '../../errors/authError.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { say } from '../../errors/sentence.ts';
import { notice } from '../shell/notices.ts';
import type { Services } from '../shell/services.ts';

/** "Check My Plan Again": asks the server now and says what it said, as often as the person wants. */
export async function refreshAccount(services: Services): Promise<void> {
  while ((await checkOnce(services)) === 'again') {
    services.log.info('check', 'again');
  }
}

async function checkOnce(services: Services): Promise<'done' | 'again'> {
  const state = await services.current.update();
  if (!('account' in state)) {
    await notice.information(l10n.t('Nobody is signed in with Codex Accounts.'));
    return 'done';
  }
  const { account, health } = await services.check.run(state.account);
  const label = linkSafeText(account.label);
  switch (health.kind) {
    case 'good':
      await notice.information(l10n.t('Checked: the server accepts {0}.', label));
      return 'done';
    case 'offline':
      return offerAgain(l10n.t('Could not check {0} right now. It stays signed in; try again later.', label));
    case 'keptElsewhere':
      throw new AuthError('signInAgain', say('grant.keptElsewhere', { product: health.product }));
    case 'workspaceClosed':
      throw new AuthError('signInAgain', say('grant.workspaceClosed', {}));
    case 'homeNotWritable':
      throw new AuthError('fixFile', health.sentence);
    case 'refused':
      throw new AuthError('signInAgain', say('account.refused', {}));
  }
}

/** The button is what makes VS Code show the whole sentence: a message without one is cut after its first line. */
async function offerAgain(warning: string): Promise<'done' | 'again'> {
  const again = l10n.t('Check Again');
  return (await window.showWarningMessage(warning, again)) === again ? 'again' : 'done';
}
