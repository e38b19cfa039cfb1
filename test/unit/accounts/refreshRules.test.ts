import { describe, expect, it } from 'vitest';
import { isCodexTurn } from '../../../src/accounts/codexTurn.ts';
import { judgeRefresh } from '../../../src/protocol/refresh.ts';
import { computeDueMs, readTokenLife } from '../../../src/protocol/tokenLife.ts';
import { Secret } from '../../../src/util/secret.ts';
import { answer } from '../../support/fakeHttp.ts';
import { mintTokens } from '../../support/tokens.ts';
import { mintLife } from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

describe('when a token is due', () => {
  it.each([
    ['an hour: with a third left', 60, 0, 40],
    ['an hour, full jitter: a tenth earlier', 60, 1, 34],
    ['10 days: with a third left', 14_400, 0, 9600],
    ['20 minutes: 10 before the end', 20, 0, 10],
    ['9 minutes: never in the first third', 9, 0, 3],
  ])('%s', (_name, minutes, jitter, dueMinutes) => {
    const life = { startedAtMs: startMs, endsAtMs: startMs + minutes * minuteMs };
    expect((computeDueMs(life, jitter) - startMs) / minuteMs).toBeCloseTo(dueMinutes, 6);
  });

  it.each([
    ['the clock is right', 0, 60],
    ['it runs 3 minutes ahead', 3, 60],
    ['it is a day ahead', 1440, 1500],
    ['it is a day behind', -1440, -1380],
  ])('and when it ends: %s', (_name, skewMinutes, endMinutes) => {
    const lastRefresh = new Date(startMs + skewMinutes * minuteMs).toISOString();
    const life = readTokenLife(mintLife({ issuedMs: startMs }, { lastRefresh }));
    expect(((life?.endsAtMs ?? 0) - startMs) / minuteMs).toBe(endMinutes);
  });

  it('is 8 days after the last time for an opaque token, and unknown without a date', () => {
    const accessToken = new Secret('opaque');
    const dated = mintTokens({}, { accessToken, lastRefresh: new Date(startMs).toISOString() });
    expect(readTokenLife(dated)).toEqual({ startedAtMs: startMs, endsAtMs: startMs + 8 * dayMs });
    expect(readTokenLife({ ...dated, lastRefresh: undefined })).toBeUndefined();
  });
});

describe('whose turn it is', () => {
  it.each([
    [53, false],
    [54, true],
    [61, true],
  ])('%i minutes into an hour: %s', (minutes, isTheirs) => {
    expect(isCodexTurn(mintLife({ issuedMs: startMs }), startMs + minutes * minuteMs)).toBe(isTheirs);
  });

  it('is nobody’s for an opaque token without a date', () => {
    expect(isCodexTurn(mintTokens({}, { accessToken: new Secret('opaque'), lastRefresh: undefined }), startMs)).toBe(false);
  });
});

describe('the answer to a refresh', () => {
  const tokens = mintTokens();

  it.each([
    ['401 with any body', answer(401, 'no'), 'dead'],
    ['refresh_token_expired under any status', answer(400, { error: { code: 'refresh_token_expired' } }), 'dead'],
    ['refresh_token_invalidated, in capitals', answer(403, { code: 'REFRESH_TOKEN_INVALIDATED' }), 'dead'],
    ['invalid_grant', answer(400, { error: 'invalid_grant' }), 'dead'],
    ['refresh_token_reused', answer(401, { error: { code: 'refresh_token_reused' } }), 'reused'],
    ['another 400', answer(400, { error: 'invalid_request' }), 'later'],
    ['403', answer(403), 'later'],
    ['429', answer(429), 'later'],
    ['500', answer(500), 'later'],
    ['200 without an access token', answer(200, {}), 'later'],
    ['200 of another type', answer(200, { access_token: 'x' }, { contentType: 'text/html' }), 'later'],
    ['200 that is no JSON', answer(200, '{'), 'later'],
  ])('%s', (_name, reply, kind) => {
    expect(judgeRefresh(reply, tokens, 'now').kind).toBe(kind);
  });

  it('replaces only what it brings', () => {
    const verdict = judgeRefresh(answer(200, { access_token: 'opaque' }), tokens, '2026-11-21T05:00:00.000Z');
    expect(verdict).toMatchObject({ kind: 'renewed', tokens: { refreshToken: tokens.refreshToken, idToken: tokens.idToken, lastRefresh: '2026-11-21T05:00:00.000Z' } });
  });
});
