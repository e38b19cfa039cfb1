import { describe, expect, it } from 'vitest';
import { judgeModels, judgeWriteProbe } from '../../../../src/protocol/api/apiKey.ts';
import type { HttpAnswer } from '../../../../src/network/http.ts';
import { judgeRefresh } from '../../../../src/protocol/oauth/refresh.ts';
import { isFinalRefusal } from '../../../../src/protocol/oauth/tokenEndpoint.ts';
import { judgeWorkspaceToken } from '../../../../src/protocol/api/workspaceToken.ts';
import { answer, refusal, strangers } from '../../../support/fakeHttp.ts';
import { mintTokens } from '../../../support/tokens.ts';

const tokens = mintTokens();
const kindOf = (reply: HttpAnswer): string => judgeRefresh(reply, tokens, 'now').kind;

describe.each([400, 401, 403, 404, 407, 410, 451])('an answer with HTTP %i that is not the service’s', (status) => {
  it.each(strangers)('%s ends nothing and proves nothing', (_name, body, contentType) => {
    const reply = answer(status, body, { contentType });
    expect([isFinalRefusal(reply), kindOf(reply)]).toEqual([false, 'later']);
    expect([judgeModels(reply), judgeWriteProbe(reply)]).toEqual(['unclear', 'unclear']);
    expect(judgeWorkspaceToken(reply, 'workspace').kind).toBe('later');
  });
});

describe('the service’s own word', () => {
  it.each([
    ['an object with a code', { error: { code: 'whatever' } }],
    ['a code that is new', { error: { code: 'some_future_code', message: 'made up' } }],
    ['a text', { error: 'invalid_token' }],
    ['a code at the top', { code: 'whatever' }],
    ['a code beside an error without one', { error: { message: 'made up' }, code: 'whatever' }],
  ])('ends a grant with 401 and %s, whatever the code', (_name, body) => {
    expect([kindOf(answer(401, body)), isFinalRefusal(answer(401, body))]).toEqual(['dead', true]);
  });

  it.each([
    'refresh_token_expired',
    'refresh_token_invalidated',
    'invalid_grant',
    'app_session_expired',
    'invalid_refresh_token',
  ])('ends it with %s under any status', (code) => {
    for (const status of [400, 401, 403, 409, 410, 422, 500]) {
      expect(kindOf(refusal(status, code)), String(status)).toBe('dead');
      expect(kindOf(answer(status, { error: code.toUpperCase() })), String(status)).toBe('dead');
    }
  });

  it.each([
    [400, 'invalid_request'],
    [400, 'some_future_code'],
    [403, 'access_denied'],
    [403, 'unsupported_country_region_territory'],
    [404, 'not_found'],
    [409, 'conflict'],
    [429, 'rate_limit_exceeded'],
    [500, 'server_error'],
  ])('does not end it with HTTP %i and %s', (status, code) => {
    expect([kindOf(refusal(status, code)), isFinalRefusal(refusal(status, code))]).toEqual(['later', false]);
  });

  it.each([
    ['the client', 401, { error: 'invalid_client' }],
    ['the client, in the other word', 401, { error: 'unauthorized_client' }],
    ['the client, as an object', 401, { error: { code: 'invalid_client' } }],
    ['the country', 400, { error: 'invalid_grant', error_description: 'unsupported_country_region_territory' }],
    ['the status, by a gateway', 401, { status: 401, error: 'Unauthorized', path: '/oauth/token' }],
    ['the status alone', 401, { error: 'unauthorized' }],
  ])('ends nothing where it names %s', (_name, status, body) => {
    const reply = answer(status, body);
    expect([kindOf(reply), isFinalRefusal(reply)]).toEqual(['later', false]);
  });

  it('is not about a key or a workspace when it is about a country', () => {
    const reply = refusal(403, 'unsupported_country_region_territory');
    expect([judgeModels(reply), judgeWriteProbe(reply), judgeWorkspaceToken(reply, 'w').kind]).toEqual([
      'unclear',
      'unclear',
      'later',
    ]);
  });
});
