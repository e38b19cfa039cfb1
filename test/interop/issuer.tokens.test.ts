import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { businessChoice, people } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { signInOnPage } from '../issuer/scriptedBrowser.ts';
import { markerSpellings } from '../issuer/secretMint.ts';
import {
  buildAuthorizeUrl,
  decodePayload,
  getWithBearer,
  makePkcePair,
  postForm,
  postJson,
  redirectUri,
  refreshWith,
  testClientId,
  tokenAnswerSchema,
  type ParsedTokenAnswer,
} from './issuerClient.ts';

const marker = 'LeakMarker-42_';
const minuteMs = 60_000;
let issuer: PracticeIssuer;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 21);
  issuer = await startPracticeIssuer({ now: () => nowMs, tokenMarker: marker, accessTokenLifetimeSeconds: 600 });
});
afterEach(async () => {
  await issuer.close();
});

async function obtainExchange(): Promise<Readonly<Record<string, string>>> {
  const pkce = makePkcePair();
  const callback = await signInOnPage(buildAuthorizeUrl(issuer, pkce), { person: 'Ada', workspace: 'Harbour Works' });
  return {
    grant_type: 'authorization_code',
    client_id: testClientId,
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    code_verifier: pkce.codeVerifier,
  };
}

async function exchange(fields: Readonly<Record<string, string>>): Promise<Response> {
  return await postForm(`${issuer.url}/oauth/token`, fields);
}

async function obtainTokens(): Promise<ParsedTokenAnswer> {
  return tokenAnswerSchema.parse(await (await exchange(await obtainExchange())).json());
}

const usageStatus = async (accessToken: string): Promise<number> =>
  (await getWithBearer(`${issuer.url}/backend-api/wham/usage`, accessToken)).status;

const errorCodeSchema = z.object({ error: z.object({ code: z.string() }) });

async function readErrorCode(response: Response): Promise<string> {
  return `${String(response.status)} ${errorCodeSchema.parse(await response.json()).error.code}`;
}

describe('the code exchange', () => {
  it('gives tokens with the claims that Codex reads', async () => {
    const tokens = await obtainTokens();
    const auth = {
      chatgpt_account_id: businessChoice.workspaceId,
      chatgpt_plan_type: 'business',
      user_id: people[0].userId,
    };
    const claims = { iss: issuer.url, iat: nowMs / 1000, 'https://api.openai.com/auth': auth };
    expect(decodePayload(tokens.id_token)).toMatchObject({ ...claims, aud: [testClientId], email: people[0].email });
    expect(decodePayload(tokens.access_token)).toMatchObject({ ...claims, exp: nowMs / 1000 + 600 });
    expect(tokens.expires_in).toBe(600);
  });

  it.for([
    ['client_id', 'another'],
    ['code', 'ac_unknown'],
    ['redirect_uri', 'http://127.0.0.1:1457/auth/callback'],
    ['code_verifier', 'A'.repeat(86)],
  ] as const)('refuses another %s', async ([name, value]) => {
    const response = await exchange({ ...(await obtainExchange()), [name]: value });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
    expect(issuer.grants()).toEqual([]);
  });

  it('refuses an expired code', async () => {
    const fields = await obtainExchange();
    nowMs += 10 * minuteMs;
    expect((await exchange(fields)).status).toBe(400);
  });

  it('takes a code once; a second time ends what it gave', async () => {
    const fields = await obtainExchange();
    const tokens = tokenAnswerSchema.parse(await (await exchange(fields)).json());
    expect((await exchange(fields)).status).toBe(400);
    expect(issuer.grants()).toMatchObject([{ alive: false, killedBy: 'reuse' }]);
    expect(await usageStatus(tokens.access_token)).toBe(401);
  });

  it('does not give an API key for an id token', async () => {
    const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
    const response = await exchange({ grant_type: grantType, requested_token: 'openai-api-key' });
    expect(response.status).toBe(400);
  });
});

