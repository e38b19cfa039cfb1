import { describe, expect, it } from 'vitest';
import { OwnSignIn, type OwnWaiting } from '../../../../src/accounts/signIn/ownSignIn.ts';
import { parseCredentialDocument } from '../../../../src/home/credential/credentialDocument.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { waitUntil } from '../../../support/fakeClock.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { createFakeAttemptLock, createFakeBrowser, createFakeListener } from '../../../support/fakePorts.ts';
import { mintTokenAnswer, randomText } from '../../../support/tokens.ts';
import { Secret } from '../../../../src/base/secret.ts';

function createSignInScene() {
  const given = mintTokenAnswer();
  const installation = createInstallation({
    replies: {
      '/oauth/token': answer(200, given),
      '/oauth/revoke': answer(200),
      '/api/accounts/deviceauth/usercode': answer(200, { device_auth_id: 'a', user_code: 'ABCD-1234' }),
      '/api/accounts/deviceauth/token': answer(200, { authorization_code: 'c1', code_verifier: randomText('v') }),
    },
  });
  const [listener, browser, attemptLock] = [createFakeListener(), createFakeBrowser(), createFakeAttemptLock()];
  const asked: string[] = [];
  const answers: { confirm: 'handOver' | 'discard' } = { confirm: 'handOver' };
  const questions = {
    takeOverAttempt: installation.questions.takeOverAttempt,
    confirmHandOver: ({ identity, hostName }: { identity: { email: string | undefined }; hostName: string }) => {
      asked.push(`${identity.email ?? ''} → ${hostName}`);
      return Promise.resolve(answers.confirm);
    },
  };
  const own = new OwnSignIn({ ...installation, questions, listener, browser, attemptLock });
  const ended = new AbortController();
  const waited: OwnWaiting['kind'][] = [];
  const run = (method: 'browser' | 'deviceCode') =>
    own.run({ method, hostName: 'gpu-box', onWaiting: ({ kind }) => waited.push(kind), signal: ended.signal });
  const finish = async (): Promise<string> => {
    await waitUntil(() => listener.isOpen && browser.opened.length > 0);
    const state = new URL(browser.opened.at(-1) ?? '').searchParams.get('state') ?? '';
    const reply = await listener.get(`/auth/callback?code=c1&state=${state}`);
    const shown = reply.kind === 'seeOther' ? await listener.get(reply.path) : reply;
    return shown.kind === 'page' ? shown.page : shown.path;
  };
  return {
    ...installation,
    installation,
    own,
    given,
    listener,
    browser,
    attemptLock,
    asked,
    answers,
    ended,
    waited,
    run,
    finish,
  };
}

describe('a sign-in made for another host', () => {
  it.each(['browser', 'deviceCode'] as const)('is handed to the caller and kept nowhere here: %s', async (method) => {
    const scene = createSignInScene();
    const outcome = scene.run(method);
    if (method === 'browser') {
      expect(await scene.finish()).toBe('confirm');
    }
    const result = await outcome;
    expect(result).toMatchObject({
      kind: 'ready',
      credential: { binding: 'own', expiresAtMs: undefined },
      identity: { email: 'ada@example.com' },
    });
    const text = result.kind === 'ready' ? result.credential.document.reveal() : '';
    expect(text).toContain(scene.given['refresh_token']);
    expect(parseCredentialDocument(new Secret(text))).toMatchObject({
      kind: 'credential',
      credential: { kind: 'chatgpt' },
    });
    expect([scene.asked, scene.waited]).toEqual([['ada@example.com → gpu-box'], [method]]);
    expect([scene.secrets.values.size, scene.grants.files.size, scene.homes.files.size, scene.file.text]).toEqual([
      0,
      0,
      0,
      undefined,
    ]);
    expect([scene.attemptLock.held, scene.listener.isOpen]).toEqual([0, false]);
  });

  it('is ended on the server when the wrong account came back', async () => {
    const scene = createSignInScene();
    scene.answers.confirm = 'discard';
    expect(await scene.run('deviceCode')).toEqual({ kind: 'discarded' });
    const body: unknown = JSON.parse(scene.http.to('/oauth/revoke')[0]?.body ?? '');
    expect(body).toMatchObject({ token: scene.given['refresh_token'], token_type_hint: 'refresh_token' });
  });

  it('can be ended by the caller when it never reached its host', async () => {
    const scene = createSignInScene();
    const outcome = await scene.run('deviceCode');
    expect(scene.http.to('/oauth/revoke')).toHaveLength(0);
    await (outcome.kind === 'ready' ? outcome.discard() : Promise.reject(new TypeError('Nothing came back.')));
    expect(scene.http.to('/oauth/revoke')).toHaveLength(1);
  });

  it('changes nothing when the person cancels', async () => {
    const scene = createSignInScene();
    const outcome = scene.run('browser');
    await waitUntil(() => scene.browser.opened.length > 0);
    scene.ended.abort(new Cancelled());
    expect(await outcome).toEqual({ kind: 'cancelled' });
    expect([scene.listener.isOpen, scene.attemptLock.held, scene.clock.waiting, scene.http.sent.length]).toEqual([
      false,
      0,
      0,
      0,
    ]);
  });

  it('ends with this extension', async () => {
    const scene = createSignInScene();
    const outcome = scene.run('browser');
    await waitUntil(() => scene.browser.opened.length > 0);
    scene.own.dispose();
    expect(await outcome).toEqual({ kind: 'cancelled' });
    expect([scene.listener.isOpen, scene.attemptLock.held, scene.clock.waiting]).toEqual([false, 0, 0]);
  });

  it.each([
    ['leave', { kind: 'cancelled' }],
    ['useDeviceCode', { kind: 'useInstead', method: 'deviceCode' }],
  ] as const)('asks when another window signs in; the answer %s is followed', async (chosen, expected) => {
    const scene = createSignInScene();
    scene.attemptLock.other = 'Cursor';
    scene.installation.questions.answers.takeOverAttempt = chosen;
    expect(await scene.run('browser')).toEqual(expected);
    expect(scene.browser.opened).toEqual([]);
  });

  it('says so when another window took the attempt over', async () => {
    const scene = createSignInScene();
    const outcome = scene.run('browser');
    await waitUntil(() => scene.browser.opened.length > 0);
    scene.attemptLock.takeFromUs(new Cancelled());
    await expect(outcome).rejects.toMatchObject({ sentence: { messageId: 'browser.takenOver' } });
  });
});
