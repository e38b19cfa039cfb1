import { chown, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HomeRecords } from '../storage/ports.ts';
import type { Clock } from '../util/clock.ts';
import { replaceFile } from './atomicFile.ts';
import { withFileLock } from './fileLock.ts';
import { findOwnerToKeep } from './fileTrust.ts';
import { inOwnFolder } from './ownFolder.ts';
import { hasCode } from './systemError.ts';

/** A folder of owner-only files in a Home. It is made with the first of them; the Home itself never is. */
export class HomeRecordFolder implements HomeRecords {
  readonly #folder: string;
  readonly #clock: Clock;

  /** @param home the Home's folder */
  constructor(home: string, clock: Clock) {
    this.#folder = join(home, 'codex-accounts');
    this.#clock = clock;
  }

  read(name: string): Promise<string | undefined> {
    return inOwnFolder(this.#folder, async () => {
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
    await this.#prepare();
    await inOwnFolder(this.#folder, () => replaceFile(join(this.#folder, name), text));
  }

  async withLock<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#prepare();
    return withFileLock(join(this.#folder, `${name}.lock`), { clock: this.#clock, signal }, work);
  }

  #prepare(): Promise<void> {
    return inOwnFolder(this.#folder, async () => {
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
