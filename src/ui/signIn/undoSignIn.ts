import { l10n, window } from 'vscode';
import type { Placement } from '../../accounts/homeLink.ts';
import { SignOutService } from '../../accounts/signOutService.ts';
import type { Account } from '../../storage/account.ts';
import { linkSafeText } from '../../util/displayText.ts';
import { chatGptUrl, signInsUrl } from '../links.ts';
import { notice } from '../notices.ts';
import { followInBackground } from '../running/followInBackground.ts';
import type { Services } from '../services.ts';
import { vscodeBrowser } from '../vscodeBrowser.ts';

/** Takes a new account away again: Codex goes back to the account before, and the new sign-in is ended on the server. */
export async function undoSignIn({ id }: Account, placement: Placement, services: Services): Promise<void> {
  const previous = placement.kind === 'placed' ? await (await services.loadSwitch()).findPrevious() : undefined;
  if (previous !== undefined) {
    const { kind } = await (await services.loadSwitch()).switchTo(previous);
    services.log.info('switch', `undo: ${kind}`);
  }
  const entry = await services.directory.find(id);
  const state = await services.current.update();
  if (entry.kind !== 'account' || (previous !== undefined && 'account' in state && state.account.id === id)) {
    // Gone already, or the person left Codex with it.
    return;
  }
  await endNew(entry.account, services);
}

async function endNew(account: Account, services: Services): Promise<void> {
  const service = await services.loadSignOut();
  const { signal } = new AbortController();
  const home = await (await services.loadHomeLink()).look('onClick');
  const label = linkSafeText(account.label);
  const canRevoke = SignOutService.canRevoke(account);
  if (!canRevoke && home.kind === 'ours' && home.account.id === account.id) {
    await service.signOut(account, 'home', signal);
  }
  const result = await service.signOut(account, canRevoke ? 'everywhere' : 'forget', signal);
  services.log.info('sign-out', `undo: ${result.kind}`);
  await services.current.update();
  followInBackground(services);
  if (result.kind !== 'done') {
    await notice.error(l10n.t('The server did not confirm that {0} was revoked, so the account was kept. Try again, or end it at {1}.', label, signInsUrl));
  } else if (canRevoke) {
    await offerChatGpt(l10n.t('{0} was taken away again, and its new sign-in has ended. To sign in as somebody else, switch to that account at chatgpt.com first.', label));
  } else {
    await notice.information(l10n.t('{0} was taken away again. Nothing was revoked.', label));
  }
}

async function offerChatGpt(message: string): Promise<void> {
  const open = l10n.t('Open chatgpt.com');
  if ((await window.showInformationMessage(message, open)) === open) {
    await vscodeBrowser.open(chatGptUrl);
  }
}
