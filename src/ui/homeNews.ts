import { commands, l10n, window } from 'vscode';
import type { HomeNews } from '../accounts/homeFollower.ts';
import { linkSafeText } from '../util/displayText.ts';
import type { Services } from './services.ts';

/** Says what somebody else did to the Codex of this computer, where that changes who is in use. */
export function announceHomeNews(news: HomeNews, services: Services): void {
  services.log.info('home', news.kind);
  void services.current.update();
  switch (news.kind) {
    case 'nothing':
    case 'renewed':
    case 'restored':
      return;
    case 'switched':
      void window.showInformationMessage(l10n.t('Codex on this computer was given {0} by another program.', linkSafeText(news.account.label)));
      return;
    case 'signedIn':
      void window.showInformationMessage(
        l10n.t('Codex on this computer was signed in by another program: {0} was added to your accounts.', linkSafeText(news.account.label)),
      );
      return;
    case 'signedOut':
      void offerReturn(news.account.label, services);
  }
}

async function offerReturn(label: string, { log }: Services): Promise<void> {
  const back = l10n.t('Use It Again…');
  const choice = await window.showInformationMessage(
    l10n.t('Codex on this computer was signed out by another program. {0} is still among your accounts.', linkSafeText(label)),
    back,
  );
  if (choice === back) {
    log.info('home', 'use again');
    await commands.executeCommand('codexAccounts.switchAccount');
  }
}
