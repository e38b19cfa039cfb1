import { ProgressLocation, l10n, window } from 'vscode';
import { decideGate, listWaysOn, type HomeClick, type WayOn } from '../../home/store/storeAccess.ts';
import { Cancelled } from '../../errors/authError.ts';
import { notice } from '../shell/notices.ts';
import { followInBackground } from '../running/followInBackground.ts';
import { moveToStore } from './credentialStoreMove.ts';
import type { Services } from '../shell/services.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';

/**
 * Asked before a click changes what Codex is signed in with: a keychain that will ask is announced, and a store that
 * takes nothing from outside is said with the two ways on. False when there is nothing left to do for the caller.
 */
export async function mayReachHome(services: Services, click: HomeClick = 'give'): Promise<boolean> {
  switch (decideGate(await services.sight.locate(), click)) {
    case 'open':
      return true;
    case 'announceKeychain':
      return services.keychainNotice.say();
    case 'offerWays':
      return (await offerWaysOn(services)) === 'moved';
  }
}

/** The limit, and what can be done about it. */
async function offerWaysOn(services: Services): Promise<'moved' | 'done'> {
  const move = l10n.t('Move Codex to the File Store');
  const signIn = l10n.t('Sign In with the Codex CLI');
  const words: Readonly<Record<WayOn, string>> = { moveToFile: move, signInWithCodex: signIn };
  const ways = listWaysOn(await (await services.loadStore()).decide());
  const choice = await window.showWarningMessage(
    l10n.t(
      'Codex on this computer keeps its sign-in in an encrypted store of its own, which takes none from other programs.',
    ),
    {
      modal: true,
      detail: l10n.t(
        'In the file store, auth.json, every account of yours can be used; that is one line in config.toml and can be undone. Or Codex itself signs in with ChatGPT in your browser and keeps that in its own store, in place of what it has there. Neither revokes anything.',
      ),
    },
    ...ways.map((way) => words[way]),
  );
  if (choice === move) {
    await moveCodexToFile(services);
    return 'moved';
  }
  if (choice === signIn) {
    await signInWithCodexCli(services);
  }
  return 'done';
}

/** The announcement of the move is not waited for: what was clicked goes on. */
export async function moveCodexToFile(services: Services): Promise<void> {
  const { announce } = await moveToStore('file', services);
  void announce();
}

/**
 * The CLI signs in by itself, through its app-server. Never by `codex login` in its own Home: that revokes the sign-in
 * it replaces before the new one is there.
 */
export async function signInWithCodexCli(services: Services): Promise<void> {
  const { codex, sight, current, log } = services;
  await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('The Codex CLI is signing in. Finish it in your browser.'),
      cancellable: true,
    },
    async (_progress, token) => {
      const ended = new AbortController();
      token.onCancellationRequested(() => {
        ended.abort(new Cancelled());
      });
      await codex.signIn((url) => vscodeBrowser.open(url), ended.signal);
    },
  );
  log.info('sign-in', 'by the Codex CLI');
  await sight.renew(true);
  await current.update();
  followInBackground(services);
  await notice.information(
    l10n.t('The Codex CLI is signed in. Its sign-in is in its own store, so it is not among the accounts here.'),
  );
}
