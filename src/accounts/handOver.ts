import { serializeCredential } from '../home/credentialDocument.ts';
import { readTokenLife, findWrittenEndMs } from '../protocol/tokenLife.ts';
import type { TokenSet } from '../protocol/tokenSet.ts';
import type { Account, Identity } from '../storage/account.ts';
import { sha256Hex } from '../util/bytes.ts';
import { Secret } from '../util/secret.ts';
import { toHomeCredential } from './newAccount.ts';

/**
 * What is about to stand in the Home of another host (design.md 6). `lease`: an access token alone, which nobody there
 * can renew. `own`: a sign-in made for that host, which it renews itself. `copy`: a key or access token as it is, since
 * those are not spent by being used in two places.
 */
export interface HandOver {
  readonly binding: 'lease' | 'own' | 'copy';
  /** The text of the `auth.json`; revealed only where its bytes leave for that host. */
  readonly document: Secret;
  readonly identity: Identity;
  /** SHA-256 of a lease's access token, to tell later whether it is still the one that stands there. */
  readonly accessTokenHash: string | undefined;
  /** When it ends by itself, in ms; undefined when it does not. */
  readonly expiresAtMs: number | undefined;
}

/** @param tokens an access token made for that host; whatever else it carries, no refresh token goes into the document */
export async function buildLease(tokens: TokenSet, identity: Identity): Promise<HandOver> {
  // Without the grant's name: to whoever reads that Home, a lease is a grant of its own.
  const bare: TokenSet = { ...tokens, refreshToken: new Secret(''), loginOwnerId: undefined };
  return {
    binding: 'lease',
    document: buildDocument({ kind: 'chatgpt', tokens: bare }),
    identity,
    accessTokenHash: await sha256Hex(tokens.accessToken.reveal()),
    expiresAtMs: findWrittenEndMs(tokens) ?? readTokenLife(tokens)?.endsAtMs,
  };
}

/** @param tokens of a sign-in that was made for that host and is kept nowhere else */
export function buildOwn(tokens: TokenSet, identity: Identity): HandOver {
  return {
    ...{ binding: 'own', identity, accessTokenHash: undefined, expiresAtMs: undefined },
    document: buildDocument({ kind: 'chatgpt', tokens }),
  };
}

/** Keys and access tokens are no one-shot tickets: the same one works in both places. */
export function buildCopy({ credential, identity }: Account): HandOver {
  return {
    ...{ binding: 'copy', identity, accessTokenHash: undefined, expiresAtMs: undefined },
    document: buildDocument(toHomeCredential(credential)),
  };
}

function buildDocument(credential: Parameters<typeof serializeCredential>[0]): Secret {
  return new Secret(serializeCredential(credential, undefined));
}
