import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { AuthError, Cancelled } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { waitUntil } from '../../../support/fakeClock.ts';
import { answer, offline, refusal, type Reply } from '../../../support/fakeHttp.ts';
import { mintTokenAnswer, mintTokens, randomText } from '../../../support/tokens.ts';
import { createSignInScene, goodKey, grace, tell } from './signInScene.ts';

const accountsCheck = '/backend-api/wham/accounts/check';

/** A server that says nothing until nobody waits. */
const silent: Reply = ({ signal }) =>
  new Promise((_resolve, reject) => {
    const leave = (): void => {
      reject(signal?.reason as Error);
    };
    if (signal?.aborted === true) {
      leave();
    }
    signal?.addEventListener('abort', leave);
  });

describe('signing in', () => {
  it('goes from the browser to a placed account', async () => {
    const { service, finish, states, file, attemptLock } = createSignInScene();
    const outcome = service.withBrowser();
    expect(await finish()).toBe('success');
    expect([tell(await outcome), states, attemptLock.held]).toEqual([
      'signedIn placed',
      ['starting', 'browser', 'finishing', 'idle'],
      0,
    ]);
    expect(file.text).toContain('"auth_mode": "chatgpt"');
  });

  it.each(['withBrowser', 'withDeviceCode'] as const)(
    'says what is in the way of our records before a code is asked for: %s',
    async (method) => {
      const { service, grants, browser, http, attemptLock } = createSignInScene();
      grants.ensureWritable = () =>
        Promise.reject(new AuthError('fixFile', buildSentence('folder.diskFull', { path: '/state' })));
      await expect(service[method]()).rejects.toMatchObject({
        code: 'fixFile',
        sentence: { messageId: 'folder.diskFull' },
      });
      expect([browser.opened, http.sent, attemptLock.held, service.state.kind]).toEqual([[], [], 0, 'idle']);
    },
  );

  it('lets a second click join the attempt that is open', async () => {
    const { service, finish, browser } = createSignInScene();
    const [first, second] = [service.withBrowser(), service.withBrowser()];
    await finish();
    const outcomes = await Promise.all([first, second]);
    expect([outcomes[0] === outcomes[1], browser.opened.length]).toEqual([true, 1]);
  });

  it('does not take an open attempt for one that expects a workspace: another one that comes back is refused', async () => {
    const { service, finish, browser, directory } = createSignInScene();
    const first = service.withBrowser();
    await waitUntil(() => browser.opened.length === 1);
    const second = service.withBrowser({ workspaceId: 'workspace-2' }).catch((failure: unknown) => failure);
    expect(await first).toEqual({ kind: 'cancelled' });
    await waitUntil(() => browser.opened.length === 2);
    await finish();
    expect([await second, await directory.list()]).toEqual([expect.any(AuthError), []]);
  });

  it('keeps the key that was given last, not another one that is still being kept', async () => {
    const { service, file } = createSignInScene({ replies: goodKey });
    const keys = [randomText('sk'), randomText('sk')];
    const outcomes = await Promise.all(keys.map((key) => service.withApiKey(new Secret(key))));
    expect(tell(outcomes[1] ?? { kind: 'cancelled' })).toMatch(/^signedIn/u);
    expect(JSON.parse(file.text ?? '')).toMatchObject({ OPENAI_API_KEY: keys[1] });
  });

  it('ends the open attempt when the person chooses another method', async () => {
    const { service, listener, browser } = createSignInScene();
    const first = service.withBrowser();
    await waitUntil(() => browser.opened.length > 0);
    const second = service.withDeviceCode();
    expect(await first).toEqual({ kind: 'cancelled' });
    await waitUntil(() => service.state.kind === 'deviceCode');
    expect([listener.isOpen, service.state.kind]).toEqual([false, 'deviceCode']);
    service.cancel();
    expect(await second).toEqual({ kind: 'cancelled' });
    expect(service.state).toEqual({ kind: 'idle' });
  });

  it('changes nothing that was there when it is cancelled', async () => {
    const { service, browser, file, secrets, grants, clock, attemptLock } = createSignInScene();
    file.text = '{}';
    const outcome = service.withBrowser();
    await waitUntil(() => browser.opened.length > 0);
    service.cancel();
    expect(await outcome).toEqual({ kind: 'cancelled' });
    expect([file.text, secrets.values.size, grants.files.size, clock.waiting, attemptLock.held]).toEqual([
      '{}',
      0,
      0,
      0,
      0,
    ]);
  });

  it('is done by the time the server is asked about the account: who leaves then stays signed in', async () => {
    const { service, finish, http, clock } = createSignInScene({ replies: { [accountsCheck]: silent } });
    const outcome = service.withBrowser();
    await finish();
    await waitUntil(() => http.to(accountsCheck).length > 0);
    service.cancel();
    expect(tell(await outcome)).toBe('signedIn placed');
    expect([http.to(accountsCheck)[0]?.signal?.aborted, clock.waiting]).toEqual([true, 0]);
  });

  it('keeps what has come, whoever leaves while the server is asked for its name', async () => {
    const { service, finish, http, directory } = createSignInScene({
      person: grace,
      replies: { [accountsCheck]: silent },
    });
    const tokens = mintTokens();
    await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    const outcome = service.withBrowser();
    const page = finish();
    await waitUntil(() => http.to(accountsCheck).length > 0);
    service.cancel();
    expect([await page, tell(await outcome)]).toEqual(['success', 'signedIn placed']);
    expect(await directory.list()).toHaveLength(2);
  });

  it('begins anew with a click right after a cancel', async () => {
    const { service, finish, browser } = createSignInScene();
    const first = service.withBrowser();
    await waitUntil(() => browser.opened.length > 0);
    service.cancel();
    const second = service.withBrowser();
    expect(await first).toEqual({ kind: 'cancelled' });
    await waitUntil(() => browser.opened.length > 1 || service.state.kind === 'idle');
    expect(browser.opened).toHaveLength(2);
    await finish();
    expect(tell(await second)).toBe('signedIn placed');
  });

  it('can begin again after a failure', async () => {
    const { service, finish } = createSignInScene({
      replies: { '/oauth/token': [answer(503), () => answer(200, mintTokenAnswer())] },
    });
    const first = service.withBrowser();
    first.catch(() => undefined);
    expect(await finish()).toBe('serviceDown');
    await expect(first).rejects.toMatchObject({ sentence: { messageId: 'server.serviceDown' } });
    const second = service.withBrowser();
    expect([await finish(), tell(await second)]).toEqual(['success', 'signedIn placed']);
  });

  it.each([
    ['leave', 'cancelled'],
    ['useDeviceCode', 'useInstead'],
  ] as const)('asks when another window signs in; the answer %s means: %s', async (chosen, outcome) => {
    const { service, questions, attemptLock, browser } = createSignInScene();
    attemptLock.other = 'Cursor';
    questions.answers.takeOverAttempt = chosen;
    expect((await service.withBrowser()).kind).toBe(outcome);
    expect([questions.asked, browser.opened]).toEqual([['takeOverAttempt Cursor'], []]);
  });

  it('takes the attempt over when the person says so', async () => {
    const { service, questions, attemptLock, finish } = createSignInScene();
    attemptLock.other = 'Cursor';
    questions.answers.takeOverAttempt = 'takeOver';
    const outcome = service.withBrowser();
    expect([await finish(), tell(await outcome), attemptLock.held]).toEqual(['success', 'signedIn placed', 0]);
  });

  it('says so when another window took the attempt over', async () => {
    const { service, attemptLock, browser, listener } = createSignInScene();
    const outcome = service.withBrowser();
    await waitUntil(() => browser.opened.length > 0);
    attemptLock.takeFromUs(new Cancelled());
    await expect(outcome).rejects.toMatchObject({ sentence: { messageId: 'browser.takenOver' } });
    expect([listener.isOpen, attemptLock.held]).toEqual([false, 0]);
  });

  it.each([
    ['a failure that has a sentence', new AuthError('signInAgain', buildSentence('grant.usedByAnotherCopy', {}))],
    ['any other', new TypeError('Nobody has thought of this.')],
  ])('shows the browser that nothing was saved where saving ends with %s', async (_name, failure) => {
    const { service, finish, grants, listener, attemptLock, clock } = createSignInScene();
    grants.write = () => Promise.reject(failure);
    const outcome = service.withBrowser().catch((reason: unknown) => reason);
    expect([await finish(), await outcome]).toEqual(['notSaved', failure]);
    expect([listener.isOpen, attemptLock.held, clock.waiting, service.state.kind]).toEqual([false, 0, 0, 'idle']);
  });

  it('goes on with the callback of a browser of which nobody has said yet that it is open', async () => {
    const { service, finish, browser } = createSignInScene();
    const { open } = browser;
    browser.open = async (url) => {
      await open(url);
      return new Promise(() => undefined);
    };
    const outcome = service.withBrowser();
    expect([await finish(), tell(await outcome)]).toEqual(['success', 'signedIn placed']);
  });

  it('asks about the Home only after the browser has its page', async () => {
    const { service, questions, file, finish } = createSignInScene();
    file.text = '{"auth_mode":"magic"}';
    const pageIsShown = Promise.withResolvers<undefined>();
    const ask = questions.replaceUnreadable;
    questions.replaceUnreadable = async (path) => {
      await pageIsShown.promise;
      return ask(path);
    };
    const outcome = service.withBrowser();
    expect(await finish()).toBe('success');
    pageIsShown.resolve(undefined);
    expect([tell(await outcome), questions.asked.length]).toEqual(['signedIn left', 1]);
  });

  it('asks before a workspace is saved that nobody asked for, and ends what is not wanted', async () => {
    const { service, directory, questions, finish, http } = createSignInScene({ person: grace });
    const tokens = mintTokens({ ...grace, workspaceId: 'workspace-else' });
    await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    questions.answers.confirmIdentity = 'discard';
    const outcome = service.withBrowser();
    expect([await finish(), tell(await outcome)]).toEqual(['confirm', 'discarded']);
    expect([questions.asked, (await directory.list()).length, http.to('/oauth/revoke').length]).toEqual([
      ['confirmIdentity otherWorkspace grace@example.com'],
      1,
      1,
    ]);
    questions.answers.confirmIdentity = 'save';
    const again = service.withBrowser();
    await finish();
    expect(tell(await again)).toMatch(/^signedIn/u);
    expect(await directory.list()).toHaveLength(2);
  });

  it('refuses another workspace than the one that is signed in again', async () => {
    const { service, finish, directory, http } = createSignInScene({ person: grace });
    const outcome = service.withBrowser({ workspaceId: 'workspace-ada' });
    outcome.catch(() => undefined);
    await finish();
    await expect(outcome).rejects.toMatchObject({
      code: 'signInAgain',
      sentence: { messageId: 'browser.otherWorkspace' },
    });
    expect([await directory.list(), http.to('/oauth/revoke').length]).toEqual([[], 1]);
  });

  it('refuses another workspace by a device code too, and says while the browser is open who is expected', async () => {
    const approved = answer(200, { authorization_code: 'a', code_challenge: 'b', code_verifier: 'c' });
    const { service, directory, http, browser } = createSignInScene({
      person: grace,
      replies: { '/api/accounts/deviceauth/token': approved },
    });
    const expected = { workspaceId: 'workspace-ada', userId: 'user-ada' };
    const first = service.withBrowser(expected);
    await waitUntil(() => browser.opened.length > 0);
    expect(service.state).toMatchObject({ kind: 'browser', expected });
    await expect(service.withDeviceCode(expected)).rejects.toMatchObject({
      sentence: { messageId: 'browser.otherWorkspace' },
    });
    expect([(await first).kind, await directory.list(), http.to('/oauth/revoke').length]).toEqual(['cancelled', [], 1]);
  });

  it('keeps a key without asking anybody who it is, and sends it for one check only', async () => {
    const { service, file, http, check } = createSignInScene({ replies: goodKey });
    const key = randomText('sk');
    const outcome = await service.withApiKey(new Secret(key));
    expect(tell(outcome)).toBe('signedIn placed');
    expect(file.text).toContain('"auth_mode": "apikey"');
    const sent = http.sent.map(({ url, headers }) => [new URL(url).pathname, headers?.['authorization']]);
    expect(sent).toEqual([
      ['/v1/models', `Bearer ${key}`],
      ['/v1/responses', `Bearer ${key}`],
    ]);
    expect(outcome).toMatchObject({ account: { credential: { check: 'good' } } });
    expect(outcome.kind === 'signedIn' && check.findLast(outcome.account.id)).toMatchObject({ kind: 'good' });
  });

  it.each([
    ['apiKey.invalid', { '/v1/models': refusal(401) }],
    ['apiKey.mayNotWriteResponses', { '/v1/models': answer(200), '/v1/responses': refusal(403) }],
  ])('keeps nothing of a key that is of no use: %s', async (messageId, replies) => {
    const { service, file, secrets } = createSignInScene({ replies });
    await expect(service.withApiKey(new Secret(randomText('sk')))).rejects.toMatchObject({
      code: 'correctInput',
      sentence: { messageId },
    });
    expect([file.text, secrets.values.size, service.state.kind]).toEqual([undefined, 0, 'idle']);
  });

  it('keeps a key that nobody could check with the person’s yes only', async () => {
    const { service, file, questions, check, http } = createSignInScene({ replies: { '/v1/models': offline() } });
    const key = new Secret(randomText('sk'));
    expect([(await service.withApiKey(key)).kind, file.text]).toEqual(['cancelled', undefined]);
    questions.answers.keepUnchecked = 'keep';
    const outcome = await service.withApiKey(key);
    expect(outcome).toMatchObject({ kind: 'signedIn', account: { credential: { check: 'unchecked' } } });
    expect(outcome.kind === 'signedIn' && check.findLast(outcome.account.id)).toBeUndefined();
    expect([questions.asked, http.sent.length]).toEqual([
      ['keepUnchecked network.offline', 'keepUnchecked network.offline'],
      2,
    ]);
  });

  it('keeps no key whose sign-in was cancelled while the person was asked about it', async () => {
    const { service, file, questions, secrets } = createSignInScene({ replies: { '/v1/models': offline() } });
    questions.keepUnchecked = () => {
      service.cancel();
      return Promise.resolve('keep');
    };
    expect(await service.withApiKey(new Secret(randomText('sk')))).toEqual({ kind: 'cancelled' });
    expect([file.text, secrets.values.size]).toEqual([undefined, 0]);
  });

  it('keeps no key when the person cancels while another window has its records', async () => {
    const { service, file, grants, secrets } = createSignInScene({ replies: goodKey });
    const { withLock } = grants;
    grants.withLock = (name, work, signal) => {
      service.cancel();
      return withLock(name, work, signal);
    };
    expect(await service.withApiKey(new Secret(randomText('sk')))).toEqual({ kind: 'cancelled' });
    expect([file.text, secrets.values.size, grants.files.size]).toEqual([undefined, 0, 0]);
  });

  it('proves an access token with one real call before it is kept', async () => {
    const who = { email: null, chatgpt_user_id: 'u', chatgpt_account_id: 'w', chatgpt_plan_type: 'business' };
    const path = '/api/accounts/v1/user-auth-credential/whoami';
    const token = { token: new Secret(randomText('at')), shape: 'personalAccessToken' as const };
    const good = createSignInScene({ replies: { [path]: answer(200, who) } });
    expect(tell(await good.service.withAccessToken(token))).toBe('signedIn placed');
    expect(good.http.to(path)).toHaveLength(1);
    const refused = createSignInScene({ replies: { [path]: answer(401) } });
    await expect(refused.service.withAccessToken(token)).rejects.toBeInstanceOf(AuthError);
    expect([refused.secrets.values.size, refused.file.text]).toEqual([0, undefined]);
  });
});
