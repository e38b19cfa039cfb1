import { l10n } from 'vscode';
import type { AccountCheck, CheckResult, Health } from '../../accounts/use/accountCheck.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { AuthError, signInNeeded } from '../../errors/authError.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { findAnswerKind } from '../../errors/serverAnswer.ts';
import type { Account } from '../../storage/account.ts';
import type { UsageFollower } from '../../billing/usage/usageFollower.ts';
import type { Clock } from '../../base/clock.ts';
import { offerHelp, type AnswerFlow } from '../failure/answerActions.ts';
import { formatSentence } from '../text/errorText.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';
import { hasPlan, planWord } from '../text/accountText.ts';
import { sayUsageOf } from '../text/usageWords.ts';

export interface CheckAgainFlow extends AnswerFlow {
  readonly prompts: Pick<Prompts, 'tell' | 'offer' | 'flash'>;
  readonly log: Pick<Log, 'info'>;
  readonly current: Pick<CurrentAccount, 'update'>;
  readonly check: Pick<AccountCheck, 'run' | 'runOnGrant'>;
  readonly loadUsage: () => Promise<Pick<UsageFollower, 'askNow'>>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly ended: AbortSignal;
  readonly showPanel: () => Promise<void>;
}

/**
 * "Check My Plan Again": renews the token, asks the server now, and says what it said and where that comes from, as often
 * as the person wants. Nobody is signed out by it.
 */
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
  const { isTokenNew, ...checked } = await renewAndAsk(state.account, flow);
  const { account, health } = checked;
  const label = linkSafeText(account.label);
  switch (health.kind) {
    case 'good':
    case 'notAsked':
      await tellChecked(checked, isTokenNew, flow);
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

/** A token that can not be renewed now is as good as before, so it is asked with. */
async function renewAndAsk(
  account: Account,
  { check, ended }: CheckAgainFlow,
): Promise<CheckResult & { readonly isTokenNew: boolean }> {
  const renewed = await check.runOnGrant(account, ended);
  const { kind } = renewed.health;
  if (account.credential.kind !== 'chatgpt') {
    return { ...renewed, isTokenNew: false };
  }
  return renewed.grant === 'unknown' && (kind === 'offline' || kind === 'homeNotWritable')
    ? { ...(await check.run(account, ended)), isTokenNew: false }
    : { ...renewed, isTokenNew: true };
}

/** The button is what makes VS Code show all of it. */
async function tellChecked(
  { account, toldPlan }: CheckResult,
  isTokenNew: boolean,
  flow: CheckAgainFlow,
): Promise<void> {
  const { kind } = account.credential;
  const accepted = l10n.t('Checked: the server accepts {0}.', linkSafeText(account.label));
  if (!hasPlan(kind)) {
    await flow.prompts.tell('information', accepted);
    return;
  }
  const sentences = [
    accepted,
    toldPlan === undefined
      ? l10n.t('Plan: {0}, as the sign-in says; the service named none now.', linkSafeText(planWord(account.identity)))
      : l10n.t('Plan: {0}, as the service says now.', linkSafeText(planWord({ plan: toldPlan }))),
    ...(kind === 'chatgpt' ? [sayToken(isTokenNew)] : []),
    ...(settings.usageEnabled() ? [await askUsage(account, flow)] : []),
  ];
  const show = l10n.t('Show Account');
  if ((await flow.prompts.offer('information', sentences.join(' '), show)) === show) {
    await flow.showPanel();
  }
}

function sayToken(isTokenNew: boolean): string {
  return isTokenNew
    ? l10n.t('The token was renewed, without signing out.')
    : l10n.t('The token could not be renewed now and is used as it is.');
}

async function askUsage(account: Account, { loadUsage, clock, ended }: CheckAgainFlow): Promise<string> {
  return sayUsageOf(await (await loadUsage()).askNow(account, ended), clock.nowMs()).brief;
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
