import { readTokenLife, findWrittenEndMs } from '../../protocol/tokens/tokenLife.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { Secret } from '../../base/secret.ts';
import type { HomeCredential } from './credentialDocument.ts';
import { serializeCredential } from './serializeCredential.ts';

/**
 * What is about to be in the Home of another host (docs/decisions.md, Bindings). `lease`: an access token alone,
 * which nobody there can renew. `own`: a sign-in made for that host, which it renews itself. `copy`: a key or access
 * token as it is, since those are not spent by being used in two places.
 */
export interface RemoteCredential {
  readonly binding: 'lease' | 'own' | 'copy';
  /** The text of the `auth.json`; revealed only where its bytes leave for that host. */
  readonly document: Secret;
  /** SHA-256 of a lease's access token, to tell later whether it is still the one that is there. */
  readonly accessTokenHash: string | undefined;
  /** When it ends by itself, in ms; undefined when it does not. */
  readonly expiresAtMs: number | undefined;
}

/** @param tokens with an access token made for that host; whatever else they carry, no refresh token goes along */
export async function buildLease(tokens: TokenSet): Promise<RemoteCredential> {
  // Without the grant's name: to whoever reads that Home, a lease is a grant of its own.
  const bare: TokenSet = { ...tokens, refreshToken: new Secret(''), loginOwnerId: undefined };
  return {
    binding: 'lease',
    document: buildDocument({ kind: 'chatgpt', tokens: bare }),
    accessTokenHash: await tokens.accessToken.sha256Hex(),
    expiresAtMs: findWrittenEndMs(tokens) ?? readTokenLife(tokens)?.endsAtMs,
  };
}

/** @param tokens of a sign-in that was made for that host and is kept nowhere else */
export function buildOwn(tokens: TokenSet): RemoteCredential {
  return {
    binding: 'own',
    document: buildDocument({ kind: 'chatgpt', tokens }),
    accessTokenHash: undefined,
    expiresAtMs: undefined,
  };
}

/** @param credential a key or an access token: no one-shot ticket, so the same one works in both places */
export function buildCopy(credential: HomeCredential): RemoteCredential {
  return { binding: 'copy', document: buildDocument(credential), accessTokenHash: undefined, expiresAtMs: undefined };
}

function buildDocument(credential: HomeCredential): Secret {
  return serializeCredential(credential, undefined);
}
