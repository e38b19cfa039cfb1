import { describe, expect, it, onTestFinished } from 'vitest';
import { SignInService, type AttemptState, type SignInOutcome } from '../../../src/accounts/signInService.ts';
import { identifyTokens } from '../../../src/accounts/newAccount.ts';
import { AuthError, Cancelled } from '../../../src/util/authError.ts';
import { say } from '../../../src/util/sentence.ts';
import { Secret } from '../../../src/util/secret.ts';
import { createInstallation, type Replies } from '../../support/accountsHarness.ts';
import { waitUntil } from '../../support/fakeClock.ts';
import { answer } from '../../support/fakeHttp.ts';
import { createFakeAttemptLock, createFakeBrowser, createFakeListener } from '../../support/fakePorts.ts';
import { mintTokenAnswer, mintTokens, randomText, type Person } from '../../support/tokens.ts';

const grace: Person = { email: 'grace@example.com', userId: 'user-grace', accountId: 'workspace-grace' };

function createHarness({ person = {}, replies = {} }: { person?: Person; replies?: Replies } = {}) {
  const installation = createInstallation({
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
  const service = new SignInService({ ...installation, listener, browser, attemptLock });
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

const tell = (outcome: SignInOutcome): string =>
  outcome.kind === 'signedIn' ? `signedIn ${outcome.placement.kind}` : outcome.kind;

describe('signing in', () => {
  it('goes from the browser to a placed account', async () => {
    const { service, finish, states, file, attemptLock } = createHarness();
    const outcome = service.withBrowser();
    expect(await finish()).toBe('success');
    expect([tell(await outcome), states, attemptLock.held]).toEqual(['signedIn placed', ['starting', 'browser', 'finishing', 'idle'], 0]);
    expect(file.text).toContain('"auth_mode": "chatgpt"');
  });

  it.each(['withBrowser', 'withDeviceCode'] as const)('says what is in the way of our records before a code is asked for: %s', async (method) => {
    const { service, grants, browser, http, attemptLock } = createHarness();
    grants.ensureWritable = () => Promise.reject(new AuthError('fixFile', say('folder.diskFull', { path: '/state' })));
    await expect(service[method]()).rejects.toMatchObject({ code: 'fixFile', sentence: { messageId: 'folder.diskFull' } });
    expect([browser.opened, http.sent, attemptLock.held, service.state.kind]).toEqual([[], [], 0, 'idle']);
  });

  it('lets a second click join the attempt that is open', async () => {
    const { service, finish, browser } = createHarness();
    const [first, second] = [service.withBrowser(), service.withBrowser()];
    await finish();
    const outcomes = await Promise.all([first, second]);
    expect([outcomes[0] === outcomes[1], browser.opened.length]).toEqual([true, 1]);
  });

  it('does not take an open attempt for one that expects a workspace: another one that comes back is refused', async () => {
    const { service, finish, browser, directory } = createHarness();
    const first = service.withBrowser();
    await waitUntil(() => browser.opened.length === 1);
    const second = service.withBrowser('workspace-2').catch((failure: unknown) => failure);
    expect(await first).toEqual({ kind: 'cancelled' });
    await waitUntil(() => browser.opened.length === 2);
    await finish();
    expect([await second, await directory.list()]).toEqual([expect.any(AuthError), []]);
  });

  it('keeps the key that was given last, not another one that is still being kept', async () => {
    const { service, file } = createHarness({ replies: { '/v1/models': answer(200) } });
    const keys = [randomText('sk'), randomText('sk')];
    const outcomes = await Promise.all(keys.map((key) => service.withApiKey({ kind: 'apiKey', key: new Secret(key), check: 'good' })));
    expect(tell(outcomes[1] ?? { kind: 'cancelled' })).toMatch(/^signedIn/u);
    expect(JSON.parse(file.text ?? '')).toMatchObject({ OPENAI_API_KEY: keys[1] });
  });

  it('ends the open attempt when the person chooses another method', async () => {
    const { service, listener, browser } = createHarness();
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
    const { service, browser, file, secrets, grants, clock, attemptLock } = createHarness();
    file.text = '{}';
    const outcome = service.withBrowser();
    await waitUntil(() => browser.opened.length > 0);
    service.cancel();
    expect(await outcome).toEqual({ kind: 'cancelled' });
    expect([file.text, secrets.values.size, grants.files.size, clock.waiting, attemptLock.held]).toEqual(['{}', 0, 0, 0, 0]);
  });

  it('begins anew with a click right after a cancel', async () => {
    const { service, finish, browser } = createHarness();
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
    const { service, finish } = createHarness({ replies: { '/oauth/token': [answer(503), () => answer(200, mintTokenAnswer())] } });
    const first = service.withBrowser();
    first.catch(() => undefined);
    expect(await finish()).toBe('failed');
    await expect(first).rejects.toMatchObject({ sentence: { messageId: 'token.serverDown' } });
    const second = service.withBrowser();
    expect([await finish(), tell(await second)]).toEqual(['success', 'signedIn placed']);
  });

  it.each([
    ['leave', 'cancelled'],
    ['useDeviceCode', 'useInstead'],
  ] as const)('asks when another window signs in; the answer %s means: %s', async (chosen, outcome) => {
    const { service, questions, attemptLock, browser } = createHarness();
    attemptLock.other = 'Cursor';
    questions.answers.takeOverAttempt = chosen;
    expect((await service.withBrowser()).kind).toBe(outcome);
    expect([questions.asked, browser.opened]).toEqual([['takeOverAttempt Cursor'], []]);
  });

  it('takes the attempt over when the person says so', async () => {
    const { service, questions, attemptLock, finish } = createHarness();
    attemptLock.other = 'Cursor';
    questions.answers.takeOverAttempt = 'takeOver';
    const outcome = service.withBrowser();
    expect([await finish(), tell(await outcome), attemptLock.held]).toEqual(['success', 'signedIn placed', 0]);
  });

  it('says so when another window took the attempt over', async () => {
    const { service, attemptLock, browser, listener } = createHarness();
    const outcome = service.withBrowser();
    await waitUntil(() => browser.opened.length > 0);
    attemptLock.takeFromUs(new Cancelled());
    await expect(outcome).rejects.toMatchObject({ sentence: { messageId: 'browser.takenOver' } });
    expect([listener.isOpen, attemptLock.held]).toEqual([false, 0]);
  });

  it('asks about the Home only after the browser has its page', async () => {
    const { service, questions, file, finish } = createHarness();
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

  it('asks who it is before a second person is saved, and ends what is not wanted', async () => {
    const { service, directory, questions, finish, http } = createHarness({ person: grace });
    const tokens = mintTokens();
    await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    questions.answers.confirmIdentity = 'discard';
    const outcome = service.withBrowser();
    expect([await finish(), tell(await outcome)]).toEqual(['confirm', 'discarded']);
    expect([questions.asked, (await directory.list()).length, http.to('/oauth/revoke').length]).toEqual([['confirmIdentity grace@example.com'], 1, 1]);
    questions.answers.confirmIdentity = 'save';
    const again = service.withBrowser();
    await finish();
    expect(tell(await again)).toMatch(/^signedIn/u);
    expect(await directory.list()).toHaveLength(2);
  });

  it('refuses another workspace than the one that is signed in again', async () => {
    const { service, finish, directory, http } = createHarness({ person: grace });
    const outcome = service.withBrowser('workspace-ada');
    outcome.catch(() => undefined);
    await finish();
    await expect(outcome).rejects.toMatchObject({ code: 'signInAgain', sentence: { messageId: 'browser.otherWorkspace' } });
    expect([await directory.list(), http.to('/oauth/revoke').length]).toEqual([[], 1]);
  });

  it('keeps a key without asking anybody who it is', async () => {
    const { service, file } = createHarness({ replies: { '/v1/models': answer(200) } });
    const outcome = await service.withApiKey({ kind: 'apiKey', key: new Secret(randomText('sk')), check: 'good' });
    expect(tell(outcome)).toBe('signedIn placed');
    expect(file.text).toContain('"auth_mode": "apikey"');
  });

  it('proves an access token with one real call before it is kept', async () => {
    const who = { email: null, chatgpt_user_id: 'u', chatgpt_account_id: 'w', chatgpt_plan_type: 'business' };
    const path = '/api/accounts/v1/user-auth-credential/whoami';
    const token = { token: new Secret(randomText('at')), shape: 'personalAccessToken' as const };
    const good = createHarness({ replies: { [path]: answer(200, who) } });
    expect(tell(await good.service.withAccessToken(token))).toBe('signedIn placed');
    expect(good.http.to(path)).toHaveLength(1);
    const refused = createHarness({ replies: { [path]: answer(401) } });
    await expect(refused.service.withAccessToken(token)).rejects.toBeInstanceOf(AuthError);
    expect([refused.secrets.values.size, refused.file.text]).toEqual([0, undefined]);
  });
});

describe('a sign-in that came back and cannot be saved', () => {
  /** The storage refuses so many times, and then takes it. */
  const refuse = ({ secrets }: Pick<ReturnType<typeof createHarness>, 'secrets'>, times: number): void => {
    const { store } = secrets;
    let left = times;
    secrets.store = (key, value) => {
      left -= 1;
      return left < 0 ? store(key, value) : Promise.reject(new RangeError('Cannot set password'));
    };
  };
  const approved = answer(200, { authorization_code: 'c1', code_challenge: 'x', code_verifier: 'v'.repeat(43) });

  it('is saved again on the person’s word, without the browser', async () => {
    const harness = createHarness();
    const { service, finish, questions, browser, http, directory } = harness;
    questions.answers.saveAgain = 'saveAgain';
    refuse(harness, 2);
    const outcome = service.withBrowser();
    expect(await finish()).toBe('notSaved');
    expect([tell(await outcome), questions.asked, browser.opened.length, http.to('/oauth/token').length]).toEqual([
      'signedIn placed', ['saveAgain vault.notReadBack', 'saveAgain vault.notReadBack'], 1, 1,
    ]);
    expect((await directory.list()).map(({ kind }) => kind)).toEqual(['ready']);
  });

  it('after a device code is saved again in the same way', async () => {
    const harness = createHarness({ replies: { '/api/accounts/deviceauth/token': approved } });
    harness.questions.answers.saveAgain = 'saveAgain';
    refuse(harness, 1);
    expect([tell(await harness.service.withDeviceCode()), harness.questions.asked]).toEqual(['signedIn placed', ['saveAgain vault.notReadBack']]);
  });

  it('of a second person is asked about once who it is, and saved again', async () => {
    const harness = createHarness({ person: grace });
    const { service, finish, questions, directory } = harness;
    const tokens = mintTokens();
    await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    questions.answers.saveAgain = 'saveAgain';
    refuse(harness, 1);
    const outcome = service.withBrowser();
    await finish();
    await outcome;
    expect(questions.asked).toEqual(['confirmIdentity grace@example.com', 'saveAgain vault.notReadBack']);
    expect((await directory.list()).map(({ kind }) => kind)).toEqual(['ready', 'ready']);
  });

  it('ends when the person gives it up', async () => {
    const harness = createHarness();
    refuse(harness, 1);
    const outcome = harness.service.withBrowser();
    await harness.finish();
    expect([tell(await outcome), harness.service.state.kind]).toEqual(['cancelled', 'idle']);
  });
});
