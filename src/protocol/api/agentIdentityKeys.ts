import { compactVerify, createLocalJWKSet } from 'jose';
import * as z from 'zod/mini';
import type { Secret } from '../../base/secret.ts';
import { successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import type { Issuer } from '../oauth/issuer.ts';

/** The issuer's public keys for agent identities (a JWK set, RFC 7517). */
export function buildKeysRequest(issuer: Issuer, signal: AbortSignal): HttpRequest {
  return { method: 'GET', url: issuer.agentIdentityKeysUrl, signal };
}

const keySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

type Key = z.infer<typeof keySet>['keys'][number];

/**
 * Verifies the RS256 signature of an agent identity, as the CLI does before it stores one (docs/codex-protocol.md,
 * Access tokens). Answers `unclear` when there is no key set to verify with.
 */
export async function verifyAgentIdentity(token: Secret, answer: HttpAnswer): Promise<'good' | 'invalid' | 'unclear'> {
  const keys = keySet.safeParse(successJson(answer));
  if (!keys.success) {
    return 'unclear';
  }
  for (const key of keys.data.keys) {
    if (await isSignedBy(key, token)) {
      return 'good';
    }
  }
  return 'invalid';
}

/** One key at a time: a token that names none is tried with each of the set. */
async function isSignedBy(key: Key, token: Secret): Promise<boolean> {
  try {
    await compactVerify(token.reveal(), createLocalJWKSet({ keys: [key] }), { algorithms: ['RS256'] });
    return true;
  } catch {
    // Another key, another algorithm, a signature that is wrong, or a key that is none.
    return false;
  }
}
