import { describe, expect, it } from 'vitest';
import { buildDeviceCodeRequest, buildDevicePollRequest, parseDeviceCode, parseDevicePoll } from '../../../src/protocol/deviceCode.ts';
import { buildIssuer } from '../../../src/protocol/issuer.ts';
import { AuthError } from '../../../src/util/authError.ts';
import { answer } from '../../support/fakeHttp.ts';
import { randomText } from '../../support/tokens.ts';

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

  it('may spell its code in two ways', () => {
    expect(parseDeviceCode(answer(200, { device_auth_id: 'a', usercode: 'WXYZ-9876' })).userCode).toBe('WXYZ-9876');
  });

  it.each([
    [404, code, ['chooseAnotherMethod', 'deviceCode.notEnabled']],
    [403, code, ['checkNetwork', 'token.refusedHere']],
    [403, { error: { code: 'unsupported_country_region_territory' } }, ['checkNetwork', 'token.regionRefused']],
    [407, '', ['checkNetwork', 'network.proxySignIn']],
    [511, '', ['checkNetwork', 'network.signInFirst']],
    [429, code, ['tryAgain', 'deviceCode.noCode']],
    [500, code, ['tryAgain', 'deviceCode.noCode']],
    [400, code, ['tryAgain', 'deviceCode.noCode']],
    [200, {}, ['tryAgain', 'deviceCode.noCode']],
    [200, { ...code, device_auth_id: '' }, ['tryAgain', 'deviceCode.noCode']],
    [200, { ...code, user_code: 'Call +1 555 0100 now' }, ['tryAgain', 'deviceCode.noCode']],
    [200, { ...code, user_code: '$(error)' }, ['tryAgain', 'deviceCode.noCode']],
    [200, '<html>', ['checkNetwork', 'token.notAnAnswer']],
  ])('with HTTP %i and %j is refused', (status, body, refusal) => {
    expect(refusalOf(() => parseDeviceCode(answer(status, body)))).toEqual(refusal);
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
    const poll = parseDevicePoll(answer(200, { authorization_code: 'c', code_challenge: 'x', code_verifier: verifier }));
    expect(poll.kind === 'approved' && [poll.code.reveal(), poll.verifier.reveal()]).toEqual(['c', verifier]);
  });

  it.each([400, 401, 410])('with HTTP %i is the end', (status) => {
    expect(refusalOf(() => parseDevicePoll(answer(status)))).toEqual(['askAdmin', 'deviceCode.refused']);
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