describe('a refresh', () => {
  it('gives a new one of each and spends the old', async () => {
    const before = await obtainTokens();
    const after = tokenAnswerSchema.parse(await (await refreshWith(issuer, before.refresh_token, testClientId)).json());
    expect(new Set([before.id_token, after.id_token, before.access_token, after.access_token]).size).toBe(4);
    expect(after.refresh_token).not.toBe(before.refresh_token);
    expect(await usageStatus(before.access_token)).toBe(200);
    expect(await usageStatus(after.access_token)).toBe(200);
    expect(issuer.grants()).toMatchObject([{ alive: true, refreshCount: 1, reuseCount: 0 }]);
  });

  it('with a spent token kills the whole family', async () => {
    const before = await obtainTokens();
    const after = tokenAnswerSchema.parse(await (await refreshWith(issuer, before.refresh_token, testClientId)).json());
    const reuse = await refreshWith(issuer, before.refresh_token, testClientId);
    expect(await readErrorCode(reuse)).toBe('401 refresh_token_reused');
    const last = await refreshWith(issuer, after.refresh_token, testClientId);
    expect(await readErrorCode(last)).toBe('401 refresh_token_invalidated');
    expect(await usageStatus(after.access_token)).toBe(401);
    expect(issuer.grants()).toMatchObject([{ alive: false, killedBy: 'reuse', refreshCount: 1, reuseCount: 1 }]);
  });

  it('is refused to another client, without harm to the grant', async () => {
    const tokens = await obtainTokens();
    expect(await readErrorCode(await refreshWith(issuer, tokens.refresh_token, 'another'))).toBe('401 invalid_client');
    expect((await refreshWith(issuer, tokens.refresh_token, testClientId)).status).toBe(200);
  });

  it.for(['', 'rt_unknown'])('is refused for the token "%s"', async (token) => {
    expect((await refreshWith(issuer, token, testClientId)).status).toBe(401);
  });

  it('is refused when the grant ran out', async () => {
    const tokens = await obtainTokens();
    issuer.expireGrant(tokens.refresh_token);
    const refused = await refreshWith(issuer, tokens.refresh_token, testClientId);
    expect(await readErrorCode(refused)).toBe('401 refresh_token_expired');
  });

  it('takes a form too', async () => {
    const { refresh_token } = await obtainTokens();
    const response = await exchange({ grant_type: 'refresh_token', client_id: testClientId, refresh_token });
    expect(response.status).toBe(200);
  });
});

describe('an access token', () => {
  it('expires by the clock', async () => {
    const { access_token } = await obtainTokens();
    nowMs += 10 * minuteMs - 1;
    expect(await usageStatus(access_token)).toBe(200);
    nowMs += 1;
    const late = await getWithBearer(`${issuer.url}/backend-api/wham/usage`, access_token);
    expect(await readErrorCode(late)).toBe('401 token_expired');
  });

  it('is for its own account only', async () => {
    const { access_token } = await obtainTokens();
    const headers = { authorization: `Bearer ${access_token}`, 'chatgpt-account-id': people[0].workspaces[0].id };
    expect((await fetch(`${issuer.url}/backend-api/wham/usage`, { headers })).status).toBe(403);
  });
});

describe('/oauth/revoke', () => {
  const revoke = async (token: string, hint: string, clientId: string): Promise<number> =>
    (await postJson(`${issuer.url}/oauth/revoke`, { token, token_type_hint: hint, client_id: clientId })).status;

  it('with a refresh token ends the grant', async () => {
    const tokens = await obtainTokens();
    expect(await revoke(tokens.refresh_token, 'refresh_token', testClientId)).toBe(200);
    expect(issuer.grants()).toMatchObject([{ alive: false, killedBy: 'revoke' }]);
    expect(await usageStatus(tokens.access_token)).toBe(401);
  });

  it('with an access token ends only that one, so that a lease can be signed out', async () => {
    const tokens = await obtainTokens();
    const lease = tokenAnswerSchema.parse(await (await refreshWith(issuer, tokens.refresh_token, testClientId)).json());
    expect(await revoke(lease.access_token, 'access_token', testClientId)).toBe(200);
    expect(await usageStatus(lease.access_token)).toBe(401);
    expect(await usageStatus(tokens.access_token)).toBe(200);
    expect(issuer.grants()).toMatchObject([{ alive: true }]);
  });

  it('is refused to another client; an unknown token is no error', async () => {
    const tokens = await obtainTokens();
    expect(await revoke(tokens.refresh_token, 'refresh_token', 'another')).toBe(401);
    expect(issuer.grants()).toMatchObject([{ alive: true }]);
    expect(await revoke('rt_unknown', 'refresh_token', testClientId)).toBe(200);
  });
});

describe('the marker of a run', () => {
  it('can be found in every secret', async () => {
    const fields = await obtainExchange();
    const tokens = tokenAnswerSchema.parse(await (await exchange(fields)).json());
    const secrets = [
      fields['code'],
      tokens.id_token,
      tokens.access_token,
      tokens.refresh_token,
      issuer.apiKeys.good,
      issuer.apiKeys.restricted,
      issuer.personalAccessTokens.business,
      issuer.issueAgentIdentity(),
    ];
    const spellings = markerSpellings(marker);
    expect(secrets.filter((secret) => !spellings.some((spelling) => secret?.includes(spelling)))).toEqual([]);
    expect(spellings.every((spelling) => spelling.length >= marker.length - 2)).toBe(true);
  });
});
