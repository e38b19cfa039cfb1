import type { Event } from '../base/emitter.ts';

/**
 * Where secrets rest: VS Code's secret storage on a desktop, an owner-only file in browser hosts (docs/decisions.md,
 * Where accounts rest). Values are written behind and cached per window, so this is never the judge of what is newest:
 * the Ledger is.
 */
export interface SecretPort {
  get(key: string): Promise<string | undefined>;
  store(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Every key, where the storage tells: VS Code's own does not. */
  keys?(): Promise<readonly string[]>;
  /** The key that changed, in whichever window that can be heard. */
  readonly onDidChange: Event<string>;
}

/**
 * A folder of small JSON files of this OS user, shared by every VS Code product and profile. Files are owner-only and
 * replaced as a whole.
 */
export interface RecordFolder {
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** @throws AuthError `fixFile` when nothing could be written now; every other call of this port throws the same */
  ensureWritable(): Promise<void>;
  /** Runs `work` while no other process of this user holds `name`. The wait for it ends with the folder, or by `signal`. */
  withLock<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Something in the folder changed, by any program. */
  readonly onDidChange: Event<void>;
}

/** Records of ours in a Home, for whoever shares it. @throws AuthError `fixFile` where there is no Home, or none to write to */
export type HomeRecords = Pick<RecordFolder, 'read' | 'write' | 'withLock'>;
