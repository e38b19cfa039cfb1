import { editConfig } from '../config/configEdit.ts';
import {
  decideStore,
  isDecidedByAdmin,
  readStoreSettings,
  type CredentialStore,
  type StoreDecision,
} from './credentialStore.ts';
import { moveCredential } from './moveCredential.ts';
import type { ChangeableConfig, CredentialFile } from '../ports.ts';
import type { StoredCredential } from './storedCredential.ts';
import { formatDocument } from '../credential/sameDocument.ts';
import type { Secret } from '../../base/secret.ts';
import { AuthError, homeError } from '../../errors/authError.ts';
import { isPlaceFault } from '../../errors/placeFault.ts';
import { buildSentence } from '../../errors/sentence.ts';

/** Keeps what a change replaced, so that it can be undone. A config may hold tokens, so it is kept as a secret. */
interface UndoShelf {
  put(change: ConfigFileChange): Promise<void>;
  find(): Promise<ConfigFileChange | undefined>;
  clear(): Promise<void>;
}

/** The whole text of `config.toml`, before and after. */
export interface ConfigFileChange {
  readonly before: string;
  readonly after: string;
}

/** Remembers over restarts that a keyring was left without a look into it. */
export interface LeftoverMark {
  isSet(): Promise<boolean>;
  set(): Promise<void>;
  clear(): Promise<void>;
}

/** Where a credential of Codex stays that it no longer reads: known to be there, or possible in what is not opened. */
export type StoreRest = 'file' | 'keyring' | 'lockedKeyring' | 'encrypted';

/** The configuration, both places of a credential, and what makes a change undone. */
export interface StorePorts {
  readonly credential: Pick<StoredCredential, 'path' | 'findPlace' | 'findPlaceToSave' | 'reach'>;
  readonly keyring: Pick<CredentialFile, 'read'>;
  readonly leftover: LeftoverMark;
  /** Empties the keyring's item; what is newest in it is kept in the Vault, what belongs to no account is set aside. */
  readonly emptyKeyring: () => Promise<void>;
  readonly config: ChangeableConfig;
  readonly undo: UndoShelf;
  /** Runs `work` while no window changes, or judges, what is in the Home. */
  readonly withCredential: <T>(work: () => Promise<T>) => Promise<T>;
  /** Keeps a credential that was in the new place, so that replacing it loses nothing. */
  readonly setAside: (document: Secret) => Promise<void>;
}

const storeKey = 'cli_auth_credentials_store';

/** Moves a Home's credential from one store to another in one transaction: config, new place, read back, old place. */
export class StoreService {
  readonly #ports: StorePorts;

  constructor(ports: StorePorts) {
    this.#ports = ports;
  }

