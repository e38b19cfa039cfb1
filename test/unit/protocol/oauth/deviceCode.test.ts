import { describe, expect, it } from 'vitest';
import {
  buildDeviceCodeRequest,
  buildDevicePollRequest,
  findEndMs,
  parseDeviceCode,
  parseDevicePoll,
} from '../../../../src/protocol/oauth/deviceCode.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { answer, refusal } from '../../../support/fakeHttp.ts';
import { randomText } from '../../../support/tokens.ts';

const issuer = buildIssuer();
const { signal } = new AbortController();
const code = { device_auth_id: 'auth-1', user_code: 'ABCD-1234' };

function refusalOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (failure) {
    if (failure instanceof AuthError) {
      return [failure.code, failure.sentence.messageId];
    }
    throw failure;
  }
  return [];
}

describe('the answer with a device code', () => {
  it.each([
    ['a text', '5', 5],
    ['a number', 7, 7],
    ['zero', '0', 1],
    ['nothing', undefined, 5],
    ['an empty text', '', 5],
    ['blanks', '  ', 5],
    ['a word', 'soon', 5],
    ['null', null, 5],
    ['an object', {}, 5],
    ['less than nothing', '-3', 1],
    ['an hour', 3600, 60],
    ['a fraction', '2.5', 2.5],
  ])('may give %s as its interval', (_name, interval, seconds) => {
    expect(parseDeviceCode(answer(200, { ...code, interval })).intervalSeconds).toBe(seconds);
  });

  const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);

  it.each([
    ['a minute', new Date(startMs + 60_000).toISOString(), 60],
    ['half an hour', new Date(startMs + 1_800_000).toISOString(), 1800],
    ['another zone', '2026-11-21T06:10:00.123456+02:00', 600],
    ['seconds since 1970', startMs / 1000 + 300, 300],
    ['nothing', undefined, 900],
    ['null', null, 900],
    ['a word', 'soon', 900],
    ['a past end: this clock is ahead', new Date(startMs - 60_000).toISOString(), 900],
    ['a far end: this clock is behind', new Date(startMs + 86_400_000).toISOString(), 900],
  ])('may say when it ends: %s', (_name, expiresAt, seconds) => {
    const parsed = parseDeviceCode(answer(200, { ...code, expires_at: expiresAt }));
    expect(Math.round((findEndMs(parsed, startMs) - startMs) / 1000)).toBe(seconds);
  });

  it('may spell its code in two ways', () => {
    expect(parseDeviceCode(answer(200, { device_auth_id: 'a', usercode: 'WXYZ-9876' })).userCode).toBe('WXYZ-9876');
  });

  it.each([
    [404, code, ['chooseAnotherMethod', 'deviceCode.notEnabled']],
    [404, '<html>', ['checkNetwork', 'token.notAnAnswer']],
    [403, code, ['checkNetwork', 'token.refusedHere']],
    [403, { error: { code: 'unsupported_country_region_territory' } }, ['checkNetwork', 'server.regionRefused']],
    [407, '', ['checkNetwork', 'network.proxySignIn']],
    [511, '', ['checkNetwork', 'network.signInFirst']],
    [429, code, ['tryAgain', 'server.tooManyRequests']],
    [500, code, ['tryAgain', 'server.serviceDown']],
    [400, code, ['tryAgain', 'deviceCode.noCode']],
    [200, {}, ['tryAgain', 'deviceCode.noCode']],
    [200, { ...code, device_auth_id: '' }, ['tryAgain', 'deviceCode.noCode']],
    [200, { ...code, user_code: 'Call +1 555 0100 now' }, ['tryAgain', 'deviceCode.noCode']],
    [200, { ...code, user_code: '$(error)' }, ['tryAgain', 'deviceCode.noCode']],
    [200, '<html>', ['checkNetwork', 'token.notAnAnswer']],
  ])('with HTTP %i and %j is refused', (status, body, reason) => {
    expect(refusalOf(() => parseDeviceCode(answer(status, body)))).toEqual(reason);
  });
});

