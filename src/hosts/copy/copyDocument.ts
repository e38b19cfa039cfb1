import { parseCredentialDocument, type HomeCredential } from '../../home/credential/credentialDocument.ts';
import type { RemoteCredential } from '../../home/credential/remoteCredential.ts';
import type { Secret } from '../../base/secret.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { copyError } from './copyError.ts';

/** A sign-in that was made for another host. */
export type OfferedDocument = Pick<RemoteCredential, 'binding' | 'document'>;

/** Tells whether a refresh token or a grant is one of an account on this computer. */
export interface KnownGrants {
  /** @param refreshTokenHash SHA-256 in hex */
  knowsToken(refreshTokenHash: string): Promise<boolean>;
  knowsGrant(loginOwnerId: string): Promise<boolean>;
}

/**
 * The only thing that can be sent to another host, and it can be had only from `admit`: whoever would send the live
 * grant of an account, which dies once it is in two places, has nothing that the types let through.
 */
export class CopyDocument {
  readonly #document: Secret;

  private constructor(document: Secret) {
    this.#document = document;
  }

  /** @throws AuthError `chooseAnotherMethod` when it holds more than its binding may, or a grant of this computer */
  static async admit({ binding, document }: OfferedDocument, grants: KnownGrants): Promise<CopyDocument> {
    const parsed = parseCredentialDocument(document);
    if (parsed.kind !== 'credential' || !(await isFit(binding, parsed.credential, grants))) {
      throw copyError('chooseAnotherMethod', buildSentence('copy.liveGrant', {}));
    }
    return new CopyDocument(document);
  }

  /** For the bytes that leave. */
  get content(): Secret {
    return this.#document;
  }
}

async function isFit(
  binding: OfferedDocument['binding'],
  credential: HomeCredential,
  grants: KnownGrants,
): Promise<boolean> {
  if (credential.kind !== 'chatgpt') {
    return binding === 'copy' && credential.kind !== 'other';
  }
  const { refreshToken, loginOwnerId } = credential.tokens;
  if (refreshToken.isEmpty) {
    return binding === 'lease';
  }
  const isOurs =
    (await grants.knowsToken(await refreshToken.sha256Hex())) ||
    (loginOwnerId !== undefined && (await grants.knowsGrant(loginOwnerId)));
  return binding === 'own' && !isOurs;
}
