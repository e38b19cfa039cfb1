import type { CredentialFile, CredentialFileState, FileProblem } from '../../src/home/ports.ts';
import type { RecordFolder, SecretPort } from '../../src/storage/ports.ts';
import { Emitter } from '../../src/base/emitter.ts';
import { Secret } from '../../src/base/secret.ts';

export interface MemorySecrets extends SecretPort {
  readonly values: Map<string, string>;
}

/** Secret storage in memory. */
export function createMemorySecrets(): MemorySecrets {
  const values = new Map<string, string>();
  const changed = new Emitter<string>();
  const tell = (key: string): void => {
    try {
      changed.fire(key);
    } catch {
      // As in VS Code, a listener that fails is no concern of who stores.
    }
  };
  return {
    values,
    onDidChange: changed.event,
    get: (key) => Promise.resolve(values.get(key)),
    keys: () => Promise.resolve([...values.keys()]),
    store: (key, value) => {
      values.set(key, value);
      tell(key);
      return Promise.resolve();
    },
    delete: (key) => {
      values.delete(key);
      tell(key);
      return Promise.resolve();
    },
  };
}

export interface MemoryFolder extends RecordFolder {
  readonly files: Map<string, string>;
  /** Names that were locked, in order. */
  readonly locked: readonly string[];
}

/** A folder of records in memory, with a lock that really excludes. */
export function createMemoryFolder(): MemoryFolder {
  const files = new Map<string, string>();
  const changed = new Emitter<void>();
  const tails = new Map<string, Promise<unknown>>();
  const locked: string[] = [];
  return {
    files,
    locked,
    onDidChange: changed.event,
    list: () => Promise.resolve([...files.keys()].sort()),
    read: (name) => Promise.resolve(files.get(name)),
    write: (name, text) => {
      files.set(name, text);
      changed.fire();
      return Promise.resolve();
    },
    remove: (name) => {
      files.delete(name);
      changed.fire();
      return Promise.resolve();
    },
    ensureWritable: () => Promise.resolve(),
    withLock: async (name, work, signal) => {
      const before = tails.get(name);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      tails.set(name, promise);
      await before;
      try {
        signal?.throwIfAborted();
        locked.push(name);
        return await work();
      } finally {
        resolve(undefined);
      }
    },
  };
}

export interface MemoryFile extends CredentialFile {
  /** What stands there; undefined = nothing. */
  text: string | undefined;
  /** What `read` answers instead, one after the other. */
  readonly states: CredentialFileState[];
  /** What keeps it from being written. */
  obstacle: FileProblem | undefined;
  /** What else of ours stands in its Home. */
  readonly beside: MemoryFolder;
  /** Runs before each write, as another program that is faster. */
  beforeWrite: () => void;
  readonly writes: readonly string[];
}

/** The credential file of a Home in memory, with its compare-and-swap. */
export function createMemoryFile(text?: string, path = '/home/ada/.codex/auth.json'): MemoryFile {
  const writes: string[] = [];
  const fingerprintOf = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : `print:${value}`;
  const file: MemoryFile = {
    path,
    text,
    states: [],
    obstacle: undefined,
    beside: createMemoryFolder(),
    findObstacle: () => Promise.resolve(file.obstacle),
    beforeWrite: () => undefined,
    writes,
    read: () => {
      const { text: now } = file;
      const state: CredentialFileState =
        now === undefined
          ? { kind: 'absent', folderExists: true }
          : {
              kind: 'file',
              document: new Secret(now),
              fingerprint: fingerprintOf(now) ?? '',
            };
      return Promise.resolve(file.states.shift() ?? state);
    },
    replace: (next, expected) => {
      file.beforeWrite();
      if (fingerprintOf(file.text) !== expected) {
        return Promise.resolve('conflict');
      }
      file.text = next.reveal();
      writes.push(next.reveal());
      return Promise.resolve('done');
    },
    remove: (expected) => {
      file.beforeWrite();
      if (fingerprintOf(file.text) !== expected) {
        return Promise.resolve('conflict');
      }
      file.text = undefined;
      return Promise.resolve('done');
    },
  };
  return file;
}
