import { watch, type FSWatcher } from 'node:fs';
import { readlink, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { waitForAnswer } from '../files/fileSystemTimeout.ts';

/** A folder on the way from a path over its links to the file. */
interface Spot {
  /** Tells a folder from another that took its place under the same path. */
  readonly identity: string;
  /** The names in it that matter. */
  readonly names: Set<string>;
}

type Spots = ReadonlyMap<string, Spot>;

interface WatchedFolder extends Spot {
  readonly watcher: FSWatcher;
}

const longestChain = 16;
const mostRounds = 8;

/**
 * Notices changes of a credential file: a rename over it, a truncation in place, its coming and going. It follows a link
 * to where the bytes are, and waits at the nearest folder that exists for one that does not yet. A disk that does not
 * answer is watched once it does: the call that begins a watch would hold all of us.
 */
export class HomeWatcher implements Disposable {
  readonly #path: string;
  readonly #folders = new Map<string, WatchedFolder>();
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<void>());
  readonly onDidChange: Event<void> = this.#changed.event;
  /** Resolves when what is there is watched: what changes from then on is told. */
  readonly ready: Promise<void>;
  #notices = 0;
  #following: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#scope.add({
      dispose: () => {
        [...this.#folders.keys()].forEach((folder) => {
          this.#leave(folder);
        });
      },
    });
    this.ready = this.#arm();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  /** A folder may be made between the look and the watch; the next round sees it. */
  async #arm(): Promise<void> {
    await waitForAnswer(dirname(this.#path));
    for (let round = 0, before = ''; round < mostRounds; round += 1) {
      const spots = await findSpots(this.#path);
      const shape = JSON.stringify([...spots].map(([folder, { identity, names }]) => [folder, identity, ...names]));
      if (shape === before || this.#scope.isDisposed) {
        return;
      }
      before = shape;
      this.#watchAll(spots);
    }
  }

  #watchAll(spots: Spots): void {
    for (const [folder, { identity }] of this.#folders) {
      if (spots.get(folder)?.identity !== identity) {
        this.#leave(folder);
      }
    }
    for (const [folder, spot] of spots) {
      const watched = this.#folders.get(folder);
      if (watched === undefined) {
        this.#watch(folder, spot);
      } else {
        this.#folders.set(folder, { ...watched, names: spot.names });
      }
    }
  }

  #watch(folder: string, spot: Spot): void {
    let watcher: FSWatcher;
    try {
      watcher = watch(folder, { persistent: false }, (_kind, name) => {
        // A folder's own name comes when it was moved or removed itself.
        if (name === null || name === basename(folder) || this.#folders.get(folder)?.names.has(name) === true) {
          this.#notice();
        }
      });
    } catch {
      // Gone again, or not ours to watch: the next look on focus finds what came meanwhile.
      return;
    }
    watcher.on('error', () => {
      this.#leave(folder);
    });
    this.#folders.set(folder, { ...spot, watcher });
  }

  #notice(): void {
    this.#notices += 1;
    this.#following ??= this.#follow().finally(() => {
      this.#following = undefined;
    });
  }

  /** What changes while the watches are being set is told after they are. */
  async #follow(): Promise<void> {
    let seen: number;
    do {
      seen = this.#notices;
      await this.ready;
      await this.#arm();
      if (!this.#scope.isDisposed) {
        this.#changed.fire();
      }
    } while (this.#notices !== seen && !this.#scope.isDisposed);
  }

  #leave(folder: string): void {
    this.#folders.get(folder)?.watcher.close();
    this.#folders.delete(folder);
  }
}

async function findSpots(path: string): Promise<Spots> {
  const spots = new Map<string, Spot>();
  let step: string | undefined = path;
  for (let links = 0; step !== undefined && links < longestChain; links += 1) {
    let [folder, name]: [string, string] = [dirname(step), basename(step)];
    let identity = await readIdentity(folder);
    while (identity === undefined && dirname(folder) !== folder) {
      [folder, name] = [dirname(folder), basename(folder)];
      identity = await readIdentity(folder);
    }
    if (identity !== undefined) {
      const spot = spots.get(folder) ?? { identity, names: new Set() };
      spots.set(folder, spot);
      spot.names.add(name);
    }
    const target: string | undefined = await readlink(step).catch(() => undefined);
    step = target === undefined ? undefined : resolve(dirname(step), target);
  }
  return spots;
}

/** Undefined for a folder that is not there, and for one that can not be looked at: a link loop, a parent that is not ours. */
async function readIdentity(folder: string): Promise<string | undefined> {
  const found = await stat(folder, { bigint: true }).catch(() => undefined);
  return found?.isDirectory() === true ? `${String(found.dev)}:${String(found.ino)}` : undefined;
}
