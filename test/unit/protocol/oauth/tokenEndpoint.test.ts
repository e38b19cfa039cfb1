import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../../../src/network/http.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import {
  buildRevokeRequest,
  findObstacle,
  parseTokens,
  requestTokens,
} from '../../../../src/protocol/oauth/tokenEndpoint.ts';
import { findErrorCode } from '../../../../src/protocol/oauth/serverAnswer.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { detailsWith } from '../../../support/answerDetails.ts';
import { answer, createFakeHttp } from '../../../support/fakeHttp.ts';
import { mintIdToken, mintJwt, mintTokenAnswer } from '../../../support/tokens.ts';

const issuer = buildIssuer();
const { signal } = new AbortController();
const at = '2026-11-21T04:00:00.000Z';

function failureOf(given: HttpAnswer): AuthError {
  try {
    parseTokens(given, issuer, at);
  } catch (failure) {
    if (failure instanceof AuthError) {
      return failure;
    }
    throw failure;
  }
  throw new TypeError('The answer was taken.');
}

describe('the token request', () => {
  it('is a form with the fields in the order of the CLI, and nothing in its address', async () => {
    const http = createFakeHttp({ '/oauth/token': answer(200) });
    const exchange = {
      issuer,
      code: new Secret('c+1'),
      redirectUri: 'http://127.0.0.1:1455/auth/callback',
      verifier: new Secret('v-1'),
    };
    await requestTokens(http, exchange, signal);
    expect(http.sent).toEqual([
      {
        method: 'POST',
        url: 'https://auth.openai.com/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body:
          'grant_type=authorization_code&client_id=app_EMoamEEZ73f0CkXaXp7hrann&code=c%2B1' +
          '&redirect_uri=http%3A%2F%2F127.0.0.1%3A1455%2Fauth%2Fcallback&code_verifier=v-1',
        signal,
      },
    ]);
  });
});

describe('the answer of the token endpoint', () => {
  it('becomes a token set with its provenance', () => {
    const given = mintTokenAnswer({ workspaceId: 'ws-1' });
    const tokens = parseTokens(answer(200, given), issuer, at);
    expect([tokens.idToken, tokens.accessToken, tokens.refreshToken].map((token) => token.reveal())).toEqual([
      given['id_token'],
      given['access_token'],
      given['refresh_token'],
    ]);
    expect(tokens).toMatchObject({
      workspaceId: 'ws-1',
      provenance: { issuer: 'https://auth.openai.com', clientId: issuer.clientId },
      lastRefresh: at,
    });
    expect(tokens.loginOwnerId).toMatch(/^[A-Za-z0-9_-]{43}$/u);
  });

  it('may be long: who is in many organisations has a long id token', () => {
    const organizations = Array.from({ length: 500 }, (_, at) => ({
      id: `org-${String(at)}`,
      title: 'Lovelace',
      role: 'owner',
    }));
    const idToken = mintJwt({ iss: 'https://auth.openai.com', aud: [issuer.clientId], organizations });
    expect(parseTokens(answer(200, { ...mintTokenAnswer(), id_token: idToken }), issuer, at).idToken.reveal()).toBe(
      idToken,
    );
  });

  it('may name the issuer with a slash, one client among several, and be out of date by a wrong clock', () => {
    const idToken = mintJwt({ iss: 'https://auth.openai.com/', aud: ['other', issuer.clientId], exp: 1 });
    expect(
      parseTokens(answer(200, { ...mintTokenAnswer(), id_token: idToken }), issuer, at).workspaceId,
    ).toBeUndefined();
  });

  it.each([
    ['a foreign client', mintIdToken({ clientId: 'app_other' })],
    ['a foreign issuer', mintIdToken({ issuer: 'https://evil.example' })],
    ['nobody', mintJwt({ sub: 'x' })],
    ['no JWT at all', 'opaque'],
  ])('is refused when the id token is for %s (T-INJ-1)', (_name, idToken) => {
    const failure = failureOf(answer(200, { ...mintTokenAnswer(), id_token: idToken }));
    expect([failure.code, failure.sentence.messageId]).toEqual(['signInAgain', 'token.notForUs']);
  });

  it.each([
    [
      'an invalid grant',
      400,
      { error: 'invalid_grant' },
      'signInAgain',
      'token.refused',
      { status: '400', code: 'invalid_grant' },
    ],
    [
      'an object as error',
      401,
      { error: { code: 'Token_Expired' } },
      'signInAgain',
      'token.refused',
      { status: '401', code: 'token_expired' },
    ],
    ['a refusal without a word', 404, 'no', 'signInAgain', 'token.refused', { status: '404', code: '' }],
    ['a wall', 403, '<html>', 'checkNetwork', 'token.refusedHere', detailsWith({ status: '403' })],
    [
      'a country that is not served',
      403,
      { error: { code: 'unsupported_country_region_territory' } },
      'checkNetwork',
      'server.regionRefused',
      { ...detailsWith({ status: '403', code: 'unsupported_country_region_territory' }), answer: 'regionRefused' },
    ],
    ['a proxy that asks who we are', 407, '<html>', 'checkNetwork', 'network.proxySignIn', {}],
    ['a network that asks who we are', 511, '<html>', 'checkNetwork', 'network.signInFirst', {}],
    [
      'a server in trouble',
      503,
      '<html>',
      'tryAgain',
      'server.serviceDown',
      { ...detailsWith({ status: '503' }), answer: 'serviceDown' },
    ],
    ['success without tokens', 200, { access_token: 'x' }, 'checkNetwork', 'token.notAnAnswer', { status: '200' }],
    [
      'tokens of a wrong type',
      200,
      { id_token: 1, access_token: 'x', refresh_token: 'y' },
      'checkNetwork',
      'token.notAnAnswer',
      { status: '200' },
    ],
    [
      'success that is no JSON',
      200,
      '<html>Welcome to the hotel',
      'checkNetwork',
      'token.notAnAnswer',
      { status: '200' },
    ],
  ])('with %s (HTTP %i) is a failure that says what to do', (_name, status, body, code, messageId, args) => {
    const failure = failureOf(answer(status, body));
    expect([failure.code, failure.sentence.messageId, failure.sentence.args]).toEqual([code, messageId, args]);
  });

  it('is taken only when it says that it is JSON', () => {
    const hotel = failureOf(answer(200, mintTokenAnswer(), { contentType: 'text/html' }));
    expect(hotel.sentence.messageId).toBe('token.notAnAnswer');
    expect(
      parseTokens(answer(200, mintTokenAnswer(), { contentType: 'application/json; charset=utf-8' }), issuer, at)
        .workspaceId,
    ).toBe('workspace-ada');
  });

  it.each([400, 401, 404])('is not called refused when a web page came in its place (HTTP %i)', (status) => {
    const wall = failureOf(
      answer(status, '<html>Blocked by your company', { contentType: 'text/html; charset=utf-8' }),
    );
    expect([wall.code, wall.sentence]).toEqual([
      'checkNetwork',
      { messageId: 'token.notAnAnswer', args: { status: String(status) } },
    ]);
  });

  it.each([
    [{ kind: 'botCheck' } as const, 'network.botCheck', {}],
    [{ kind: 'blockPage', product: 'Zscaler' } as const, 'network.blockPage', { product: 'Zscaler' }],
    [{ kind: 'unknown' } as const, 'token.refusedHere', {}],
  ])('names who wrote the page in its place: %j', (page, messageId, args) => {
    const { code, sentence } = failureOf(answer(403, '<html>', { contentType: 'text/html', page }));
    expect([code, sentence]).toEqual([
      'checkNetwork',
      { messageId, args: { ...detailsWith({ status: '403' }), ...args } },
    ]);
  });

  it.each([
    [429, 'server.tooManyRequests'],
    [502, 'server.serviceDown'],
  ])('is the trouble of the server, whatever its page looks like (HTTP %i)', (status, messageId) => {
    expect(failureOf(answer(status, '<html>', { contentType: 'text/html' })).sentence.messageId).toBe(messageId);
  });

  it('quotes no token in its failure', () => {
    const secret = mintTokenAnswer();
    const failure = failureOf(answer(200, { ...secret, id_token: mintIdToken({ clientId: 'app_other' }) }));
    expect(JSON.stringify([failure, failure.message, failure.stack, String(failure.cause)])).not.toContain(
      secret['refresh_token'],
    );
  });
});

