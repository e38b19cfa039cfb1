import { chown, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HomeRecords } from '../../storage/ports.ts';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { whileAnswering } from '../files/fileSystemTimeout.ts';
import { replaceFile } from '../files/atomicFile.ts';
import { withFileLock } from '../files/fileLock.ts';
import { findOwnerToKeep } from '../files/fileTrust.ts';
import { inOwnFolder } from '../files/ownFolder.ts';
import { readRegularFile } from '../files/regularFile.ts';
import { hasCode } from '../files/systemError.ts';

/** A folder of owner-only files in a Home. It is made with the first of them; the Home itself never is. */
export class HomeRecordFolder implements HomeRecords, Disposable {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #scope = new Disposables();

  /** @param home the Home's folder */
  constructor(home: string, clock: Clock) {
    this.#folder = join(home, 'codex-accounts');
    this.#clock = clock;
  }

  read(name: string): Promise<string | undefined> {
    return this.#use(async () => {
      try {
        return (await readRegularFile(join(this.#folder, name))).toString('utf8');
      } catch (failure) {
        if (hasCode(failure, 'ENOENT')) {
          return undefined;
        }
        throw failure;
      }
    });
  }

  async write(name: string, text: string): Promise<void> {
    await this.#prepare();
    await this.#use(() => replaceFile(join(this.#folder, name), text));
  }

  async withLock<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { ended } = this.#scope;
    const endOfWait = signal === undefined ? ended : AbortSignal.any([ended, signal]);
    await this.#prepare();
    return withFileLock(
      join(this.#folder, `${name}.lock`),
      { clock: this.#clock, signal: endOfWait, home: dirname(this.#folder) },
      work,
    );
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #use<T>(work: () => Promise<T>): Promise<T> {
    return inOwnFolder(this.#folder, () => whileAnswering(dirname(this.#folder), work, { clock: this.#clock }));
  }

  #prepare(): Promise<void> {
    return this.#use(async () => {
      try {
        await mkdir(this.#folder, { mode: 0o700 });
      } catch (failure) {
        if (hasCode(failure, 'EEXIST')) {
          return;
        }
        throw failure;
      }
      // Root in a container makes it for whose Home it is.
      const owner = await findOwnerToKeep(this.#folder, dirname(this.#folder));
      if (owner !== undefined) {
        await chown(this.#folder, owner.uid, owner.gid);
      }
    });
  }
}
