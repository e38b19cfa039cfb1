import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { PracticeIssuer } from '../issuer/practiceIssuer.ts';

export const redirectUri = 'http://127.0.0.1:1455/auth/callback';
export const testClientId = 'app_issuer_test';

export const tokenAnswerSchema = z.object({
  id_token: z.string(),
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
});

export type ParsedTokenAnswer = z.infer<typeof tokenAnswerSchema>;

export interface PkcePair {
  readonly codeVerifier: string;
  readonly codeChallenge: string;
}

export function makePkcePair(): PkcePair {
  const codeVerifier = randomBytes(64).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}

/** The address of a right authorize request; `changes` replaces parameters, and removes one with undefined. */
export function buildAuthorizeUrl(
  issuer: PracticeIssuer,
  pkce: PkcePair,
  changes: Readonly<Record<string, string | undefined>> = {},
): string {
  const right: Readonly<Record<string, string | undefined>> = {
    response_type: 'code',
    client_id: testClientId,
    redirect_uri: redirectUri,
    code_challenge: pkce.codeChallenge,
    code_challenge_method: 'S256',
    state: 'state-of-the-test',
    scope: 'openid profile email offline_access',
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...right, ...changes })) {
    if (value !== undefined) {
      query.set(name, value);
    }
  }
  return `${issuer.url}/oauth/authorize?${query.toString()}`;
}

export async function postForm(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
}

export async function postJson(url: string, value: unknown): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });
}

export async function refreshWith(issuer: PracticeIssuer, refreshToken: string, clientId: string): Promise<Response> {
  return await postJson(`${issuer.url}/oauth/token`, {
    client_id: clientId,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
}

export async function getWithBearer(url: string, bearer: string): Promise<Response> {
  return await fetch(url, { headers: { authorization: `Bearer ${bearer}` } });
}

const payloadSchema = z.record(z.string(), z.unknown());

export function decodePayload(jwt: string): Readonly<Record<string, unknown>> {
  return payloadSchema.parse(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')));
}
