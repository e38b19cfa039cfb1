import { l10n } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { HomeLink, PlaceResult } from '../../accounts/home/homeLink.ts';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { SignOutService, type SignOutResult } from '../../accounts/use/signOutService.ts';
import type { SwitchOutcome, SwitchService } from '../../accounts/use/switchService.ts';
import type { Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import { AuthError } from '../../errors/authError.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { chatGptUrl, signInsUrl } from '../shell/links.ts';
import { formatSentence } from '../text/errorText.ts';
import { followInBackground, type FollowFlow } from '../running/followInBackground.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';

export type UndoSignInFlow = FollowFlow & {
  readonly prompts: Pick<Prompts, 'tell' | 'offer'>;
  readonly browser: Pick<Browser, 'open'>;
  readonly log: Pick<Log, 'info'>;
  readonly current: Pick<CurrentAccount, 'update'>;
  readonly directory: Pick<AccountDirectory, 'find'>;
  readonly loadHomeLink: () => Promise<Pick<HomeLink, 'look'>>;
  readonly loadSwitch: () => Promise<Pick<SwitchService, 'switchTo'>>;
  readonly loadSignOut: () => Promise<Pick<SignOutService, 'signOut'>>;
  readonly ended: AbortSignal;
};

/**
 * Takes a new account away again: while Codex is signed in with it, Codex goes back to whom it was signed in as before, and
 * the new sign-in is ended on the server. A provider that gave way to it is used again; one that was chosen since stays.
 */
export async function undoSignIn({ id }: Account, placement: PlaceResult, flow: UndoSignInFlow): Promise<void> {
  const entry = await flow.directory.find(id);
  if (entry.kind !== 'account') {
    return;
  }
  const { before, provider } = placement.kind === 'placed' && (await isInHome(id, flow)) ? placement : {};
  const isBack = before === undefined ? 'back' : await goBack(before, flow);
  if (isBack !== 'stays') {
    await (provider === undefined ? undefined : useProviderAgain(provider, flow));
    await endNew(entry.account, isBack === 'needsSignIn' ? await sayWhoNeedsSignIn(before, flow) : undefined, flow);
  }
}

async function isInHome(id: AccountId, flow: UndoSignInFlow): Promise<boolean> {
  const home = await (await flow.loadHomeLink()).look('onClick');
  return home.kind === 'ours' && home.account.id === id;
}

/** `stays`: the person left Codex with the new account, or it could not be given another, which has been said. */
async function goBack(before: AccountId, flow: UndoSignInFlow): Promise<'back' | 'stays' | 'needsSignIn'> {
  try {
    const outcome = await (await flow.loadSwitch()).switchTo(before, 'putBack');
    flow.log.info('switch', `undo: ${outcome.kind}`);
    const isBack = await sayFailure(outcome, flow);
    return outcome.kind === 'left' || !isBack ? 'stays' : 'back';
  } catch (failure) {
    if (failure instanceof AuthError && failure.reason === 'needsSignIn') {
      flow.log.failure('switch', failure);
      return 'needsSignIn';
    }
    throw failure;
  }
}

/** One that has been forgotten meanwhile is no more. */
async function useProviderAgain(id: AccountId, flow: UndoSignInFlow): Promise<void> {
  if ((await flow.directory.find(id)).kind === 'account') {
    const outcome = await (await flow.loadSwitch()).switchTo(id, 'useAgain');
    flow.log.info('switch', `undo, provider: ${outcome.kind}`);
    await sayFailure(outcome, flow);
  }
}

/** @returns false where the account could not be given to Codex, which has been said */
async function sayFailure(outcome: SwitchOutcome, { prompts }: UndoSignInFlow): Promise<boolean> {
  if (outcome.kind !== 'switched' || outcome.placement.kind !== 'failed') {
    return true;
  }
  const label = linkSafeText(outcome.account.label);
  const why = formatSentence(outcome.placement.sentence);
  await prompts.tell('warning', l10n.t('{0} could not be given to Codex. {1}', label, why));
  return false;
}

async function sayWhoNeedsSignIn(before: AccountId | undefined, { directory }: UndoSignInFlow): Promise<string> {
  const entry = before === undefined ? undefined : await directory.find(before);
  return entry?.kind === 'account'
    ? l10n.t('Codex is signed out: {0}, which it used before, needs a new sign-in.', linkSafeText(entry.account.label))
    : l10n.t('Codex is signed out: the account that it used before needs a new sign-in.');
}

/** @param caution what else has to be known once it has ended */
async function endNew(account: Account, caution: string | undefined, flow: UndoSignInFlow): Promise<void> {
  const result = await end(account, flow);
  flow.log.info('sign-out', `undo: ${result.kind}`);
  await flow.current.update();
  followInBackground(flow);
  const label = linkSafeText(account.label);
  switch (result.kind) {
    case 'failed':
      await flow.prompts.tell('error', formatSentence(result.placement.sentence));
      return;
    case 'notRevoked':
      await flow.prompts.tell(
        'error',
        l10n.t(
          'The server did not confirm that {0} was revoked, so the account was kept. Try again, or end it at {1}.',
          label,
          signInsUrl,
        ),
      );
      return;
    case 'done':
      if (SignOutService.canRevoke(account)) {
        const ended = l10n.t(
          '{0} was taken away again, and its new sign-in has ended. To sign in as somebody else, switch to that account at chatgpt.com first.',
          label,
        );
        await offerChatGpt(join(caution, ended), flow);
      } else {
        await flow.prompts.tell(
          'information',
          join(caution, l10n.t('{0} was taken away again. Nothing was revoked.', label)),
        );
      }
  }
}

/** What has no end on the server is taken out of Codex first, and forgotten only once it is. */
async function end(account: Account, flow: UndoSignInFlow): Promise<SignOutResult> {
  const service = await flow.loadSignOut();
  if (SignOutService.canRevoke(account)) {
    return service.signOut(account, 'everywhere', flow.ended);
  }
  const cleared = (await isInHome(account.id, flow)) ? await service.signOut(account, 'home', flow.ended) : undefined;
  return cleared?.kind === 'failed' ? cleared : service.signOut(account, 'forget', flow.ended);
}

function join(caution: string | undefined, message: string): string {
  return caution === undefined ? message : `${message} ${caution}`;
}

async function offerChatGpt(
  message: string,
  { prompts, browser }: Pick<UndoSignInFlow, 'prompts' | 'browser'>,
): Promise<void> {
  const open = l10n.t('Open chatgpt.com');
  if ((await prompts.offer('information', message, open)) === open) {
    await browser.open(chatGptUrl);
  }
}