describe('a poll', () => {
  it.each([
    [403, 'pending'],
    [404, 'pending'],
    [429, 'slowDown'],
    [500, 'slowDown'],
    [503, 'slowDown'],
  ])('with HTTP %i is %s', (status, kind) => {
    expect(parseDevicePoll(answer(status)).kind).toBe(kind);
  });

  it('that is approved brings the code with the verifier of the server', () => {
    const verifier = randomText('v');
    const poll = parseDevicePoll(
      answer(200, { authorization_code: 'c', code_challenge: 'x', code_verifier: verifier }),
    );
    expect(poll.kind === 'approved' && [poll.code.reveal(), poll.verifier.reveal()]).toEqual(['c', verifier]);
  });

  it.each([400, 401, 410])('with HTTP %i is the end', (status) => {
    expect(refusalOf(() => parseDevicePoll(answer(status)))).toEqual(['askAdmin', 'deviceCode.refused']);
  });

  it.each([
    [403, 'deviceauth_authorization_pending', 'pending'],
    [404, 'deviceauth_authorization_unknown', 'pending'],
    [400, 'authorization_pending', 'pending'],
    [428, 'authorization_pending', 'pending'],
    [200, 'authorization_pending', 'pending'],
    [400, 'slow_down', 'slowDown'],
    [403, 'slow_down', 'slowDown'],
  ])('with HTTP %i and %s goes on: %s', (status, name, kind) => {
    expect(parseDevicePoll(refusal(status, name)).kind).toBe(kind);
    expect(parseDevicePoll(answer(status, { error: name })).kind).toBe(kind);
  });

  it.each([
    [408, 'pending'],
    [425, 'pending'],
    [429, 'slowDown'],
    [502, 'slowDown'],
    [503, 'slowDown'],
  ])('with HTTP %i goes on, also when a gateway writes a page: %s', (status, kind) => {
    expect(parseDevicePoll(answer(status, '<html>', { contentType: 'text/html' })).kind).toBe(kind);
    expect(parseDevicePoll(answer(status, '', { contentType: '' })).kind).toBe(kind);
  });

  it.each([
    [403, { error: { code: 'access_denied' } }, ['askAdmin', 'deviceCode.refused']],
    [400, { error: { code: 'access_denied' } }, ['askAdmin', 'deviceCode.refused']],
    [404, { error: 'authorization_declined' }, ['askAdmin', 'deviceCode.refused']],
    [403, { code: 'deviceauth_disabled_for_workspace' }, ['chooseAnotherMethod', 'deviceCode.notEnabled']],
    [400, { error: 'invalid_request' }, ['askAdmin', 'deviceCode.refused']],
    [400, { error: 'expired_token' }, ['tryAgain', 'deviceCode.expired']],
    [403, { error: { code: 'deviceauth_expired' } }, ['tryAgain', 'deviceCode.expired']],
    [410, { error: { code: 'code_expired' } }, ['tryAgain', 'deviceCode.expired']],
    [403, { error: { code: 'unsupported_country_region_territory' } }, ['checkNetwork', 'server.regionRefused']],
    [400, { error: { code: 'unsupported_country_region_territory' } }, ['checkNetwork', 'server.regionRefused']],
    [407, '', ['checkNetwork', 'network.proxySignIn']],
    [407, { error: 'proxy' }, ['checkNetwork', 'network.proxySignIn']],
    [401, '', ['checkNetwork', 'token.notAnAnswer']],
    [400, 'Bad Request', ['checkNetwork', 'token.notAnAnswer']],
  ])('with HTTP %i and %j ends with its reason', (status, body, reason) => {
    expect(refusalOf(() => parseDevicePoll(answer(status, body)))).toEqual(reason);
  });

  it.each([
    [200, 'token.notAnAnswer'],
    [400, 'token.notAnAnswer'],
    [401, 'token.notAnAnswer'],
    [403, 'token.refusedHere'],
    [404, 'token.notAnAnswer'],
    [451, 'token.notAnAnswer'],
  ])('that a page answers with HTTP %i ends, whatever type it says it has', (status, messageId) => {
    for (const contentType of ['text/html', 'application/xhtml+xml', 'application/json', '']) {
      expect(refusalOf(() => parseDevicePoll(answer(status, ' <!doctype html>', { contentType })))).toEqual([
        'checkNetwork',
        messageId,
      ]);
    }
  });

  it.each([['<html>Welcome to the hotel'], [{ authorization_code: 'c' }]])(
    'that somebody else answered in its place (%j) is not taken for a refusal',
    (body) => {
      expect(refusalOf(() => parseDevicePoll(answer(200, body)))).toEqual(['checkNetwork', 'token.notAnAnswer']);
    },
  );
});

describe('the requests', () => {
  it('have the bodies of the CLI and no header of ours', () => {
    const parsed = parseDeviceCode(answer(200, code));
    expect(buildDeviceCodeRequest(issuer, signal)).toMatchObject({
      url: issuer.userCodeUrl,
      headers: { 'content-type': 'application/json' },
      body: '{"client_id":"app_EMoamEEZ73f0CkXaXp7hrann"}',
    });
    expect(buildDevicePollRequest(issuer, parsed, signal)).toMatchObject({
      url: issuer.deviceTokenUrl,
      body: '{"device_auth_id":"auth-1","user_code":"ABCD-1234"}',
    });
  });
});
