import { decodeClaims } from '../../protocol/tokens/claims.ts';
import { findWrittenEndMs, readTokenLife } from '../../protocol/tokens/tokenLife.ts';
import { signInKindOf, type HomeCredential, type SignInKind } from './credentialDocument.ts';
import { readCredentialOwner } from './credentialOwner.ts';

/** What a credential is known by again, without holding it. */
export interface CredentialMark {
  readonly kind: SignInKind;
  readonly userId: string | undefined;
  /** Whom the access token itself names, whatever the id token beside it says. */
  readonly tokenUserId: string | undefined;
  readonly workspaceId: string | undefined;
  readonly email: string | undefined;
  /** SHA-256 of the access token or key; undefined for kinds we do not manage. */
  readonly secretHash: string | undefined;
  /** The grant it lives on, where its sign-in named one. */
  readonly loginOwnerId: string | undefined;
  /** False for a lease: nobody who only has this can renew it. */
  readonly canRenew: boolean;
  readonly expiresAtMs: number | undefined;
}

/** The mark of a credential: hashes and ids, nothing that signs in. */
export async function markCredential(credential: HomeCredential): Promise<CredentialMark> {
  const owner = readCredentialOwner(credential);
  const tokens = credential.kind === 'chatgpt' ? credential.tokens : undefined;
  return {
    kind: signInKindOf(credential),
    userId: owner?.userId,
    tokenUserId: tokens && decodeClaims(tokens.accessToken)?.userId,
    workspaceId: owner?.workspaceId,
    email: owner?.email,
    secretHash: await hashSecret(credential),
    loginOwnerId: tokens?.loginOwnerId,
    canRenew: tokens === undefined ? true : !tokens.refreshToken.isEmpty,
    expiresAtMs: tokens === undefined ? undefined : (findWrittenEndMs(tokens) ?? readTokenLife(tokens)?.endsAtMs),
  };
}

async function hashSecret(credential: HomeCredential): Promise<string | undefined> {
  switch (credential.kind) {
    case 'chatgpt':
      return credential.tokens.accessToken.sha256Hex();
    case 'apiKey':
    case 'bedrockKey':
      return credential.key.sha256Hex();
    case 'accessToken':
      return credential.token.sha256Hex();
    case 'other':
      return undefined;
  }
}
