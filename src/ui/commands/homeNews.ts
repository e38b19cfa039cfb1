import { l10n } from 'vscode';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { HomeNews } from '../../accounts/use/homeFollower.ts';
import type { Account } from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { HostSituation } from '../../window/hostSituation.ts';
import type { SwitchToFlow } from '../accounts/switchAccount.ts';
import type { GuardedFlow } from '../failure/runGuarded.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import type { SignedOutFlow } from './signedOutNews.ts';

export type AfterRebuildFlow = GuardedFlow &
  SwitchToFlow & {
    readonly prompts: Pick<Prompts, 'offer'>;
    readonly host: Pick<HostSituation, 'isRebuilt'>;
    readonly run: (name: CommandName) => Promise<void>;
  };

export type HomeNewsFlow = AfterRebuildFlow &
  SignedOutFlow & {
    readonly prompts: Pick<Prompts, 'tell'>;
    readonly current: Pick<CurrentAccount, 'update'>;
    readonly log: Pick<Log, 'unawaited'>;
  };

/** What another program did to the Codex of this computer, where that only has to be told. */
export function describeHomeNews(news: HomeNews): string | undefined {
  switch (news.kind) {
    case 'switched':
      return l10n.t('Codex on this computer was given {0} by another program.', linkSafeText(news.account.label));
    case 'signedIn':
      return l10n.t(
        'Codex on this computer was signed in by another program: {0} was added to your accounts.',
        linkSafeText(news.account.label),
      );
    case 'added':
      return l10n.t(
        '{0} was signed in by another program and added to your accounts. What you chose for Codex meanwhile stays.',
        linkSafeText(news.account.label),
      );
    case 'nothing':
    case 'renewed':
    case 'restored':
    case 'signedOut':
    case 'gone':
      return undefined;
  }
}

/** Says what another program did to the Codex of this computer, where that changes who is in use. */
export function announceHomeNews(news: HomeNews, flow: HomeNewsFlow): void {
  flow.log.info('home', news.kind);
  flow.log.unawaited('home', flow.current.update());
  flow.log.unawaited('home', tellHomeNews(news, flow));
}

async function tellHomeNews(news: HomeNews, flow: HomeNewsFlow): Promise<void> {
  const words = describeHomeNews(news);
  if (words !== undefined) {
    await flow.prompts.tell('information', words);
  } else if (news.kind === 'signedOut') {
    await (await import('./signedOutNews.ts')).tellSignedOut(news, flow);
  } else if (news.kind === 'gone') {
    await offerAfterRebuild([news.account], flow);
  }
}

/** The Home is gone and the accounts are not: one click gives Codex on this host its account back. */
export async function offerAfterRebuild(
  [account, ...others]: readonly Account[],
  flow: AfterRebuildFlow,
): Promise<void> {
  if (account === undefined) {
    return;
  }
  const label = linkSafeText(account.label);
  const use = others.length === 0 ? l10n.t('Use {0} Again', label) : l10n.t('Choose Account…');
  const what = flow.host.isRebuilt
    ? l10n.t('This container was rebuilt, and its Codex home is empty.')
    : l10n.t('The Codex home on this host is gone.');
  const who =
    others.length === 0
      ? l10n.t('{0} is still among your accounts.', label)
      : l10n.t('{0} and {1} more are still among your accounts.', label, others.length);
  if ((await flow.prompts.offer('information', `${what} ${who}`, use)) !== use) {
    return;
  }
  if (others.length > 0) {
    await flow.run('switchAccount');
    return;
  }
  const { runGuarded } = await import('../failure/runGuarded.ts');
  const { switchTo } = await import('../accounts/switchAccount.ts');
  await runGuarded(async () => {
    await switchTo(account.id, flow);
  }, flow);
}
