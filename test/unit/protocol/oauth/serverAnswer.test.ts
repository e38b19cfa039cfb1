import { describe, expect, it } from 'vitest';
import { judgeModels, judgeWriteProbe } from '../../../../src/protocol/api/apiKey.ts';
import { judgeWorkspaceToken } from '../../../../src/protocol/api/workspaceToken.ts';
import { judgeQuery } from '../../../../src/protocol/oauth/callbackRequest.ts';
import { parseDeviceCode, parseDevicePoll } from '../../../../src/protocol/oauth/deviceCode.ts';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { judgePastedAddress } from '../../../../src/protocol/oauth/pastedAddress.ts';
import { judgeRefresh } from '../../../../src/protocol/oauth/refresh.ts';
import { findServerAnswer, findUnknownAnswer, nameError } from '../../../../src/protocol/oauth/serverAnswer.ts';
import { findObstacle, isFinalRefusal, parseTokens } from '../../../../src/protocol/oauth/tokenEndpoint.ts';
import type { HttpAnswer } from '../../../../src/network/http.ts';
import { AuthError, type AuthErrorReason } from '../../../../src/errors/authError.ts';
import type { ServerAnswerKind } from '../../../../src/errors/messageIds/server.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { serviceAnswers, writeAnswer, type ServiceAnswer } from '../../../issuer/serviceAnswers.ts';
import { answer, refusal } from '../../../support/fakeHttp.ts';
import { mintTokens, randomText } from '../../../support/tokens.ts';

const tokens = mintTokens();
const state = randomText('state');
const expected = { port: 1455, state: new Secret(state), issuerUrl: 'https://auth.openai.com' };

/** What each answer means. */
const meanings: readonly (readonly [ServiceAnswer, ServerAnswerKind])[] = [
  'codexOff',
  'codexOff',
  'workspaceRefused',
  'workspaceEnded',
  'noWorkspace',
  'regionRefused',
  'phoneNeeded',
  'ssoNeeded',
  'mfaNeeded',
  'accountClosed',
  'tooManyRequests',
  'serviceDown',
  'serviceDown',
  'serviceDown',
  'serviceDown',
  'outOfFunds',
  'outOfFunds',
  'outOfFunds',
  'projectRefused',
  'addressRefused',
].map((kind, at) => [serviceAnswers[at] ?? serviceAnswers[0], kind as ServerAnswerKind]);

function receive(given: ServiceAnswer): HttpAnswer {
  const { status, body, headers } = writeAnswer(given);
  return answer(status, body, {
    contentType: headers['content-type'] ?? '',
    requestId: headers['x-request-id'],
    authorizationError: headers['x-openai-authorization-error'],
    retryAfterMs: status === 429 ? 300_000 : undefined,
    servedAtMs: Date.UTC(2026, 10, 21, 4),
    ...(headers['content-type']?.startsWith('text/html') === true ? { page: { kind: 'unknown' } } : {}),
  });
}

function reasonOf(work: () => unknown): AuthErrorReason | undefined {
  try {
    work();
  } catch (failure) {
    if (failure instanceof AuthError) {
      return failure.reason;
    }
    throw failure;
  }
  throw new TypeError('It was taken.');
}

describe.each(meanings)('the answer %j', (given, kind) => {
  const received = receive(given);

  it('is told at the token endpoint, with what came with it', () => {
    expect(reasonOf(() => parseTokens(received, buildIssuer(), 'now'))).toBe(kind);
    expect(findServerAnswer(received)?.sentence).toEqual({
      messageId: `server.${kind}`,
      args: {
        answer: kind,
        status: String(given.status),
        code: given.code,
        waitSeconds: given.status === 429 ? '300' : '',
        requestId: 'practice-request-1',
        at: '2026-11-21T04:00:00.000Z',
      },
    });
  });

  it('is told where a device code is asked for', () => {
    expect(reasonOf(() => parseDeviceCode(received))).toBe(kind);
  });

  it('ends the polling with its reason, or is waited out', () => {
    if (given.status === 429 || given.status >= 500) {
      expect(parseDevicePoll(received)).toMatchObject({ kind: 'slowDown' });
    } else {
      expect(reasonOf(() => parseDevicePoll(received))).toBe(kind);
    }
  });

  it('never ends a grant, a key or a workspace, whatever its status', () => {
    for (const status of [given.status, 400, 401, 403]) {
      const reply = { ...received, status };
      expect(isFinalRefusal(reply), String(status)).toBe(false);
      expect(judgeRefresh(reply, tokens, 'now').kind).toBe('later');
      expect([judgeModels(reply), judgeWriteProbe(reply)]).not.toContain('invalid');
      expect(judgeWorkspaceToken(reply, 'w').kind).toBe('later');
    }
  });

  it('is what a refresh, a check and a switch of workspaces say stood in the way', () => {
    const messageId = `server.${kind}`;
    expect(findObstacle(received)?.messageId).toBe(messageId);
    expect(judgeRefresh(received, tokens, 'now')).toMatchObject({ kind: 'later', sentence: { messageId } });
    expect(judgeWorkspaceToken(received, 'w')).toMatchObject({ kind: 'later', sentence: { messageId } });
  });
});

