import * as z from 'zod/mini';
import { decodeBase64Url } from '../../util/bytes.ts';
import type { Secret } from '../../util/secret.ts';
import { parseJson } from '../../util/json.ts';
import { successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import type { Issuer } from '../oauth/issuer.ts';

/** The issuer's public keys for agent identities (a JWK set, RFC 7517). */
export function buildKeysRequest(issuer: Issuer, signal: AbortSignal): HttpRequest {
  return { method: 'GET', url: issuer.agentIdentityKeysUrl, signal };
}

const keySet = z.object({
  keys: z.array(
    z.looseObject({
      kty: z.string(),
      kid: z.optional(z.string()),
      n: z.optional(z.string()),
      e: z.optional(z.string()),
    }),
  ),
});

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.optional(z.string()) });

/**
 * Verifies the RS256 signature of an agent identity, as the CLI does before it stores one (docs/codex-protocol.md,
 * Access tokens). Answers `unclear` when there is no key set to verify with.
 */
export async function verifyAgentIdentity(token: Secret, answer: HttpAnswer): Promise<'good' | 'invalid' | 'unclear'> {
  const keys = keySet.safeParse(successJson(answer));
  const [head = '', payload = '', signature = ''] = token.reveal().split('.');
  const headBytes = decodeBase64Url(head);
  const signatureBytes = decodeBase64Url(signature);
  if (!keys.success) {
    return 'unclear';
  }
  const header = headerSchema.safeParse(
    headBytes === undefined ? undefined : parseJson(new TextDecoder().decode(headBytes)),
  );
  if (!header.success || signatureBytes === undefined) {
    return 'invalid';
  }
  const { kid } = header.data;
  const candidates = keys.data.keys.filter((key) => key.kty === 'RSA' && (kid === undefined || key.kid === kid));
  const signed = new TextEncoder().encode(`${head}.${payload}`);
  for (const { n, e } of candidates) {
    if (n !== undefined && e !== undefined && (await isSignedBy({ n, e }, signatureBytes, signed))) {
      return 'good';
    }
  }
  return 'invalid';
}

async function isSignedBy(key: { n: string; e: string }, signature: Uint8Array, signed: Uint8Array): Promise<boolean> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  try {
    const imported = await crypto.subtle.importKey('jwk', { kty: 'RSA', n: key.n, e: key.e }, algorithm, false, [
      'verify',
    ]);
    return await crypto.subtle.verify(algorithm, imported, new Uint8Array(signature), new Uint8Array(signed));
  } catch {
    return false;
  }
}
