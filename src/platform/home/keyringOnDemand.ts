import type { CredentialFile, CredentialFileState, FileProblem, ReplaceResult } from '../../home/ports.ts';
import type { Secret } from '../../base/secret.ts';

/** The service of Codex's own item in the operating system's keyring. */
export const keyringService = 'Codex Auth';

/** The credential in the keyring, which most Homes do not have: what opens it is loaded when a configuration names it. */
export class KeyringOnDemand implements CredentialFile {
  readonly path = keyringService;
  readonly #load: () => Promise<CredentialFile>;

  /** @param load what opens the keyring; called for each use, so it has to keep what it has made */
  constructor(load: () => Promise<CredentialFile>) {
    this.#load = load;
  }

  async read(): Promise<CredentialFileState> {
    return (await this.#load()).read();
  }

  async replace(document: Secret, expected: string | undefined): Promise<ReplaceResult> {
    return (await this.#load()).replace(document, expected);
  }

  async remove(expected: string): Promise<ReplaceResult> {
    return (await this.#load()).remove(expected);
  }

  async findObstacle(): Promise<FileProblem | undefined> {
    return (await this.#load()).findObstacle();
  }
}
