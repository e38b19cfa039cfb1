import { l10n } from 'vscode';
import type { HomeInspector } from '../../accounts/home/homeInspector.ts';
import type { CodexAppServer } from '../../accounts/home/ports.ts';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { decideHomeClick, listWorkarounds, type HomeClick, type Workaround } from '../../home/store/decideHomeClick.ts';
import type { StoreService } from '../../home/store/storeService.ts';
import { followInBackground, type FollowFlow } from '../running/followInBackground.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import { moveToStore, type StoreMoveFlow } from './credentialStoreMove.ts';

export type HomeAccessFlow = {
  readonly loadStore: () => Promise<Pick<StoreService, 'decide'>>;
} & StoreMoveFlow &
  CodexSignInFlow & {
    readonly prompts: Pick<Prompts, 'confirm'>;
    readonly inspector: Pick<HomeInspector, 'locate'>;
  };

export type CodexSignInFlow = FollowFlow & {
  readonly prompts: Pick<Prompts, 'progress' | 'tell'>;
  readonly browser: Pick<Browser, 'open'>;
  readonly codex: Pick<CodexAppServer, 'signIn'>;
  readonly inspector: Pick<HomeInspector, 'renew'>;
  readonly current: Pick<CurrentAccount, 'update'>;
  readonly log: Pick<Log, 'info'>;
};

/**
 * Asked before a click changes what Codex is signed in with: a keychain that will ask is announced, and a store that
 * takes nothing from outside is said with the two ways on. False when there is nothing left to do for the caller.
 */
export async function ensureHomeWritable(flow: HomeAccessFlow, click: HomeClick = 'write'): Promise<boolean> {
  switch (decideHomeClick(await flow.inspector.locate(), click)) {
    case 'open':
      return true;
    case 'announceKeychain':
      return flow.keychainNotice.say();
    case 'offerWays':
      return (await offerWaysOn(flow)) === 'moved';
  }
}

/** The limit, and what can be done about it. */
async function offerWaysOn(flow: HomeAccessFlow): Promise<'moved' | 'done'> {
  const move = l10n.t('Move Codex to the File Store');
  const signIn = l10n.t('Sign In with the Codex CLI');
  const words: Readonly<Record<Workaround, string>> = { moveToFile: move, signInWithCodex: signIn };
  const ways = listWorkarounds(await (await flow.loadStore()).decide());
  const choice = await flow.prompts.confirm(
    'warning',
    l10n.t(
      'Codex on this computer keeps its sign-in in an encrypted store of its own, which takes none from other programs.',
    ),
    {
      detail: l10n.t(
        'In the file store, auth.json, every account of yours can be used; that is one line in config.toml and can be undone. Or Codex itself signs in with ChatGPT in your browser and keeps that in its own store, in place of what it has there. Neither revokes anything.',
      ),
      buttons: ways.map((way) => words[way]),
    },
  );
  if (choice === move) {
    await moveCodexToFile(flow);
    return 'moved';
  }
  if (choice === signIn) {
    await signInWithCodexCli(flow);
  }
  return 'done';
}

/** The announcement of the move is not waited for: what was clicked goes on. */
export async function moveCodexToFile(flow: StoreMoveFlow): Promise<void> {
  const { announce } = await moveToStore('file', flow);
  flow.log.unawaited('home', announce());
}

/**
 * The CLI signs in by itself, through its app-server. Never by `codex login` in its own Home: that revokes the sign-in
 * it replaces before the new one is there.
 */
export async function signInWithCodexCli(flow: CodexSignInFlow): Promise<void> {
  const { prompts, browser, codex, inspector, current, log } = flow;
  await prompts.progress(
    { title: l10n.t('The Codex CLI is signing in. Finish it in your browser.'), isCancellable: true },
    (_report, signal) => codex.signIn((url) => browser.open(url), signal),
  );
  log.info('sign-in', 'by the Codex CLI');
  await inspector.renew(true);
  await current.update();
  followInBackground(flow);
  await prompts.tell(
    'information',
    l10n.t('The Codex CLI is signed in. Its sign-in is in its own store, so it is not among the accounts here.'),
  );
}
