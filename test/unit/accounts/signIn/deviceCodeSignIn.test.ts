import { describe, expect, it } from 'vitest';
import { runDeviceCodeSignIn, type WaitingForCode } from '../../../../src/accounts/signIn/deviceCodeSignIn.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { AuthError, Cancelled } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createFakeClock, settle } from '../../../support/fakeClock.ts';
import { answer, createFakeHttp, offline, refusal, type Reply } from '../../../support/fakeHttp.ts';
import { mintTokenAnswer } from '../../../support/tokens.ts';

const codePath = '/api/accounts/deviceauth/usercode';
const pollPath = '/api/accounts/deviceauth/token';
const pending = answer(403);
const foreign = (messageId: 'network.redirected' | 'network.tooMuch'): AuthError =>
  new AuthError('checkNetwork', buildSentence(messageId, { host: 'example.com' }));
const approved = answer(200, { authorization_code: 'c1', code_challenge: 'x', code_verifier: 'v1' });

async function createSignInScene(
  polls: readonly Reply[],
  { interval = '5', code }: { interval?: unknown; code?: Reply } = {},
) {
  const clock = createFakeClock();
  const http = createFakeHttp({
    [codePath]: code ?? answer(200, { device_auth_id: 'auth-1', user_code: 'ABCD-1234', interval }),
    [pollPath]: polls,
    '/oauth/token': answer(200, mintTokenAnswer()),
  });
  const controller = new AbortController();
  const waiting: WaitingForCode[] = [];
  const startMs = clock.nowMs();
  const ended = runDeviceCodeSignIn(
    { http, clock },
    { issuer: buildIssuer(), onWaiting: (one) => waiting.push(one), signal: controller.signal },
  ).then(
    () => 'signed in',
    (failure: unknown) =>
      failure instanceof AuthError ? failure.sentence.messageId : failure instanceof Cancelled ? 'cancelled' : failure,
  );
  await settle();
  return { clock, http, controller, waiting, ended, startMs };
}

