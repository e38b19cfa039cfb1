import { onTestFinished } from 'vitest';
import { SignInKeeper } from '../../../../src/accounts/signIn/signInKeeper.ts';
import type { SignInOutcome } from '../../../../src/accounts/signIn/signInOutcome.ts';
import { SignInService, type AttemptState } from '../../../../src/accounts/signIn/signInService.ts';
import { createInstallation, type InstallationOptions, type Replies } from '../../../support/accountsHarness.ts';
import { waitUntil } from '../../../support/fakeClock.ts';
import { answer, refusal } from '../../../support/fakeHttp.ts';
import { createFakeAttemptLock, createFakeBrowser, createFakeListener } from '../../../support/fakePorts.ts';
import { mintTokenAnswer, type Person } from '../../../support/tokens.ts';

export const grace: Person = { email: 'grace@example.com', userId: 'user-grace', workspaceId: 'workspace-grace' };

/** What the API answers about a key that is good. */
export const goodKey: Replies = { '/v1/models': answer(200), '/v1/responses': refusal(400) };

/** An installation that signs people in, with a browser that a test finishes. */
export function createSignInScene({
  person = {},
  replies = {},
  ...rest
}: { person?: Person; replies?: Replies } & Pick<InstallationOptions, 'config' | 'ruleReader'> = {}) {
  const installation = createInstallation({
    ...rest,
    replies: {
      '/oauth/token': () => answer(200, mintTokenAnswer(person)),
      '/oauth/revoke': answer(200),
      '/api/accounts/deviceauth/usercode': answer(200, { device_auth_id: 'a', user_code: 'ABCD-1234' }),
      '/api/accounts/deviceauth/token': answer(403),
      ...replies,
    },
  });
  const listener = createFakeListener();
  const browser = createFakeBrowser();
  const attemptLock = createFakeAttemptLock();
  const service = new SignInService({
    ...installation,
    listener,
    browser,
    attemptLock,
    keeper: new SignInKeeper(installation),
  });
  onTestFinished(() => {
    service.dispose();
  });
  const states: string[] = [];
  service.onDidChange((state: AttemptState) => states.push(state.kind));
  /** The person finishes on the sign-in page, and the browser follows to its last page. */
  const finish = async (): Promise<string> => {
    await waitUntil(() => service.state.kind === 'browser' && listener.isOpen && browser.opened.length > 0);
    const state = new URL(browser.opened.at(-1) ?? '').searchParams.get('state') ?? '';
    const reply = await listener.get(`/auth/callback?code=c1&state=${state}`);
    const shown = reply.kind === 'seeOther' ? await listener.get(reply.path) : reply;
    return shown.kind === 'page' ? shown.page : shown.path;
  };
  return { ...installation, listener, browser, attemptLock, service, states, finish };
}

export const tell = (outcome: SignInOutcome): string =>
  outcome.kind === 'signedIn' ? `signedIn ${outcome.placement.kind}` : outcome.kind;
