import { l10n } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { UsageFollower } from '../../billing/usage/usageFollower.ts';
import type { Account } from '../../storage/account.ts';
import { iconSafeSentence, iconSafeText, linkSafeName } from '../../base/displayText.ts';
import type { Clock } from '../../base/clock.ts';
import { kindIcon } from '../text/accountText.ts';
import { sayUsageOf } from '../text/usageWords.ts';
import type { Prompts } from '../shell/prompts.ts';

export interface ShowUsageFlow {
  readonly prompts: Pick<Prompts, 'tell' | 'offer' | 'pick' | 'progress'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly current: Pick<CurrentAccount, 'state'>;
  readonly directory: Pick<AccountDirectory, 'list'>;
  readonly loadUsage: () => Promise<Pick<UsageFollower, 'find' | 'askNow'>>;
}

/** "Show Usage of an Account": what was last told of each, and the service's word now about the one that is chosen. */
export async function showUsage(flow: ShowUsageFlow): Promise<void> {
  while ((await showOnce(flow)) === 'another');
}

async function showOnce(flow: ShowUsageFlow): Promise<'done' | 'another'> {
  const { prompts, clock, directory } = flow;
  const usage = await flow.loadUsage();
  const accounts = (await directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account] : []));
  if (accounts.length === 0) {
    await prompts.tell('information', l10n.t('No account is kept here yet.'));
    return 'done';
  }
  const chosen = await prompts.pick(
    Promise.all(
      accounts.map(async (account) => describeRow(account, await sayLast(account, { ...flow, usage }), flow)),
    ),
    {
      title: l10n.t('Usage of Which Account?'),
      placeHolder: l10n.t('The service is asked about the one that you choose, and about no other.'),
      matchOnDetail: true,
    },
  );
  if (chosen === undefined) {
    return 'done';
  }
  const { account } = chosen;
  const label = linkSafeName(account.label);
  const sight = await prompts.progress(
    { title: l10n.t('Asking what {0} has used…', label), isCancellable: true },
    (_report, signal) => usage.askNow(account, signal),
  );
  const another = l10n.t('Another Account…');
  const answer = await prompts.offer(
    'information',
    l10n.t('{0}: {1}', label, sayUsageOf(sight, clock.nowMs()).summary),
    another,
  );
  return answer === another ? 'another' : 'done';
}

async function sayLast(
  account: Account,
  { usage, clock }: Pick<ShowUsageFlow, 'clock'> & { readonly usage: Pick<UsageFollower, 'find'> },
): Promise<string> {
  return sayUsageOf(await usage.find(account), clock.nowMs()).summary;
}

function describeRow(account: Account, last: string, { current }: Pick<ShowUsageFlow, 'current'>) {
  const { state } = current;
  const isInUse = state.kind === 'signedIn' && state.account.id === account.id;
  return {
    account,
    label: `$(${kindIcon(account.credential.kind)}) ${iconSafeText(account.label)}`,
    ...(isInUse ? { description: l10n.t('in use') } : {}),
    detail: iconSafeSentence(last),
  };
}
