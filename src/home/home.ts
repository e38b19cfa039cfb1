import type { Secret } from '../base/secret.ts';
import { homeError } from '../errors/authError.ts';
import { buildSentence, type Sentence } from '../errors/sentence.ts';
import { parseCredentialDocument, type HomeCredential, type Unreadable } from './credential/credentialDocument.ts';
import { isSameDocument } from './credential/sameDocument.ts';
import type { CredentialFile, CredentialFileState, FileProblem, ReplaceResult } from './ports.ts';

/** What a Home says about who is signed in there. */
export type HomeState =
  | {
      readonly kind: 'signedOut';
      readonly seen: HomeSnapshot;
      /** Not even its folder is there: no one signed out, the Home itself is gone. */
      readonly isGone: boolean;
    }
  | {
      readonly kind: 'signedIn';
      readonly credential: HomeCredential;
      readonly seen: HomeSnapshot;
    }
  | (Unreadable & { readonly seen: HomeSnapshot })
  | { readonly kind: 'problem'; readonly problem: FileProblem };

/** What a decision was made on. A write goes through only while it is still there (compare-and-swap). */
export interface HomeSnapshot {
  readonly document: Secret | undefined;
  readonly fingerprint: string | undefined;
}

/** One Codex home on this host, with the `file` credential store. */
export class Home {
  readonly #file: CredentialFile;
  readonly #pause: () => Promise<void>;
  readonly folder: string;

  /** `pause` waits a moment: an older CLI truncates in place, so an empty file may be half of a write. */
  constructor(folder: string, file: CredentialFile, pause: () => Promise<void>) {
    this.folder = folder;
    this.#file = file;
    this.#pause = pause;
  }

  get credentialPath(): string {
    return this.#file.path;
  }

  async read(): Promise<HomeState> {
    let state = interpret(await this.#file.read());
    for (let tries = 0; tries < 5 && state.kind === 'unreadable' && state.problem === 'notJson'; tries += 1) {
      await this.#pause();
      state = interpret(await this.#file.read());
    }
    return state;
  }

  /**
   * Puts a credential there and reads it back.
   * @returns `conflict` when the Home changed since `seen`: read it again and decide again
   * @throws AuthError `fixFile` with what is wrong with the file; nothing is lost then
   */
  async put(credential: HomeCredential, seen: HomeSnapshot): Promise<ReplaceResult> {
    const { serializeCredential } = await import('./credential/serializeCredential.ts');
    const document = serializeCredential(credential, seen.document);
    const file = (await this.#file.decide?.()) ?? this.#file;
    const result = await file.replace(document, seen.fingerprint);
    if (result === 'done') {
      const after = await file.read();
      if (after.kind !== 'file') {
        throw homeError('notReadBack', this.#file.path);
      }
      return isSameDocument(after.document, document) ? 'done' : 'conflict';
    }
    return result;
  }

  /** What would keep a credential from being put there now: the sentence for it. Undefined where nothing is known. */
  async findObstacle(): Promise<Sentence | undefined> {
    const problem = await this.#file.findObstacle();
    return problem === undefined ? undefined : buildSentence(`home.${problem}`, { path: this.#file.path });
  }

  /** Signs Codex out on this host: the file goes, nothing is revoked. */
  async clear(seen: HomeSnapshot): Promise<ReplaceResult> {
    return seen.fingerprint === undefined ? 'done' : this.#file.remove(seen.fingerprint);
  }
}

function interpret(file: CredentialFileState): HomeState {
  if (file.kind === 'problem') {
    return file;
  }
  if (file.kind === 'absent') {
    return { kind: 'signedOut', seen: { document: undefined, fingerprint: undefined }, isGone: !file.folderExists };
  }
  const seen = { document: file.document, fingerprint: file.fingerprint };
  const parsed = parseCredentialDocument(file.document);
  switch (parsed.kind) {
    case 'credential':
      return { kind: 'signedIn', credential: parsed.credential, seen };
    case 'signedOut':
      return { kind: 'signedOut', seen, isGone: false };
    case 'unreadable':
      return { ...parsed, seen };
  }
}
