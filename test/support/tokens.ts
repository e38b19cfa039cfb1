import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Secret } from '../../src/base/secret.ts';
import type { TokenSet } from '../../src/protocol/tokens/tokenSet.ts';

/** Tokens for tests, made at run time: none is ever written down. */

export function randomText(prefix = 'x'): string {
  return `${prefix}-${randomBytes(18).toString('base64url')}`;
}

export function encodePart(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/** A JWT with any payload and a signature of noise. */
export function mintJwt(payload: unknown, header: unknown = { alg: 'RS256', typ: 'JWT' }): string {
  return `${encodePart(header)}.${encodePart(payload)}.${randomBytes(24).toString('base64url')}`;
}

export interface Person {
  readonly email?: string;
  readonly userId?: string;
  readonly workspaceId?: string;
  readonly plan?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly expiresAtMs?: number;
}

const authClaim = 'https://api.openai.com/auth';

export function mintIdToken(person: Person = {}): string {
  return mintJwt({
    iss: person.issuer ?? 'https://auth.openai.com',
    aud: [person.clientId ?? 'app_EMoamEEZ73f0CkXaXp7hrann'],
    email: person.email ?? 'ada@example.com',
    exp: Math.floor((person.expiresAtMs ?? Date.UTC(2026, 10, 21, 5)) / 1000),
    [authClaim]: {
      chatgpt_plan_type: person.plan ?? 'plus',
      chatgpt_user_id: person.userId ?? 'user-ada',
      chatgpt_account_id: person.workspaceId ?? 'workspace-ada',
    },
  });
}

export function mintTokens(person: Person = {}, over: Partial<TokenSet> = {}): TokenSet {
  return {
    idToken: new Secret(mintIdToken(person)),
    accessToken: new Secret(mintIdToken(person)),
    refreshToken: new Secret(randomText('rt')),
    workspaceId: person.workspaceId ?? 'workspace-ada',
    provenance: {
      issuer: person.issuer ?? 'https://auth.openai.com',
      clientId: person.clientId ?? 'app_EMoamEEZ73f0CkXaXp7hrann',
    },
    loginOwnerId: randomBytes(32).toString('base64url'),
    lastRefresh: '2026-11-21T04:00:00.000Z',
    ...over,
  };
}

/** What a token endpoint answers for a person. */
export function mintTokenAnswer(person: Person = {}): Record<string, string> {
  return { id_token: mintIdToken(person), access_token: mintIdToken(person), refresh_token: randomText('rt') };
}

export interface AgentToken {
  readonly token: string;
  readonly jwk: Readonly<Record<string, unknown>>;
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** An agent identity that its key set vouches for. */
export function mintAgentToken(
  over: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = { alg: 'RS256', kid: 'key-1' },
): AgentToken {
  const head = encodePart(header);
  const payload = encodePart({
    iss: 'https://chatgpt.com/codex-backend/agent-identity',
    aud: 'codex-app-server',
    exp: Math.floor(Date.UTC(2027, 0, 1) / 1000),
    agent_runtime_id: 'runtime-1',
    agent_private_key: randomText('key'),
    account_id: 'workspace-agents',
    chatgpt_user_id: 'user-agent',
    plan_type: 'business',
    ...over,
  });
  const signature = sign('RSA-SHA256', Buffer.from(`${head}.${payload}`), privateKey).toString('base64url');
  return { token: `${head}.${payload}.${signature}`, jwk: { ...publicKey.export({ format: 'jwk' }), kid: 'key-1' } };
}
