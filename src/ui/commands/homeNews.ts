import { l10n, window } from 'vscode';
import type { HomeNews } from '../../accounts/use/homeFollower.ts';
import type { Account } from '../../storage/account.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { notice } from '../shell/notices.ts';
import type { Services } from '../shell/services.ts';

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
      void notice.information(
        l10n.t('Codex on this computer was given {0} by another program.', linkSafeText(news.account.label)),
      );
      return;
    case 'signedIn':
      void notice.information(
        l10n.t(
          'Codex on this computer was signed in by another program: {0} was added to your accounts.',
          linkSafeText(news.account.label),
        ),
      );
      return;
    case 'added':
      void notice.information(
        l10n.t(
          '{0} was signed in by another program and added to your accounts. What you chose for Codex meanwhile stays.',
          linkSafeText(news.account.label),
        ),
      );
      return;
    case 'signedOut':
      void import('./signedOutNews.ts').then(({ tellSignedOut }) => tellSignedOut(news, services));
      return;
    case 'gone':
      void offerAfterRebuild([news.account], services);
  }
}

/** The Home is gone and the accounts are not: one click gives Codex on this host its account back. */
export async function offerAfterRebuild([account, ...others]: readonly Account[], services: Services): Promise<void> {
  if (account === undefined) {
    return;
  }
  const label = linkSafeText(account.label);
  const use = others.length === 0 ? l10n.t('Use {0} Again', label) : l10n.t('Choose Account…');
  const what = services.host.isRebuilt
    ? l10n.t('This container was rebuilt, and its Codex home is empty.')
    : l10n.t('The Codex home on this host is gone.');
  const who =
    others.length === 0
      ? l10n.t('{0} is still among your accounts.', label)
      : l10n.t('{0} and {1} more are still among your accounts.', label, others.length);
  if ((await window.showInformationMessage(`${what} ${who}`, use)) !== use) {
    return;
  }
  if (others.length > 0) {
    await services.run('switchAccount');
    return;
  }
  const { runGuarded } = await import('../failure/runGuarded.ts');
  const { switchTo } = await import('../accounts/accountPicker.ts');
  await runGuarded(() => switchTo(account.id, services), services);
}
