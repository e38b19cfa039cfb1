import { decideStore, readStoreSettings, type CredentialStore } from './credentialStore.ts';
import { openDecided, type DecidedCredential, type HomePlace, type NoPlace } from './decidedCredential.ts';
import { decideReach, type KeyringReach } from './keyringReach.ts';
import type { Secret } from '../../base/secret.ts';
import type { CredentialFile, CredentialFileState, FileProblem, HomeConfig, ReplaceResult } from '../ports.ts';

/** What says which store it is, and the two that can be reached. */
export interface StoredCredentialParts {
  readonly config: Pick<HomeConfig, 'readLayers'>;
  readonly file: CredentialFile;
  readonly keyring: CredentialFile;
  /** Node's name of the operating system. */
  readonly platform: string;
}

/** The credential of a Home in whichever store its configuration names, looked up once for each operation. */
export class StoredCredential implements CredentialFile {
  readonly #parts: StoredCredentialParts;
  readonly #isClick: boolean;
  #last: DecidedCredential | undefined;

  /** @param isClick in the course of a person's click, which alone opens a keychain that asks the person */
  constructor(parts: StoredCredentialParts, isClick = false) {
    this.#parts = parts;
    this.#isClick = isClick;
  }

  /** Of the place that the last look led to; the file's before the first one, and where no place is. */
  get path(): string {
    return this.#last?.path ?? this.#parts.file.path;
  }

  /** The same credential for what a person clicked. */
  onClick(): StoredCredential {
    return new StoredCredential(this.#parts, true);
  }

  /** The credential as its configuration has it now, for the steps of one operation. */
  async decide(): Promise<DecidedCredential> {
    const { config, platform } = this.#parts;
    const wishes = await readStoreSettings(await config.readLayers());
    const decision = decideStore(wishes);
    this.#last = openDecided(
      { ...this.#parts, isClick: this.#isClick, path: this.path },
      { store: decision.kind === 'store' ? decision.store : 'invalid', reach: decideReach(platform, wishes) },
    );
    return this.#last;
  }

  async read(): Promise<CredentialFileState> {
    return (await this.decide()).read();
  }

  async replace(document: Secret, expected: string | undefined): Promise<ReplaceResult> {
    return (await this.decide()).replace(document, expected);
  }

  async remove(expected: string): Promise<ReplaceResult> {
    return (await this.decide()).remove(expected);
  }

  async findObstacle(): Promise<FileProblem | undefined> {
    return (await this.decide()).findObstacle();
  }

  /** The store that is in force, or why it can not be told. */
  async store(): Promise<CredentialStore | 'invalid'> {
    return (await this.decide()).decision.store;
  }

  /** How far we reach into the keyring of this computer. */
  async reach(): Promise<KeyringReach> {
    return (await this.decide()).decision.reach;
  }

  async locate(): Promise<HomePlace> {
    return (await this.decide()).locate();
  }

  async findPlace(): Promise<CredentialFile | NoPlace> {
    return (await this.decide()).findPlace();
  }

  async findPlaceToSave(): Promise<CredentialFile | NoPlace> {
    return (await this.decide()).findPlaceToSave();
  }
}
