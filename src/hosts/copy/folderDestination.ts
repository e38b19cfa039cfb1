import { parseCredentialDocument, signInKindOf } from '../../home/credential/credentialDocument.ts';
import type { CredentialFileState } from '../../home/ports.ts';
import { AuthError, homeError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { CopyDestination, CopyRequest, CopyResult, DestinationState, FoundCredentialKind } from './destination.ts';
import type { FolderPlace } from './ports.ts';
import { copyError } from './copyError.ts';

const nothing = 'none';

/** A Home in a folder that this computer can write to; the rules are those of our own Home. */
export class FolderDestination implements CopyDestination {
  readonly #folder: FolderPlace;

  constructor(folder: FolderPlace) {
    this.#folder = folder;
  }

  async look(): Promise<DestinationState> {
    const state = await this.#read();
    const stamp = state.kind === 'file' ? state.fingerprint : nothing;
    return { user: undefined, path: this.#folder.path, holds: classify(state), stamp };
  }

  async put({ document, expectedStamp, keepAs }: CopyRequest): Promise<CopyResult> {
    const state = await this.#read();
    const path = this.#folder.path;
    if ((state.kind === 'file' ? state.fingerprint : nothing) !== expectedStamp) {
      throw changedMeanwhile(path);
    }
    const keptPath =
      keepAs === undefined || state.kind !== 'file' ? undefined : await this.#folder.keepBeside(keepAs, state.document);
    const result = await this.#folder
      .replace(document.content, state.kind === 'file' ? state.fingerprint : undefined)
      .catch(async (failure: unknown) => {
        if (failure instanceof AuthError && failure.reason === 'notAnswering') {
          // The write may still come to its end when the disk is back.
          throw copyError(failure.code, failure.sentence, { reason: 'copyUncertain', cause: failure });
        }
        await this.#dropKept(keptPath);
        throw failure;
      });
    if (result === 'conflict') {
      await this.#dropKept(keptPath);
      throw changedMeanwhile(path);
    }
    return { path, keptPath, cli: undefined };
  }

  async #dropKept(keptPath: string | undefined): Promise<void> {
    await (keptPath === undefined ? undefined : this.#folder.dropKept(keptPath));
  }

  async #read(): Promise<Exclude<CredentialFileState, { kind: 'problem' }>> {
    const state = await this.#folder.read();
    if (state.kind === 'problem') {
      throw homeError(state.problem, this.#folder.path);
    }
    return state;
  }
}

function changedMeanwhile(place: string): AuthError {
  return copyError('tryAgain', buildSentence('copy.changedMeanwhile', { place }));
}

function classify(state: Exclude<CredentialFileState, { kind: 'problem' }>): FoundCredentialKind {
  if (state.kind === 'absent') {
    return 'none';
  }
  const parsed = parseCredentialDocument(state.document);
  if (parsed.kind !== 'credential') {
    return 'unknown';
  }
  const { credential } = parsed;
  return credential.kind === 'chatgpt' && credential.tokens.refreshToken.isEmpty ? 'lease' : signInKindOf(credential);
}
