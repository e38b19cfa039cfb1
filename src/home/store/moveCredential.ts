import { isSameDocument } from '../credential/sameDocument.ts';
import { homeError } from '../../errors/authError.ts';
import type { Secret } from '../../base/secret.ts';
import type { CredentialFile, ReplaceResult } from '../ports.ts';

/** What moves, from where to where, and what must still be there. */
export interface CredentialMove {
  readonly document: Secret;
  readonly from: CredentialFile;
  /** What was read in the old place. */
  readonly expected: string;
  readonly to: CredentialFile;
  /** Keeps what was in the new place, if that is another credential. */
  readonly keep?: (document: Secret) => Promise<void>;
}

/**
 * Puts a credential into another place: written, read back, and only then is the old place emptied. If somebody changed
 * that meanwhile, or it can not be emptied, the new place is what it was: of two copies one would go stale.
 * @throws AuthError `fixFile` when one of the places can not be used; the old one is then unharmed
 */
export async function moveCredential({ document, from, expected, to, keep }: CredentialMove): Promise<ReplaceResult> {
  const before = await to.read();
  if (before.kind === 'problem') {
    throw homeError(before.problem, to.path);
  }
  const old = before.kind === 'file' ? before : undefined;
  if (old !== undefined && !isSameDocument(old.document, document)) {
    await keep?.(old.document);
  }
  if ((await to.replace(document, old?.fingerprint)) !== 'done') {
    return 'conflict';
  }
  const after = await to.read();
  if (after.kind !== 'file' || !isSameDocument(after.document, document)) {
    throw homeError('notReadBack', to.path);
  }
  const takeBack = (): Promise<ReplaceResult> =>
    old === undefined ? to.remove(after.fingerprint) : to.replace(old.document, after.fingerprint);
  try {
    const result = await from.remove(expected);
    if (result === 'conflict') {
      await takeBack();
    }
    return result;
  } catch (failure) {
    await takeBack();
    throw failure;
  }
}