describe('a sign-in with a device code', () => {
  it('shows the code, asks at once and then every interval, and trades what the server made', async () => {
    const { clock, http, waiting, ended, startMs } = await createSignInScene([pending, answer(404), approved]);
    expect(waiting).toEqual([
      {
        userCode: 'ABCD-1234',
        verificationUrl: 'https://auth.openai.com/codex/device',
        expiresAtMs: startMs + 900_000,
      },
    ]);
    expect(http.to(pollPath)).toHaveLength(1);
    await clock.advance(10_000);
    expect([await ended, clock.delays]).toEqual(['signed in', [5000, 5000]]);
    expect(http.to('/oauth/token')[0]?.body).toBe(
      'grant_type=authorization_code&client_id=app_EMoamEEZ73f0CkXaXp7hrann&code=c1' +
        '&redirect_uri=https%3A%2F%2Fauth.openai.com%2Fdeviceauth%2Fcallback&code_verifier=v1',
    );
  });

  it('ends after 15 minutes with the last poll before, and asks no more', async () => {
    const { clock, http, ended, startMs } = await createSignInScene([pending], { interval: '60' });
    await clock.advance(20 * 60_000);
    expect(await ended).toBe('deviceCode.expired');
    expect(http.to(pollPath)).toHaveLength(15);
    expect(clock.delays.reduce((sum, ms) => sum + ms, 0)).toBe(900_000);
    expect(clock.nowMs() - startMs).toBe(20 * 60_000);
  });

  it('shortens the last wait to the time that is left', async () => {
    const { clock, ended } = await createSignInScene([pending], { interval: '59' });
    await clock.advance(900_000);
    expect([await ended, clock.delays.at(-1)]).toEqual(['deviceCode.expired', 15_000]);
  });

  it('asks five seconds less often for good once the server says so', async () => {
    const { clock, ended } = await createSignInScene([pending, answer(429), pending, answer(503), pending, approved]);
    await clock.advance(120_000);
    expect([await ended, clock.delays]).toEqual(['signed in', [5000, 10_000, 10_000, 15_000, 15_000]]);
  });

  it('waits as long as the server wants to be left alone, and not beyond the end', async () => {
    const { clock, ended } = await createSignInScene([
      answer(429, {}, { retryAfterMs: 42_000 }),
      pending,
      answer(503, {}, { retryAfterMs: 3_600_000 }),
    ]);
    await clock.advance(900_000);
    expect([await ended, clock.delays]).toEqual(['deviceCode.expired', [42_000, 10_000, 848_000]]);
  });

  it('survives a network that is gone for a while, and a gateway that gives up', async () => {
    const gateway = answer(408, '<html>', { contentType: 'text/html' });
    const { clock, ended } = await createSignInScene([offline(), pending, gateway, offline(), answer(425), approved]);
    await clock.advance(30_000);
    expect(await ended).toBe('signed in');
  });

  it.each([
    ['the person declines', refusal(403, 'access_denied'), 'deviceCode.refused'],
    ['the code is over', refusal(400, 'expired_token'), 'deviceCode.expired'],
    ['the country is not served', refusal(403, 'unsupported_country_region_territory'), 'server.regionRefused'],
    [
      'a bot check stands in between',
      answer(403, '<html>Just a moment', { contentType: 'text/html' }),
      'token.refusedHere',
    ],
    ['a hotel leads elsewhere', foreign('network.redirected'), 'network.redirected'],
    ['somebody in between answers far too much', foreign('network.tooMuch'), 'network.tooMuch'],
    ['a hotel answers in its place', answer(200, '<html>Welcome', { contentType: 'text/html' }), 'token.notAnAnswer'],
  ])('ends with its reason when %s, and asks no more', async (_name, reply, messageId) => {
    const { clock, http, ended } = await createSignInScene([pending, reply]);
    await clock.advance(60_000);
    expect([await ended, http.to(pollPath).length]).toEqual([messageId, 2]);
  });

  it('shows and keeps the end that the service names', async () => {
    const expiresAtMs = Date.UTC(2026, 10, 21, 4, 1, 0);
    const code = answer(200, {
      device_auth_id: 'auth-1',
      user_code: 'ABCD-1234',
      interval: '5',
      expires_at: new Date(expiresAtMs).toISOString(),
    });
    const { clock, http, waiting, ended } = await createSignInScene([pending], { code });
    await clock.advance(900_000);
    expect([waiting[0]?.expiresAtMs, await ended, http.to(pollPath).length]).toEqual([
      expiresAtMs,
      'deviceCode.expired',
      12,
    ]);
  });

  it.each([
    ['number', 3, 3000],
    ['"0"', '0', 1000],
    ['missing', undefined, 5000],
    ['""', '', 5000],
  ])('waits with an interval that is %s: %j', async (_name, interval, ms) => {
    const { clock, ended } = await createSignInScene([pending, approved], { interval });
    await clock.advance(ms);
    expect([await ended, clock.delays]).toEqual(['signed in', [ms]]);
  });

  it('ends at once when the server refuses the code', async () => {
    const { http, ended } = await createSignInScene([answer(400)]);
    expect([await ended, http.to(pollPath).length]).toEqual(['deviceCode.refused', 1]);
  });

  it.each([
    [404, 'deviceCode.notEnabled'],
    [500, 'server.serviceDown'],
  ])('does not begin with HTTP %i', async (status, messageId) => {
    const { waiting, ended } = await createSignInScene([], { code: answer(status) });
    expect([await ended, waiting]).toEqual([messageId, []]);
  });

  it('ends in the middle of a wait when the person cancels', async () => {
    const { clock, controller, http, ended } = await createSignInScene([pending]);
    controller.abort(new Cancelled());
    expect([await ended, clock.waiting, http.to(pollPath).length]).toEqual(['cancelled', 0, 1]);
  });

  it('does not repeat the trade of the code', async () => {
    const clock = createFakeClock();
    const http = createFakeHttp({
      [codePath]: answer(200, { device_auth_id: 'a', user_code: 'ABCD-1234' }),
      [pollPath]: approved,
      '/oauth/token': offline(),
    });
    const work = runDeviceCodeSignIn(
      { http, clock },
      { issuer: buildIssuer(), onWaiting: () => undefined, signal: new AbortController().signal },
    );
    await expect(work).rejects.toMatchObject({ code: 'checkNetwork' });
    expect(http.to('/oauth/token')).toHaveLength(1);
  });
});
