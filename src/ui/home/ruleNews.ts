import { l10n } from 'vscode';
import { ruledKindOf } from '../../accounts/directory/accountIdentity.ts';
import type { HomeLink } from '../../accounts/home/homeLink.ts';
import type { AccountState, CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { RuledSignIn, SignInRules } from '../../accounts/use/signInRules.ts';
import type { SignOutService } from '../../accounts/use/signOutService.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { runGuarded, type GuardedFlow } from '../failure/runGuarded.ts';
import { followInBackground, type FollowFlow } from '../running/followInBackground.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandFlow } from '../shell/registerCommands.ts';
import { formatSentence } from '../text/errorText.ts';
import { sayRuled } from '../text/ruleText.ts';
import { ensureHomeWritable, type HomeAccessFlow } from './ensureHomeWritable.ts';
import {
  findSignInThere,
  judgeSignInThere,
  mayTakeOut,
  nameSignIn,
  offerAgainst,
  type SignInThere,
} from './ruledInUse.ts';

export type RuleNewsFlow = HomeAccessFlow &
  FollowFlow &
  GuardedFlow &
  CommandFlow & {
    readonly prompts: Pick<Prompts, 'offer' | 'tell' | 'progress'>;
    readonly current: Pick<CurrentAccount, 'update'>;
    readonly loadRules: () => Promise<Pick<SignInRules, 'judge' | 'judgeInUse'>>;
    readonly loadHomeLink: () => Promise<Pick<HomeLink, 'look' | 'putBack'>>;
    readonly loadSignOut: () => Promise<Pick<SignOutService, 'signOut'>>;
  };

/** What was said last, over restarts and windows: the same is said once. */
export interface ToldRule {
  get(key: string): string | undefined;
  update(key: string, value: string | undefined): PromiseLike<void>;
}

const toldKey = 'ruleTold';
const toldUnsureKey = 'ruleToldUnsure';

/** Says when what Codex is signed in with is against a rule: once, until it is another account or another rule. */
export async function tellRuleBreak(state: AccountState, flow: RuleNewsFlow, told: ToldRule): Promise<void> {
  const there = findSignInThere(state);
  if (there === undefined) {
    return;
  }
  const { ruled, unknown } = await judgeSignInThere(there, flow);
  const cause = ruled && JSON.stringify([nameSignIn(there), ruled.verdict, ruled.folder]);
  if (!(await noteCause(cause, unknown === undefined, told))) {
    return;
  }
  if (ruled !== undefined) {
    flow.log.info('rule', ruled.verdict.kind);
    await announce(there, ruled, flow);
  }
}

/**
 * Whether a cause is news. What the cloud says grows old within the hour and comes back: while it is silent, what was said
 * before stays said, and what is said then is said again only for sure.
 */
async function noteCause(cause: string | undefined, isSure: boolean, told: ToldRule): Promise<boolean> {
  const before = told.get(toldKey);
  if (!isSure) {
    if (cause === undefined || [before, told.get(toldUnsureKey)].includes(cause)) {
      return false;
    }
    await told.update(toldUnsureKey, cause);
    return true;
  }
  if (before === cause) {
    return false;
  }
  await told.update(toldKey, cause);
  await (cause === undefined ? told.update(toldUnsureKey, undefined) : undefined);
  return true;
}

async function announce(there: SignInThere, ruled: RuledSignIn, flow: RuleNewsFlow): Promise<void> {
  const { account, label } = there;
  const takeOut = l10n.t('Take It Out of Codex');
  const keep = l10n.t('Keep It Here');
  const show = l10n.t('Show Rules of Codex');
  const buttons = { takeOut: [takeOut], keep: [keep], none: [] };
  const first = buttons[offerAgainst(there, ruled) ?? 'none'];
  const choice = await flow.prompts.offer('warning', sayRuled(label, ruled), ...first, show);
  if (choice === show) {
    await flow.run('showSignInRules');
  } else if (choice === keep) {
    await flow.run('importFromCodex');
  } else if (choice === takeOut && account !== undefined) {
    await runGuarded(() => takeOutOfCodex(account, flow), flow);
  }
}

/** What is in Codex now, if it is an account of ours that a rule is against: by a click in the panel. */
export async function takeOutRuledOut(flow: RuleNewsFlow): Promise<void> {
  const there = findSignInThere(await flow.current.update());
  if (there?.account !== undefined) {
    await takeOutOfCodex(there.account, flow);
  }
}

/** The account stays in the Vault, and nothing is revoked. What is there by now, and what the rules say, is looked at again. */
async function takeOutOfCodex(account: Account, flow: RuleNewsFlow): Promise<void> {
  if (!(await ensureHomeWritable(flow, 'clear'))) {
    return;
  }
  const [home, rules] = await Promise.all([flow.loadHomeLink(), flow.loadRules()]);
  const occupant = await home.look('onClick');
  const ruled = await rules.judge(ruledKindOf(account), account.identity);
  const label = linkSafeText(account.label);
  if (occupant.kind !== 'ours' || occupant.account.id !== account.id || ruled === undefined || !mayTakeOut(ruled)) {
    await flow.prompts.tell('information', l10n.t('That has changed meanwhile: {0} was left as it is.', label));
    return;
  }
  const service = await flow.loadSignOut();
  const result = await flow.prompts.progress({ title: l10n.t('Signing out…') }, (_report, signal) =>
    service.signOut(account, 'home', signal),
  );
  await flow.current.update();
  if (result.kind === 'failed') {
    await flow.prompts.tell('error', formatSentence(result.placement.sentence));
    return;
  }
  followInBackground(flow);
  const putBack = l10n.t('Put Back');
  const choice = await flow.prompts.offer(
    'information',
    l10n.t('{0} was taken out of Codex on this computer. It stays among your accounts; nothing was revoked.', label),
    // What was there before the key of a provider is there again.
    ...(isProvider(account.credential) ? [] : [putBack]),
  );
  if (choice === putBack) {
    if ((await home.look('onClick')).kind !== 'none') {
      await flow.prompts.tell(
        'information',
        l10n.t('Codex on this computer has been signed in since: it was left as it is.'),
      );
      return;
    }
    const placement = await home.putBack(account, 'asking');
    if (placement.kind === 'failed') {
      await flow.prompts.tell('error', formatSentence(placement.sentence));
    }
    await flow.current.update();
    followInBackground(flow);
  }
}
