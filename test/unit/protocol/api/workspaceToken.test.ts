import { describe, expect, it } from 'vitest';
import { buildIssuer } from '../../../../src/protocol/oauth/issuer.ts';
import { buildWorkspaceTokenRequest, judgeWorkspaceToken } from '../../../../src/protocol/api/workspaceToken.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { mintJwt } from '../../../support/tokens.ts';

const mint = (workspaceId: string): string =>
  mintJwt({ 'https://api.openai.com/auth': { chatgpt_account_id: workspaceId } });

it('asks as the CLI does: with the access token it has, and no account header', () => {
  expect(buildWorkspaceTokenRequest(buildIssuer(), new Secret('ey'), 'w-1')).toEqual({
    method: 'POST',
    url: 'https://chatgpt.com/backend-api/accounts/switch-workspace-token',
    headers: { authorization: 'Bearer ey', 'content-type': 'application/json', originator: 'codex_accounts' },
    body: '{"workspace_id":"w-1"}',
  });
});

describe('the answer', () => {
  it.each([
    ['a token of that workspace', answer(200, { access_token: mint('w-1') }), 'given'],
    ['an opaque token', answer(200, { access_token: 'opaque' }), 'given'],
    ['a token of yet another workspace', answer(200, { access_token: mint('w-2') }), 'later'],
    ['an empty token', answer(200, { access_token: '' }), 'later'],
    ['a page', answer(200, '<html>', { contentType: 'text/html' }), 'later'],
    ['404 of the backend', answer(404, { error: { code: 'workspace_not_found' } }), 'closed'],
    ['403 of the backend', answer(403, { error: { code: 'no_access' } }), 'closed'],
    ['403 of a gateway', answer(403, '<html>', { contentType: 'text/html' }), 'later'],
    ['404 of a gateway', answer(404, 'not here'), 'later'],
    ['401', answer(401, { error: { code: 'token_expired' } }), 'later'],
    ['500', answer(500), 'later'],
  ])('%s means %s', (_name, reply, kind) => {
    expect(judgeWorkspaceToken(reply, 'w-1').kind).toBe(kind);
  });

  it('says how long to wait', () => {
    expect(judgeWorkspaceToken(answer(429, {}, { retryAfterMs: 7000 }), 'w-1')).toMatchObject({
      kind: 'later',
      retryAfterMs: 7000,
      sentence: { messageId: 'server.tooManyRequests' },
    });
  });
});
