import { encodeBase64Url, randomBase64Url, sha256 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';

/** A verifier that stays here and the challenge that travels first (RFC 7636, method S256 only). */
export interface Pkce {
  readonly verifier: Secret;
  readonly challenge: string;
}

/** 64 random bytes, 86 characters, as the CLI sends. */
export async function createPkce(): Promise<Pkce> {
  const verifier = randomBase64Url(64);
  return { verifier: new Secret(verifier), challenge: await computeChallenge(verifier) };
}

/** BASE64URL(SHA256(verifier)), RFC 7636 section 4.2. */
export async function computeChallenge(verifier: string): Promise<string> {
  return encodeBase64Url(await sha256(verifier));
}

/** 32 random bytes, 43 characters of base64url: nothing in it needs encoding, whoever re-encodes the address. */
export function createState(): Secret {
  return new Secret(randomBase64Url(32));
}
