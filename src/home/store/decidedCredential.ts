import { homeError } from '../../errors/authError.ts';
import type { CredentialStore } from './credentialStore.ts';
import type { KeyringReach } from './keyringReach.ts';
import type { Secret } from '../../base/secret.ts';
import type { CredentialFile, CredentialFileState, FileProblem, ReplaceResult } from '../ports.ts';

/** Why the configuration leads to no place that we can reach. */
export type NoPlace = 'keychainNotRead' | 'storeEncrypted' | 'storeEphemeral' | 'storeInvalid';

/** Where the credential of a Home is, as far as it can be said without opening what must not be opened. */
export type HomePlace =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'keyring';
      readonly item: string;
      readonly reach: 'direct' | 'onClick';
      /** In `auto`, what counts where the keychain has no item: not known without opening it. */
      readonly otherwise: string | undefined;
    }
  | { readonly kind: 'encrypted' | 'nowhere' | 'invalid' };

/** What the configuration said when it was read. */
export interface PlaceDecision {
  readonly store: CredentialStore | 'invalid';
  readonly reach: KeyringReach;
}

/** The places that a credential can be in, and whether a click opens them. */
export interface CredentialPlaces {
  readonly file: CredentialFile;
  readonly keyring: CredentialFile;
  /** In the course of a person's click, which alone opens a keychain that asks the person. */
  readonly isClick: boolean;
  /** Where it was found last. */
  readonly path: string;
}

/** The credential of a Home in the store that was decided on: what belongs together goes by one decision. */
class DecidedCredential implements CredentialFile {
  readonly #places: CredentialPlaces;
  readonly decision: PlaceDecision;
  #path: string;

  constructor(places: CredentialPlaces, decision: PlaceDecision) {
    this.#places = places;
    this.decision = decision;
    this.#path = places.path;
  }

  get path(): string {
    return this.#path;
  }

  async read(): Promise<CredentialFileState> {
    const place = await this.findPlace();
    return typeof place === 'string' ? { kind: 'problem', problem: place } : place.read();
  }

  /**
   * Like the CLI: what the keyring took is no longer in a file, and in `auto` a keyring that takes nothing leaves
   * the file (docs/codex-protocol.md, Stores). One that only this build cannot open may hold an item that Codex prefers
   * to a file.
   */
  async replace(document: Secret, expected: string | undefined): Promise<ReplaceResult> {
    const { file, keyring } = this.#places;
    const from = this.#require(await this.findPlace());
    const to = this.#require(await this.findPlaceToSave());
    if (to !== keyring) {
      return to.replace(document, expected);
    }
    try {
      const isMove = from === file && expected !== undefined;
      const result = isMove
        ? await (await import('./moveCredential.ts')).moveCredential({ document, from, expected, to })
        : await to.replace(document, expected);
      if (result === 'done') {
        await empty(file);
      }
      return result;
    } catch (failure) {
      const isInKeyring = from === keyring && expected !== undefined;
      if (isInKeyring || this.decision.store !== 'auto' || isMissing(await keyring.read())) {
        throw failure;
      }
      return file.replace(document, expected);
    }
  }

  /** Like the CLI: the keyring's item, then a file too; it would be what counts next in `auto`. */
  async remove(expected: string): Promise<ReplaceResult> {
    const { file, keyring } = this.#places;
    const place = this.#require(await this.findPlace());
    const result = await place.remove(expected);
    if (result === 'done' && place === keyring) {
      await empty(file);
    }
    return result;
  }

  async findObstacle(): Promise<FileProblem | undefined> {
    const place = await this.findPlaceToSave();
    return typeof place === 'string' ? place : place.findObstacle();
  }

  /** Where the credential is, to be shown. */
  async locate(): Promise<HomePlace> {
    const { file, keyring } = this.#places;
    const { store, reach } = this.decision;
    switch (store) {
      case 'file':
        return { kind: 'file', path: file.path };
      case 'ephemeral':
        return { kind: 'nowhere' };
      case 'invalid':
        return { kind: 'invalid' };
      case 'keyring':
      case 'auto': {
        if (reach === 'encrypted') {
          return { kind: 'encrypted' };
        }
        if ((await this.findPlace()) === file) {
          return { kind: 'file', path: file.path };
        }
        const otherwise = reach === 'onClick' && store === 'auto' ? file.path : undefined;
        return { kind: 'keyring', item: keyring.path, reach, otherwise };
      }
    }
  }

  /**
   * Where the credential is looked for: in `auto` the keyring wins when both have one, and one that fails leaves the file.
   * One that is only missing in this build is a problem: Codex itself may read it.
   */
  async findPlace(): Promise<CredentialFile | NoPlace> {
    const { file, keyring } = this.#places;
    return this.#find(async () => {
      const inKeyring = await keyring.read();
      const isInKeyring =
        inKeyring.kind === 'file' ||
        isMissing(inKeyring) ||
        (inKeyring.kind === 'absent' && (await file.read()).kind !== 'file');
      return isInKeyring ? keyring : file;
    });
  }

  /** Where the next credential belongs: in `auto` the keyring, where it works at all. */
  async findPlaceToSave(): Promise<CredentialFile | NoPlace> {
    const { file, keyring } = this.#places;
    return this.#find(async () => {
      const state = await keyring.read();
      return state.kind === 'problem' && !isMissing(state) ? file : keyring;
    });
  }

  async #find(findAuto: () => Promise<CredentialFile>): Promise<CredentialFile | NoPlace> {
    const place = await this.#choose(findAuto);
    this.#path = typeof place === 'string' ? this.#places.file.path : place.path;
    return place;
  }

  async #choose(findAuto: () => Promise<CredentialFile>): Promise<CredentialFile | NoPlace> {
    const { file, keyring } = this.#places;
    const { store, reach } = this.decision;
    switch (store) {
      case 'file':
        return file;
      case 'keyring':
      case 'auto':
        switch (reach) {
          case 'encrypted':
            return 'storeEncrypted';
          case 'onClick':
            if (!this.#places.isClick) {
              return 'keychainNotRead';
            }
            return store === 'auto' ? findAuto() : keyring;
          case 'direct':
            return store === 'auto' ? findAuto() : keyring;
        }
      case 'ephemeral':
        return 'storeEphemeral';
      case 'invalid':
        return 'storeInvalid';
    }
  }

  #require(place: CredentialFile | NoPlace): CredentialFile {
    if (typeof place === 'string') {
      throw homeError(place, this.path);
    }
    return place;
  }
}

export type { DecidedCredential };

/** The credential by a decision that stays as it is, whatever the configuration becomes. */
export function openDecided(places: CredentialPlaces, decision: PlaceDecision): DecidedCredential {
  return new DecidedCredential(places, decision);
}

/** This build has no keyring, whatever Codex has. */
function isMissing(state: CredentialFileState): boolean {
  return state.kind === 'problem' && state.problem === 'keyringMissing';
}

async function empty(place: CredentialFile): Promise<void> {
  const state = await place.read();
  if (state.kind === 'file') {
    await place.remove(state.fingerprint);
  }
}