  async decide(): Promise<StoreDecision> {
    return decideStore(await readStoreSettings(await this.#ports.config.readLayers()));
  }

  /**
   * @returns where an old credential stays, if one does
   * @throws AuthError `askAdmin` when an admin decided the store, `fixFile` when config or store can not be changed
   */
  async choose(store: CredentialStore): Promise<StoreRest | undefined> {
    const { config, undo, leftover } = this.#ports;
    const decision = await this.decide();
    if (isDecidedByAdmin(decision)) {
      throw new AuthError('askAdmin', buildSentence('store.decidedByAdmin', {}));
    }
    const { user } = await config.readLayers();
    const before = user ?? '';
    const after = user === null ? undefined : editConfig(before, [{ path: [storeKey], value: store }]);
    if (after === undefined) {
      throw new AuthError('fixFile', buildSentence('store.configNotUnderstood', { path: config.userPath }));
    }
    const rest = await this.#ports.withCredential(() => this.#change({ before, after }));
    await undo.put({ before, after });
    if (rest === 'lockedKeyring') {
      await leftover.set();
    }
    return rest;
  }

  /** Whether the keyring that was left locked is open now and has an item that Codex does not use. */
  async findLeftover(): Promise<boolean> {
    const { leftover, keyring } = this.#ports;
    if (!(await leftover.isSet())) {
      return false;
    }
    const inKeyring = (await this.#usesKeyring()) ? undefined : await keyring.read();
    if (inKeyring === undefined || inKeyring.kind === 'absent') {
      await leftover.clear();
    }
    return inKeyring?.kind === 'file';
  }

  /** @throws AuthError when the keyring can not be emptied; it is then asked about again */
  async removeLeftover(): Promise<void> {
    await this.#ports.emptyKeyring();
    await this.#ports.leftover.clear();
  }

  async keepLeftover(): Promise<void> {
    await this.#ports.leftover.clear();
  }

  /**
   * Puts the config back that the last change replaced; the credential follows, except into a store that takes none from
   * us: there the old one counts again.
   * @returns where the newer one stays, if it does; undefined when there is nothing to undo
   */
  async undo(): Promise<{ readonly rest: StoreRest | undefined } | undefined> {
    const change = await this.#ports.undo.find();
    if (change === undefined) {
      return undefined;
    }
    const back = { before: change.after, after: change.before };
    const rest = await this.#ports.withCredential(() => this.#change(back, 'back'));
    await this.#ports.undo.clear();
    if (rest === 'lockedKeyring') {
      await this.#ports.leftover.set();
    }
    return { rest };
  }

  /** Whether the last change was from or to a keyring, so that undoing it opens one. */
  async undoConcernsKeyring(): Promise<boolean> {
    const change = await this.#ports.undo.find();
    const layers = await this.#ports.config.readLayers();
    const texts = change === undefined ? [] : [change.before, change.after];
    const decisions = await Promise.all(
      texts.map(async (user) => decideStore(await readStoreSettings({ ...layers, user }))),
    );
    return decisions.some(usesKeyring);
  }

  /** Config and credential change together, or neither does. */
  async #change(
    { before, after }: ConfigFileChange,
    direction: 'forth' | 'back' = 'forth',
  ): Promise<StoreRest | undefined> {
    const { config, credential, keyring } = this.#ports;
    const from = await credential.findPlace();
    const isLocked = (await this.#usesReachedKeyring()) && (await keyring.read()).kind === 'problem';
    await config.writeUser(after, before);
    try {
      const isLeft = await this.#move(typeof from === 'string' ? undefined : from, direction);
      if (await this.#usesKeyring()) {
        return isLeft ? 'file' : undefined;
      }
      if (from === 'storeEncrypted' || isLocked) {
        return isLocked ? 'lockedKeyring' : 'encrypted';
      }
      return isLeft ? (from === keyring ? 'keyring' : 'file') : undefined;
    } catch (failure) {
      await config.writeUser(before, after);
      throw failure;
    }
  }

  /**
   * From a place that is not read any more nothing is moved: it stays there, and undoing finds it again.
   * @returns whether a credential stays behind
   */
  async #move(from: CredentialFile | undefined, direction: 'forth' | 'back'): Promise<boolean> {
    const { credential, setAside } = this.#ports;
    const to = await this.#requirePlace(direction);
    const state = await from?.read();
    if (from === undefined || from === to || state?.kind !== 'file') {
      return false;
    }
    const document = formatDocument(state.document);
    if (to === undefined || document === undefined) {
      return true;
    }
    const move = { document, from, expected: state.fingerprint, to, keep: setAside };
    if ((await moveCredential(move).catch((failure: unknown) => this.#excuse(failure))) === 'conflict') {
      throw homeError('keepsChanging', credential.path, { code: 'tryAgain' });
    }
    return false;
  }

  /** The keyring is where the configuration looks, and it is a place that we reach too. */
  async #usesReachedKeyring(): Promise<boolean> {
    return (await this.#usesKeyring()) && (await this.#ports.credential.reach()) !== 'encrypted';
  }

  async #usesKeyring(): Promise<boolean> {
    return usesKeyring(await this.decide());
  }

  /** The new place, tried before anything is trusted to it; undefined where Codex keeps nothing, or nothing of ours. */
  async #requirePlace(direction: 'forth' | 'back'): Promise<CredentialFile | undefined> {
    const { credential } = this.#ports;
    const to = await credential.findPlaceToSave();
    if (to === 'storeEphemeral' || (to === 'storeEncrypted' && direction === 'back')) {
      return undefined;
    }
    if (typeof to === 'string') {
      throw homeError(to, credential.path);
    }
    const state = await to.read();
    if (state.kind === 'problem') {
      throw homeError(state.problem, to.path);
    }
    return to;
  }

  /** In `auto` a keyring that takes nothing leaves the file, as with the CLI. */
  async #excuse(failure: unknown): Promise<void> {
    const decision = await this.decide();
    const isAuto = decision.kind === 'store' && decision.store === 'auto';
    if (!isAuto || !isPlaceFault(failure)) {
      throw failure;
    }
  }
}

function usesKeyring(decision: StoreDecision): boolean {
  return decision.kind === 'store' && (decision.store === 'keyring' || decision.store === 'auto');
}
