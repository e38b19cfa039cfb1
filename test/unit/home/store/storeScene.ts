import { StoreService, type ConfigFileChange } from '../../../../src/home/store/storeService.ts';
import type { ConfigTexts, FileProblem } from '../../../../src/home/ports.ts';
import { StoredCredential } from '../../../../src/home/store/storedCredential.ts';
import { AuthError, homeError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createMemoryFile } from '../../../support/memoryStores.ts';
import type { Secret } from '../../../../src/base/secret.ts';

export interface Scene {
  readonly config?: string;
  readonly layers?: Partial<ConfigTexts>;
  readonly inFile?: string;
  readonly inKeyring?: string;
  readonly platform?: string;
}

/** The service over two places in memory; `shelf`, `kept` and `mark` are what it left behind, `turns` what stood there around its turns. */
export function createSignInScene({ config: text = '', layers = {}, inFile, inKeyring, platform = 'linux' }: Scene) {
  const file = createMemoryFile(inFile);
  const keyring = createMemoryFile(inKeyring, 'Codex Auth');
  const user = { text };
  const silent = { system: undefined, managed: undefined, requirements: undefined };
  const config = {
    userPath: '/home/ada/.codex/config.toml',
    readLayers: () => Promise.resolve({ ...silent, ...layers, user: layers.user === null ? null : user.text }),
    writeUser: (next: string, expected: string) => {
      if (user.text !== expected) {
        return Promise.reject(
          new AuthError('tryAgain', buildSentence('store.configChanged', { path: config.userPath })),
        );
      }
      user.text = next;
      return Promise.resolve();
    },
  };
  const credential = new StoredCredential({ config, file, keyring, platform }).onClick();
  const shelf: { change: ConfigFileChange | undefined } = { change: undefined };
  const undo = {
    put: (change: ConfigFileChange) => {
      shelf.change = change;
      return Promise.resolve();
    },
    find: () => Promise.resolve(shelf.change),
    clear: () => {
      shelf.change = undefined;
      return Promise.resolve();
    },
  };
  const kept: string[] = [];
  const setAside = (secret: Secret): Promise<void> => {
    kept.push(secret.reveal());
    return Promise.resolve();
  };
  const mark = { isSet: false };
  const leftover = {
    isSet: () => Promise.resolve(mark.isSet),
    set: () => Promise.resolve(void (mark.isSet = true)),
    clear: () => Promise.resolve(void (mark.isSet = false)),
  };
  const emptyKeyring = (): Promise<void> => Promise.resolve(void (keyring.text = undefined));
  const turns: (readonly (string | undefined)[])[] = [];
  const withCredential = async <T>(work: () => Promise<T>): Promise<T> => {
    turns.push([user.text, file.text, keyring.text]);
    try {
      return await work();
    } finally {
      turns.push([user.text, file.text, keyring.text]);
    }
  };
  const service = new StoreService({
    credential,
    config,
    undo,
    setAside,
    keyring,
    leftover,
    emptyKeyring,
    withCredential,
  });
  return { file, keyring, user, shelf, kept, mark, turns, service, look: () => [file.text, keyring.text] };
}

export function problem(id: FileProblem): AuthError {
  return homeError(id, 'here');
}

export function config(store: string): string {
  return `cli_auth_credentials_store = "${store}"\n`;
}

export const mine = '# mine\nmodel = "o9" # fast\n\n[t]\na = 1\n';
export const pretty = '{\n  "auth_mode": "apikey",\n  "x": 1\n}';
export const other = '{"auth_mode":"chatgpt"}';
