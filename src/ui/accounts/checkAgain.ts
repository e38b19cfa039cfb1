import { l10n } from 'vscode';
import type { AccountCheck, Health } from '../../accounts/use/accountCheck.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { AuthError, signInNeeded } from '../../errors/authError.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { findAnswerKind } from '../../errors/serverAnswer.ts';
import type { Account } from '../../storage/account.ts';
import { offerHelp, type AnswerFlow } from '../failure/answerActions.ts';
import { formatSentence } from '../text/errorText.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';

export interface CheckAgainFlow extends AnswerFlow {
  readonly prompts: Pick<Prompts, 'tell' | 'offer' | 'flash'>;
  readonly log: Pick<Log, 'info'>;
  readonly current: Pick<CurrentAccount, 'update'>;
  readonly check: Pick<AccountCheck, 'run'>;
  readonly ended: AbortSignal;
}

/** "Check My Plan Again": asks the server now and says what it said, as often as the person wants. */
export async function refreshAccount(flow: CheckAgainFlow): Promise<void> {
  while ((await checkOnce(flow)) === 'again') {
    flow.log.info('check', 'again');
  }
}

async function checkOnce(flow: CheckAgainFlow): Promise<'done' | 'again'> {
  const state = await flow.current.update();
  if (!('account' in state)) {
    await flow.prompts.tell('information', l10n.t('Nobody is signed in with Codex Accounts.'));
    return 'done';
  }
  const { account, health } = await flow.check.run(state.account, flow.ended);
  const label = linkSafeText(account.label);
  switch (health.kind) {
    case 'good':
    case 'notAsked':
      await flow.prompts.tell('information', l10n.t('Checked: the server accepts {0}.', label));
      return 'done';
    case 'offline':
      return offerAgain(explainObstacle(label, health.sentence), health, { account, flow });
    case 'misconfigured':
      return offerAgain(formatSentence(health.sentence), health, { account, flow });
    case 'keptElsewhere':
      throw signInNeeded(buildSentence('grant.keptElsewhere', { product: health.product }));
    case 'workspaceClosed':
      throw signInNeeded(buildSentence('grant.workspaceClosed', {}));
    case 'homeNotWritable':
      throw new AuthError('fixFile', health.sentence);
    case 'refused':
      throw signInNeeded(buildSentence('account.refused', {}));
  }
}

/** What the service itself said comes first; that it could not be asked is news of its own. */
function explainObstacle(label: string, sentence: Sentence | undefined): string {
  if (sentence === undefined) {
    return l10n.t('Could not check {0} right now. It stays signed in; try again later.', label);
  }
  return findAnswerKind(sentence) === undefined
    ? [l10n.t('Could not check {0} right now. It stays signed in.', label), formatSentence(sentence)].join(' ')
    : [formatSentence(sentence), l10n.t('{0} stays here as it is.', label)].join(' ');
}

/** The button is what makes VS Code show the whole sentence: a message without one is cut after its first line. */
async function offerAgain(
  warning: string,
  { sentence, checkedAtMs }: Extract<Health, { kind: 'offline' | 'misconfigured' }>,
  { account, flow }: { readonly account: Account; readonly flow: CheckAgainFlow },
): Promise<'done' | 'again'> {
  const again = l10n.t('Check Again');
  const help = sentence === undefined ? undefined : offerHelp(sentence, flow, { account, atMs: checkedAtMs });
  const choice = await flow.prompts.offer('warning', warning, ...(help?.buttons.slice(0, 1) ?? []), again);
  if (choice !== undefined && choice !== again) {
    await help?.choose(choice);
  }
  return choice === again ? 'again' : 'done';
}
