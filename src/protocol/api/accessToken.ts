import * as z from 'zod/mini';
import { Secret } from '../../base/secret.ts';
import { decodeJwtPayload } from '../tokens/jwt.ts';
import { successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import type { Issuer } from '../oauth/issuer.ts';

/** The two shapes of a Codex access token (docs/codex-protocol.md, Access tokens). */
export type AccessTokenShape = 'personalAccessToken' | 'agentIdentity';

/** What a typed text is, before anybody is asked. */
export type AccessTokenInput =
  | { readonly kind: 'token'; readonly token: Secret; readonly shape: AccessTokenShape }
  | { readonly kind: 'refused'; readonly problem: 'empty' | 'platformKey' | 'chatgptToken' | 'agentToken' | 'unknown' };

/** Whose token it is. */
export interface TokenIdentity {
  readonly email: string | undefined;
  readonly userId: string;
  readonly workspaceId: string;
  readonly plan: string;
}

const agentIdentityIssuer = 'https://chatgpt.com/codex-backend/agent-identity';
const agentIdentityAudience = 'codex-app-server';

const patShape = /^at-[A-Za-z0-9_.-]{8,4096}$/u;

const agentClaims = z.object({
  iss: z.literal(agentIdentityIssuer),
  aud: z.union([z.literal(agentIdentityAudience), z.array(z.string())]),
  exp: z.number(),
  agent_runtime_id: z.string(),
  agent_private_key: z.string(),
  account_id: z.string(),
  chatgpt_user_id: z.string(),
  email: z.optional(z.nullable(z.string())),
  plan_type: z.string(),
});

const whoamiAnswer = z.object({
  email: z.nullable(z.string()),
  chatgpt_user_id: z.string(),
  chatgpt_account_id: z.string(),
  chatgpt_plan_type: z.string(),
});

/** Says what a given token is; every other credential that looks like one is refused by its own name. */
export function readAccessTokenInput(given: Secret): AccessTokenInput {
  const trimmed = given
    .reveal()
    .replace(/^\uFEFF/u, '')
    .trim();
  const token = new Secret(trimmed);
  if (patShape.test(trimmed)) {
    return { kind: 'token', token, shape: 'personalAccessToken' };
  }
  if (decodeAgentIdentity(token) !== undefined) {
    return { kind: 'token', token, shape: 'agentIdentity' };
  }
  return { kind: 'refused', problem: nameProblem(trimmed) };
}

function nameProblem(token: string): Extract<AccessTokenInput, { kind: 'refused' }>['problem'] {
  if (token === '') {
    return 'empty';
  }
  if (token.startsWith('sk-')) {
    return 'platformKey';
  }
  if (/^(?:agt|wsa|agent)[-_]/u.test(token)) {
    return 'agentToken';
  }
  const payload = decodeJwtPayload(token);
  return payload !== undefined && 'https://api.openai.com/auth' in payload ? 'chatgptToken' : 'unknown';
}

/** The identity inside an agent-identity JWT, unverified. */
export function decodeAgentIdentity(token: Secret): TokenIdentity | undefined {
  const parsed = agentClaims.safeParse(decodeJwtPayload(token.reveal()));
  if (!parsed.success || ![parsed.data.aud].flat().includes(agentIdentityAudience)) {
    return undefined;
  }
  const claims = parsed.data;
  return {
    email: claims.email ?? undefined,
    userId: claims.chatgpt_user_id,
    workspaceId: claims.account_id,
    plan: claims.plan_type,
  };
}

/** When an agent-identity JWT ends, in ms. */
export function agentExpiryMs(token: Secret): number | undefined {
  const parsed = agentClaims.safeParse(decodeJwtPayload(token.reveal()));
  return parsed.success ? parsed.data.exp * 1000 : undefined;
}

/** The one real call that proves a personal access token. */
export function buildWhoamiRequest(issuer: Issuer, token: Secret, signal: AbortSignal): HttpRequest {
  return { method: 'GET', url: issuer.whoamiUrl, headers: { authorization: `Bearer ${token.reveal()}` }, signal };
}

/** Undefined for every answer but a successful one of the right shape. */
export function parseWhoami(answer: HttpAnswer): TokenIdentity | undefined {
  const parsed = whoamiAnswer.safeParse(successJson(answer));
  return parsed.success
    ? {
        email: parsed.data.email ?? undefined,
        userId: parsed.data.chatgpt_user_id,
        workspaceId: parsed.data.chatgpt_account_id,
        plan: parsed.data.chatgpt_plan_type,
      }
    : undefined;
}
