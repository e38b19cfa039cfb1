import { l10n, window } from 'vscode';
import type { Placement } from '../../accounts/home/homeLink.ts';
import { SignOutService, type SignOutResult } from '../../accounts/use/signOutService.ts';
import type { Account, AccountId } from '../../storage/account.ts';
import { AuthError } from '../../errors/authError.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { chatGptUrl, signInsUrl } from '../shell/links.ts';
import { sayInWords } from '../text/messages.ts';
import { notice } from '../shell/notices.ts';
import { followInBackground } from '../running/followInBackground.ts';
import type { Services } from '../shell/services.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';

/**
 * Takes a new account away again: while Codex uses it, Codex goes back to whom it was signed in as before, and the new
 * sign-in is ended on the server.
 */
export async function undoSignIn({ id }: Account, placement: Placement, services: Services): Promise<void> {
  const entry = await services.directory.find(id);
  if (entry.kind !== 'account') {
    return;
  }
  const before = placement.kind === 'placed' ? placement.before : undefined;
  const isBack = before !== undefined && (await isInHome(id, services)) ? await goBack(before, services) : 'back';
  if (isBack !== 'stays') {
    await endNew(
      entry.account,
      isBack === 'needsSignIn' ? await sayWhoNeedsSignIn(before, services) : undefined,
      services,
    );
  }
}

async function isInHome(id: AccountId, services: Services): Promise<boolean> {
  const home = await (await services.loadHomeLink()).look('onClick');
  return home.kind === 'ours' && home.account.id === id;
}

/** `stays`: the person left Codex with the new account, or it could not be given another, which has been said. */
async function goBack(before: AccountId, services: Services): Promise<'back' | 'stays' | 'needsSignIn'> {
  try {
    const outcome = await (await services.loadSwitch()).switchTo(before);
    services.log.info('switch', `undo: ${outcome.kind}`);
    if (outcome.kind === 'switched' && outcome.placement.kind === 'failed') {
      const label = linkSafeText(outcome.account.label);
      await notice.warning(
        l10n.t('{0} could not be given to Codex. {1}', label, sayInWords(outcome.placement.sentence)),
      );
      return 'stays';
    }
    return outcome.kind === 'left' ? 'stays' : 'back';
  } catch (failure) {
    if (failure instanceof AuthError && failure.code === 'signInAgain') {
      services.log.failure('switch', failure);
      return 'needsSignIn';
    }
    throw failure;
  }
}

async function sayWhoNeedsSignIn(before: AccountId | undefined, { directory }: Services): Promise<string> {
  const entry = before === undefined ? undefined : await directory.find(before);
  return entry?.kind === 'account'
    ? l10n.t('Codex is signed out: {0}, which it used before, needs a new sign-in.', linkSafeText(entry.account.label))
    : l10n.t('Codex is signed out: the account that it used before needs a new sign-in.');
}

/** @param caution what else has to be known once it has ended */
async function endNew(account: Account, caution: string | undefined, services: Services): Promise<void> {
  const result = await end(account, services);
  services.log.info('sign-out', `undo: ${result.kind}`);
  await services.current.update();
  followInBackground(services);
  const label = linkSafeText(account.label);
  switch (result.kind) {
    case 'failed':
      await notice.error(sayInWords(result.placement.sentence));
      return;
    case 'notRevoked':
      await notice.error(
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
        await offerChatGpt(join(caution, ended));
      } else {
        await notice.information(join(caution, l10n.t('{0} was taken away again. Nothing was revoked.', label)));
      }
  }
}

/** What has no end on the server is taken out of Codex first, and forgotten only once it is. */
async function end(account: Account, services: Services): Promise<SignOutResult> {
  const service = await services.loadSignOut();
  const { signal } = new AbortController();
  if (SignOutService.canRevoke(account)) {
    return service.signOut(account, 'everywhere', signal);
  }
  const cleared = (await isInHome(account.id, services)) ? await service.signOut(account, 'home', signal) : undefined;
  return cleared?.kind === 'failed' ? cleared : service.signOut(account, 'forget', signal);
}

function join(caution: string | undefined, message: string): string {
  return caution === undefined ? message : `${message} ${caution}`;
}

async function offerChatGpt(message: string): Promise<void> {
  const open = l10n.t('Open chatgpt.com');
  if ((await window.showInformationMessage(message, open)) === open) {
    await vscodeBrowser.open(chatGptUrl);
  }
}
