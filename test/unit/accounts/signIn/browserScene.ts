import type { CallbackReply } from '../../../../src/accounts/signIn/ports.ts';
import { receiveBrowserTokens, type WaitingForBrowser } from '../../../../src/accounts/signIn/browserSignIn.ts';
import type { CallbackReach } from '../../../../src/window/callbackReach.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import { AuthError, Cancelled } from '../../../../src/errors/authError.ts';
import { createFakeClock, settle, waitUntil } from '../../../support/fakeClock.ts';
import { answer, createFakeHttp, type Reply } from '../../../support/fakeHttp.ts';
import { createFakeBrowser, createFakeListener } from '../../../support/fakePorts.ts';
import { mintTokenAnswer } from '../../../support/tokens.ts';

type Keep = (tokens: TokenSet) => Promise<'kept' | 'mustConfirm'>;

interface AttemptOptions {
  readonly token?: Reply;
  readonly canOpen?: boolean;
  readonly reach?: CallbackReach;
}

/** One attempt, open and waiting for its callback. */
export async function openAttempt({
  token = answer(200, mintTokenAnswer()),
  canOpen = true,
  reach = 'direct',
}: AttemptOptions = {}) {
  const clock = createFakeClock();
  const listener = createFakeListener();
  const browser = createFakeBrowser(canOpen);
  browser.reach = reach;
  const http = createFakeHttp({ '/oauth/token': token });
  const controller = new AbortController();
  const kept: TokenSet[] = [];
  const waiting: WaitingForBrowser[] = [];
  const store: { keep: Keep } = {
    keep: (tokens) => {
      kept.push(tokens);
      return Promise.resolve('kept');
    },
  };
  const signIn = async (): Promise<void> => {
    const { tokens, showPage } = await receiveBrowserTokens(
      { http, clock, browser, listener },
      {
        issuer: buildIssuer(),
        allowedWorkspaceIds: [],
        onWaiting: (one) => waiting.push(one),
        signal: controller.signal,
      },
    );
    try {
      await showPage((await store.keep(tokens)) === 'kept' ? 'success' : 'confirm');
    } finally {
      await showPage('notSaved');
    }
  };
  const ended = signIn().then(
    () => 'signed in',
    (failure: unknown) =>
      failure instanceof AuthError ? failure.sentence.messageId : failure instanceof Cancelled ? 'cancelled' : failure,
  );
  await waitUntil(() => browser.opened.length > 0);
  await settle();
  const link = new URL(browser.opened[0] ?? 'http://none');
  const state = link.searchParams.get('state') ?? '';
  const come = (query: string): Promise<CallbackReply> => listener.get(`/auth/callback?${query}`);
  /** What the browser is shown in the end, following our redirect. */
  const follow = async (reply: CallbackReply): Promise<string> => {
    const shown = reply.kind === 'seeOther' ? await listener.get(reply.path) : reply;
    return shown.kind === 'page' ? `${String(shown.status)} ${shown.page}` : shown.path;
  };
  return { clock, listener, browser, http, controller, kept, waiting, store, ended, link, state, come, follow };
}

export type OpenedAttempt = Awaited<ReturnType<typeof openAttempt>>;

export async function isPending({ ended }: OpenedAttempt): Promise<boolean> {
  await settle();
  return (await Promise.race([ended, Promise.resolve('pending')])) === 'pending';
}
