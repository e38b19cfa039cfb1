import { generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';

export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** The public half as one entry of a JWK set (RFC 7517). */
  readonly publicJwk: JsonWebKey & { readonly kid: string; readonly alg: 'RS256'; readonly use: 'sig' };
}

const rsaModulusLengthBits = 2048;

export function makeSigningKey(keyId: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: rsaModulusLengthBits });
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' } as const;
  return { keyId, privateKey, publicJwk };
}

function encodePart(part: unknown): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}

/** A compact JWS over JSON claims (RFC 7515, RS256). */
export function buildSignedToken(key: SigningKey, claims: Readonly<Record<string, unknown>>): string {
  const signingInput = `${encodePart({ alg: 'RS256', kid: key.keyId, typ: 'JWT' })}.${encodePart(claims)}`;
  return `${signingInput}.${sign('sha256', Buffer.from(signingInput, 'ascii'), key.privateKey).toString('base64url')}`;
}