describe('what stood in the way', () => {
  const page = { contentType: 'text/html' };
  it.each([
    ['a page', answer(200, '<html>', page), 'token.notAnAnswer'],
    ['a refusing page', answer(403, '<html>', page), 'token.notAnAnswer'],
    ['a check for robots', answer(503, '<html>', { ...page, page: { kind: 'botCheck' } }), 'network.botCheck'],
    ['a proxy', answer(407), 'network.proxySignIn'],
    ['a network', answer(511), 'network.signInFirst'],
    ['the service itself, which refuses', answer(403, { error: 'x' }), 'server.unknown'],
    ['the service itself, which says nothing of why', answer(403), undefined],
    ['the service in trouble', answer(500), 'server.serviceDown'],
  ])('is %s', (_name, given, messageId) => {
    expect(findObstacle(given)?.messageId).toBe(messageId);
  });
});

describe('the code of an error', () => {
  it.each([
    [{ error: 'Invalid_Grant' }, 'invalid_grant'],
    [{ error: { code: 'refresh_token_reused' } }, 'refresh_token_reused'],
    [{ code: 'refresh_token_expired' }, 'refresh_token_expired'],
    [{ error: { code: 5 }, code: 'x' }, 'x'],
    [{ error: 7, code: 'x' }, 'x'],
    [{}, undefined],
    [[], undefined],
    [null, undefined],
  ])('in %j is %s', (body, code) => {
    expect(findErrorCode(answer(400, body))).toBe(code);
  });

  it('is nothing in what is no JSON', () => {
    expect(findErrorCode(answer(400, '<html>'))).toBeUndefined();
  });
});

describe('the request to revoke', () => {
  it('carries the token in its body, as the CLI sends it', () => {
    const request = buildRevokeRequest(issuer, new Secret('rt-1'), signal);
    expect([request.url, request.body]).toEqual([
      'https://auth.openai.com/oauth/revoke',
      '{"token":"rt-1","token_type_hint":"refresh_token","client_id":"app_EMoamEEZ73f0CkXaXp7hrann"}',
    ]);
    expect(request.headers).toEqual({ 'content-type': 'application/json', originator: 'codex_accounts' });
  });
});
