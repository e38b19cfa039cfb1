import { l10n } from 'vscode';
import type { UsageFollower } from '../../billing/usage/usageFollower.ts';
import type { Prompts } from '../shell/prompts.ts';

export interface UsageHistoryFlow {
  readonly prompts: Pick<Prompts, 'flash'>;
  readonly loadUsage: () => Promise<Pick<UsageFollower, 'removeHistory'>>;
}

/** Nothing is lost that the service could not tell again, but the chart: no question is asked. */
export async function removeUsageHistory({ prompts, loadUsage }: UsageHistoryFlow): Promise<void> {
  await (await loadUsage()).removeHistory();
  prompts.flash(l10n.t('What was seen of the usage of your accounts was removed from this computer.'));
}
