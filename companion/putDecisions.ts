import type { CredentialMark } from '../src/home/credential/credentialMark.ts';
import { parseCredentialDocument, type HomeCredential } from '../src/home/credential/credentialDocument.ts';
import { Secret } from '../src/base/secret.ts';
import type { PutRequest } from '../src/hosts/remote/companionProtocol.ts';
import type { Placement } from '../src/storage/placements.ts';

/**
 * The credential of a request, or undefined for what may never be here: a lease that carries a refresh token, a
 * "copy" of a sign-in, which would die by being in two places (docs/decisions.md, Bindings), or anything but the three
 * kinds we manage.
 */
export function findAcceptable({
  binding,
  document,
}: Pick<PutRequest, 'binding' | 'document'>): HomeCredential | undefined {
  const parsed = parseCredentialDocument(new Secret(document));
  if (parsed.kind !== 'credential') {
    return undefined;
  }
  const { credential } = parsed;
  switch (credential.kind) {
    case 'chatgpt': {
      const wanted = credential.tokens.refreshToken.isEmpty ? 'lease' : 'own';
      return binding === wanted && !credential.tokens.accessToken.isEmpty ? credential : undefined;
    }
    case 'apiKey':
      return binding === 'copy' && !credential.key.isEmpty ? credential : undefined;
    case 'accessToken':
      return binding === 'copy' && !credential.token.isEmpty ? credential : undefined;
    case 'bedrockKey':
    case 'other':
      return undefined;
  }
}

/** True while what is in the Home is what was placed; an own sign-in also when the CLI there has renewed it. */
export function isPlaced(placement: Placement | undefined, inHome: CredentialMark): boolean {
  if (placement === undefined) {
    return false;
  }
  const isRenewedThere =
    placement.binding === 'own' &&
    placement.loginOwnerId !== undefined &&
    placement.loginOwnerId === inHome.loginOwnerId &&
    isSameAccount(placement, inHome);
  return placement.secretHash === inHome.secretHash || isRenewedThere;
}

/** What is compared to say that a request only renews the very lease that is in the Home. */
export interface LeaseRenewal {
  readonly request: Pick<PutRequest, 'binding' | 'placementId'>;
  /** Of the credential in the request. */
  readonly next: CredentialMark;
  readonly placement: Placement | undefined;
  readonly inHome: CredentialMark;
}

/**
 * The person's yes was for an account and its lease: another account, another binding, an earlier end, or a Home that
 * somebody changed meanwhile is asked about again.
 */
export function isRenewal({ request, next, placement, inHome }: LeaseRenewal): boolean {
  return (
    placement?.binding === 'lease' &&
    request.binding === 'lease' &&
    placement.placementId === request.placementId &&
    placement.secretHash === inHome.secretHash &&
    placement.userId !== undefined &&
    isSameAccount(placement, next) &&
    inHome.tokenUserId === next.tokenUserId &&
    (next.expiresAtMs ?? 0) >= (inHome.expiresAtMs ?? 0)
  );
}

/**
 * Since when the account of a request will have been there, once it is written; undefined when that is not known.
 * A renewal does not change it.
 */
export function findSinceMs(
  next: CredentialMark,
  { inHome, placement }: { readonly inHome: CredentialMark | undefined; readonly placement: Placement | undefined },
  nowMs: number,
): number | undefined {
  const isSame = inHome?.userId !== undefined && isSameAccount(inHome, next);
  return isSame ? (isPlaced(placement, inHome) ? placement?.sinceMs : undefined) : nowMs;
}

interface Who {
  readonly userId: string | undefined;
  readonly workspaceId: string | undefined;
}

function isSameAccount(left: Who, right: Who): boolean {
  return left.userId === right.userId && left.workspaceId === right.workspaceId;
}
