import { describe, expect, it } from 'vitest';
import { describeActivity } from '../../../../src/accounts/refresh/codexActivity.ts';
import { decideRefreshOwner } from '../../../../src/home/refreshOwner.ts';
import { judgeRefresh } from '../../../../src/protocol/oauth/refresh.ts';
import { computeDueMs, readTokenLife } from '../../../../src/protocol/tokens/tokenLife.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { mintTokens } from '../../../support/tokens.ts';
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

describe('decideRefreshOwner', () => {
  it.each([
    [53, 'extension'],
    [54, 'codex'],
    [69, 'codex'],
    [70, 'codexOverdue'],
  ])('%i minutes into an hour: %s', (minutes, turn) => {
    expect(decideRefreshOwner(mintLife({ issuedMs: startMs }), startMs + minutes * minuteMs)).toBe(turn);
  });

  it.each([
    ['by the written end, when the clock runs a day ahead', 1440],
    ['by the end we reckon with, when it runs a day behind', -1440],
  ])('is Codex’s, and not overdue, %s', (_name, skewMinutes) => {
    const lastRefresh = new Date(startMs + skewMinutes * minuteMs).toISOString();
    const first = Math.min(0, skewMinutes) + 55;
    const last = Math.max(0, skewMinutes) + 65;
    for (const minutes of [first, last]) {
      expect(decideRefreshOwner(mintLife({ issuedMs: startMs }, { lastRefresh }), startMs + minutes * minuteMs)).toBe(
        'codex',
      );
    }
  });

  it('is nobody’s for an opaque token without a date', () => {
    expect(
      decideRefreshOwner(mintTokens({}, { accessToken: new Secret('opaque'), lastRefresh: undefined }), startMs),
    ).toBe('extension');
  });
});

describe('what the Codex processes on a Home can be doing', () => {
  const server = {
    pid: 1,
    role: 'appServer',
    usesHome: true,
    hasConnection: false,
    ageMs: 3_600_000,
    isAlone: false,
    isOurChild: false,
  } as const;

  it.each([
    ['none', [], 'absent'],
    ['one on another Home', [{ ...server, usesHome: false, hasConnection: true }], 'absent'],
    ['an app server without a connection', [server], 'silent'],
    ['a terminal without a connection', [{ ...server, role: 'terminal' as const }], 'silent'],
    ['one that was started a moment ago', [{ ...server, ageMs: 59_000 }], 'busy'],
    ['one with a connection', [server, { ...server, hasConnection: true }], 'busy'],
    ['one of which nothing is told', [{ ...server, usesHome: undefined, hasConnection: undefined }], 'busy'],
    ['a task, between two requests', [{ ...server, role: 'exec' as const }], 'busy'],
  ])('%s: %s', (_name, processes, activity) => {
    expect(describeActivity(processes)).toBe(activity);
  });
});

describe('the answer to a refresh', () => {
  const tokens = mintTokens();

  it.each([
    ['401 with a code of the service', answer(401, { error: { code: 'token_expired' } }), 'dead'],
    ['401 of somebody else', answer(401, 'no'), 'later'],
    ['refresh_token_expired under any status', answer(400, { error: { code: 'refresh_token_expired' } }), 'dead'],
    ['refresh_token_invalidated, in capitals', answer(403, { code: 'REFRESH_TOKEN_INVALIDATED' }), 'dead'],
    ['invalid_grant', answer(400, { error: 'invalid_grant' }), 'dead'],
    ['refresh_token_reused', answer(401, { error: { code: 'refresh_token_reused' } }), 'reused'],
    ['another 400', answer(400, { error: 'invalid_request' }), 'later'],
    ['403', answer(403), 'later'],
    ['429', answer(429), 'later'],
    ['500', answer(500), 'later'],
    ['200 without an access token', answer(200, {}), 'later'],
    ['200 with an empty one', answer(200, { access_token: '' }), 'later'],
    ['200 of another type', answer(200, { access_token: 'x' }, { contentType: 'text/html' }), 'later'],
    ['200 that is no JSON', answer(200, '{'), 'later'],
  ])('%s', (_name, reply, kind) => {
    expect(judgeRefresh(reply, tokens, 'now').kind).toBe(kind);
  });

  it.each([
    ['nothing else', {}],
    ['empty texts', { id_token: '', refresh_token: '' }],
    ['null', { id_token: null, refresh_token: null }],
  ])('replaces only what it brings: an access token and %s', (_name, others) => {
    const verdict = judgeRefresh(
      answer(200, { access_token: 'opaque', ...others }),
      tokens,
      '2026-11-21T05:00:00.000Z',
    );
    const kept = verdict.kind === 'renewed' && [
      verdict.tokens.idToken.reveal(),
      verdict.tokens.refreshToken.reveal(),
      verdict.tokens.lastRefresh,
    ];
    expect(kept).toEqual([tokens.idToken.reveal(), tokens.refreshToken.reveal(), '2026-11-21T05:00:00.000Z']);
  });
});
