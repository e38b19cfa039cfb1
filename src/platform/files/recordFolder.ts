import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordFolder } from '../../storage/ports.ts';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { replaceFile, tryToStage } from './atomicFile.ts';
import { withFileLock } from './fileLock.ts';
import { watchFolder } from './folderWatch.ts';
import { inOwnFolder } from './ownFolder.ts';
import { hasCode } from './systemError.ts';

/** A folder of owner-only JSON files (0600 in 0700), made on its first use. */
export class NodeRecordFolder implements RecordFolder, Disposable {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<void>());
  readonly onDidChange: Event<void> = this.#changed.event;
  #isWatching = false;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  async list(): Promise<readonly string[]> {
    const names = await this.#use(() => readdir(this.#folder));
    return names.filter((name) => name.endsWith('.json')).sort();
  }

  async read(name: string): Promise<string | undefined> {
    return this.#use(async () => {
      try {
        return await readFile(join(this.#folder, name), 'utf8');
      } catch (failure) {
        if (hasCode(failure, 'ENOENT')) {
          return undefined;
        }
        throw failure;
      }
    });
  }

  async write(name: string, text: string): Promise<void> {
    await this.#use(() => replaceFile(join(this.#folder, name), text));
  }

  async remove(name: string): Promise<void> {
    await inOwnFolder(this.#folder, () => rm(join(this.#folder, name), { force: true }));
  }

  async ensureWritable(): Promise<void> {
    await this.#use(() => tryToStage(join(this.#folder, 'probe')));
  }

  async withLock<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { ended } = this.#scope;
    const endOfWait = signal === undefined ? ended : AbortSignal.any([ended, signal]);
    await this.#use(() => Promise.resolve());
    return withFileLock(join(this.#folder, `${name}.lock`), { clock: this.#clock, signal: endOfWait }, work);
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #use<T>(work: () => Promise<T>): Promise<T> {
    return inOwnFolder(this.#folder, async () => {
      await this.#prepare();
      return work();
    });
  }

  async #prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (this.#isWatching || this.#scope.isDisposed) {
      return;
    }
    this.#isWatching = true;
    this.#scope.add(
      watchFolder(this.#folder, (name) => {
        if (name === null || name.endsWith('.json')) {
          this.#changed.fire();
        }
      }),
    );
  }
}
