import { setRootKey } from '../home/configEdit.ts';
import { decideStore, readWishes, type CredentialStore, type StoreDecision } from '../home/credentialStore.ts';
import { moveCredential } from '../home/moveCredential.ts';
import type { CredentialFile, HomeConfig } from '../home/ports.ts';
import type { StoredCredential } from '../home/storedCredential.ts';
import { parseJson } from '../protocol/http.ts';
import { AuthError } from '../util/authError.ts';
import { say } from '../util/sentence.ts';

/** Keeps what a change replaced, so that it can be undone. A config may hold tokens, so it is kept as a secret. */
export interface UndoShelf {
  put(change: ConfigChange): Promise<void>;
  find(): Promise<ConfigChange | undefined>;
  clear(): Promise<void>;
}

export interface ConfigChange {
  readonly before: string;
  readonly after: string;
}

export interface StorePorts {
  readonly credential: Pick<StoredCredential, 'path' | 'findPlace' | 'findPlaceToSave'>;
  readonly config: HomeConfig;
  readonly undo: UndoShelf;
  /** Keeps a credential that stood in the new place, so that replacing it loses nothing. */
  readonly setAside: (text: string) => Promise<void>;
}

const storeKey = 'cli_auth_credentials_store';

/** Moves a Home's credential from one store to another in one transaction: config, new place, read back, old place. */
export class StoreService {
  readonly #ports: StorePorts;

  constructor(ports: StorePorts) {
    this.#ports = ports;
  }

  async decide(): Promise<StoreDecision> {
    return decideStore(await readWishes(await this.#ports.config.readLayers()));
  }

  /** @throws AuthError `askAdmin` when an admin decided the store, `fixFile` when config or store can not be changed */
  async choose(store: CredentialStore): Promise<void> {
    const { config, undo } = this.#ports;
    const decision = await this.decide();
    const decidedBy = decision.kind === 'store' ? decision.decidedBy : decision.layer;
    if (decidedBy === 'managed' || decidedBy === 'requirements') {
      throw new AuthError('askAdmin', say('store.decidedByAdmin', {}));
    }
    const before = (await config.readLayers()).user ?? '';
    const after = setRootKey(before, storeKey, store);
    if (after === undefined) {
      throw new AuthError('fixFile', say('store.configNotUnderstood', { path: config.userPath }));
    }
    await this.#change({ before, after });
    await undo.put({ before, after });
  }

  /** Puts the config back that the last change replaced; the credential follows. False when there is nothing to undo. */
  async undo(): Promise<boolean> {
    const change = await this.#ports.undo.find();
    if (change === undefined) {
      return false;
    }
    await this.#change({ before: change.after, after: change.before });
    await this.#ports.undo.clear();
    return true;
  }

  /** Config and credential change together, or neither does. */
  async #change({ before, after }: ConfigChange): Promise<void> {
    const { config, credential } = this.#ports;
    const from = await credential.findPlace();
    await config.writeUser(after, before);
    try {
      await this.#move(typeof from === 'string' ? undefined : from);
    } catch (failure) {
      await config.writeUser(before, after);
      throw failure;
    }
  }

  /** From a place that is not read any more nothing is moved: it stays there, and undoing finds it again. */
  async #move(from: CredentialFile | undefined): Promise<void> {
    const { credential, setAside } = this.#ports;
    const to = await this.#requirePlace();
    const state = await from?.read();
    const document = state?.kind === 'file' ? parseJson(state.text) : undefined;
    if (from === undefined || to === undefined || from === to || state?.kind !== 'file' || document === undefined) {
      return;
    }
    const text = JSON.stringify(document, undefined, 2);
    const move = { text, from, expected: state.fingerprint, to, keep: setAside };
    if ((await moveCredential(move).catch((failure: unknown) => this.#excuse(failure))) === 'conflict') {
      throw new AuthError('tryAgain', say('home.keepsChanging', { path: credential.path }));
    }
  }

  /** The new place, tried before anything is trusted to it; undefined where Codex keeps nothing. */
  async #requirePlace(): Promise<CredentialFile | undefined> {
    const { credential } = this.#ports;
    const to = await credential.findPlaceToSave();
    if (to === 'storeEphemeral') {
      return undefined;
    }
    if (typeof to === 'string') {
      throw new AuthError('fixFile', say(`home.${to}`, { path: credential.path }));
    }
    const state = await to.read();
    if (state.kind === 'problem') {
      throw new AuthError('fixFile', say(`home.${state.problem}`, { path: to.path }));
    }
    return to;
  }

  /** In `auto` a keyring that takes nothing leaves the file, as with the CLI (codex-protocol.md 5). */
  async #excuse(failure: unknown): Promise<void> {
    const decision = await this.decide();
    const isAuto = decision.kind === 'store' && decision.store === 'auto';
    if (!isAuto || !(failure instanceof AuthError) || failure.code !== 'fixFile') {
      throw failure;
    }
  }
}