const named = meanings.filter(([{ code }]) => code !== '');

describe.each(named)('the code of %j', ({ code }, kind) => {
  it.each([
    ['error', answer(400, { error: code })],
    ['error.code', refusal(400, code)],
    ['error.code, in capitals', refusal(400, code.toUpperCase())],
    ['code', answer(400, { code })],
    ['detail.code', answer(400, { detail: { code } })],
    ['error.type', answer(400, { error: { type: code, code: null } })],
    ['error_description', answer(400, { error: 'access_denied', error_description: `Because of ${code}.` })],
    ['detail', answer(400, { detail: `Refused: ${code}` })],
    ['a header beside a page', answer(400, '<html>', { contentType: 'text/html', authorizationError: code })],
  ])('means the same in %s', (_form, reply) => {
    expect(findServerAnswer(reply)?.reason).toBe(kind);
  });

  it('comes back with the browser, as the error or in its description', () => {
    for (const query of [`error=${code}`, `error=access_denied&error_description=Missing+${code.toUpperCase()}`]) {
      expect(judgeQuery(`${query}&state=${state}`, expected)).toEqual({ kind: 'failed', failure: kind, code });
    }
  });

  it('is known where a person pastes what the sign-in page says', () => {
    const said = `An error occurred during sign-in (${code}). Please try again.`;
    expect(judgePastedAddress(new Secret(said), expected)).toEqual({ kind: 'wrong', problem: kind });
    const payload = Buffer.from(JSON.stringify({ kind: 'AuthApiFailure', errorCode: code })).toString('base64');
    const page = `https://auth.openai.com/error?payload=${encodeURIComponent(payload)}&session_id=x`;
    expect(judgePastedAddress(new Secret(page), expected)).toEqual({ kind: 'wrong', problem: kind });
  });
});

describe('a page of the issuer that a sign-in ends on', () => {
  it.each([
    ['/add-phone', 'phoneNeeded'],
    ['/phone-otp/select-channel', 'phoneNeeded'],
    ['/mfa-challenge/abc', 'mfaNeeded'],
    ['/error?payload=%%%', 'signInPage'],
    ['/error', 'signInPage'],
    ['/log-in', 'signInPage'],
  ])('%s is: %s', (path, problem) => {
    expect(judgePastedAddress(new Secret(`https://auth.openai.com${path}`), expected)).toEqual({
      kind: 'wrong',
      problem,
    });
  });
});

describe('a code that nobody knows', () => {
  it('is shown as it is, cut and cleaned, and nothing is made of it', () => {
    expect(nameError('Some_Future_Code')).toEqual({ kind: 'unknown', code: 'some_future_code' });
    expect(judgeQuery(`error=new%E2%80%AEcode${'x'.repeat(200)}&state=${state}`, expected)).toMatchObject({
      failure: 'unknown',
      code: expect.stringMatching(/^new codex{40,60}…$/u) as string,
    });
    const unknown = findUnknownAnswer(refusal(403, 'some_future_code'));
    expect([unknown?.reason, unknown?.sentence.args]).toEqual([
      'unknown',
      { answer: 'unknown', status: '403', code: 'some_future_code', waitSeconds: '', requestId: '', at: '' },
    ]);
    expect(reasonOf(() => parseTokens(refusal(422, 'some_future_code'), buildIssuer(), 'now'))).toBe('unknown');
  });

  it('is none where the answer is a success, or has no code', () => {
    expect([findUnknownAnswer(answer(200, { error: 'x' })), findUnknownAnswer(answer(403))]).toEqual([
      undefined,
      undefined,
    ]);
    expect(findServerAnswer(answer(200, { error: 'server_error' }))).toBeUndefined();
  });

  it('is never looked up among what every object has', () => {
    expect(nameError('constructor').kind).toBe('unknown');
    expect(nameError('__proto__', 'has_own_property to_string').kind).toBe('unknown');
  });
});

describe('who declines', () => {
  it('is a person or the service, and no grant is ended by it', () => {
    expect(nameError('access_denied', 'The resource owner denied the request')).toEqual({
      kind: 'declined',
      code: 'access_denied',
    });
    expect(judgeRefresh(refusal(403, 'access_denied'), tokens, 'now').kind).toBe('later');
  });
});
