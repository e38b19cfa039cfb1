import { readlinkSync, statSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Disposables, type Disposable } from '../util/disposables.ts';
import { Emitter, type Event } from '../util/emitter.ts';

/** The names that matter in each folder, on the way from a path over its links to the file. */
type Spots = ReadonlyMap<string, ReadonlySet<string>>;

interface WatchedFolder {
  readonly watcher: FSWatcher;
  /** Tells a folder from another that took its place under the same path. */
  readonly identity: string | undefined;
  names: ReadonlySet<string>;
}

const longestChain = 16;
const mostRounds = 8;

/**
 * Notices changes of a credential file: a rename over it, a truncation in place, its coming and going. It follows a link
 * to where the bytes are, and waits at the nearest folder that exists for one that does not yet.
 */
export class HomeWatcher implements Disposable {
  readonly #path: string;
  readonly #folders = new Map<string, WatchedFolder>();
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<void>());
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(path: string) {
    this.#path = path;
    this.#scope.add({
      dispose: () => {
        [...this.#folders.keys()].forEach((folder) => {
          this.#leave(folder);
        });
      },
    });
    this.#arm();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  /** A folder may be made between the look and the watch; the next round sees it. */
  #arm(): void {
    for (let round = 0, before = ''; round < mostRounds; round += 1) {
      const spots = findSpots(this.#path);
      const shape = JSON.stringify([...spots].map(([folder, names]) => [folder, readIdentity(folder), ...names]));
      if (shape === before) {
        return;
      }
      before = shape;
      this.#watchAll(spots);
    }
  }

  #watchAll(spots: Spots): void {
    for (const [folder, { identity }] of this.#folders) {
      if (!spots.has(folder) || identity !== readIdentity(folder)) {
        this.#leave(folder);
      }
    }
    for (const [folder, names] of spots) {
      const watched = this.#folders.get(folder);
      if (watched === undefined) {
        this.#watch(folder, names);
      } else {
        watched.names = names;
      }
    }
  }

  #watch(folder: string, names: ReadonlySet<string>): void {
    const identity = readIdentity(folder);
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
    this.#folders.set(folder, { watcher, identity, names });
  }

  #notice(): void {
    if (!this.#scope.isDisposed) {
      this.#arm();
      this.#changed.fire();
    }
  }

  #leave(folder: string): void {
    this.#folders.get(folder)?.watcher.close();
    this.#folders.delete(folder);
  }
}

function findSpots(path: string): Spots {
  const spots = new Map<string, Set<string>>();
  let step: string | undefined = path;
  for (let links = 0; step !== undefined && links < longestChain; links += 1) {
    let [folder, name]: [string, string] = [dirname(step), basename(step)];
    while (readIdentity(folder) === undefined && dirname(folder) !== folder) {
      [folder, name] = [dirname(folder), basename(folder)];
    }
    spots.set(folder, (spots.get(folder) ?? new Set()).add(name));
    const target = readLink(step);
    step = target === undefined ? undefined : resolve(dirname(step), target);
  }
  return spots;
}

/** Undefined for a folder that is not there, and for one that can not be looked at: a link loop, a parent that is not ours. */
function readIdentity(folder: string): string | undefined {
  try {
    const found = statSync(folder, { throwIfNoEntry: false, bigint: true });
    return found?.isDirectory() === true ? `${String(found.dev)}:${String(found.ino)}` : undefined;
  } catch {
    return undefined;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
