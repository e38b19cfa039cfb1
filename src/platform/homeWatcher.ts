import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Disposables, type Disposable } from '../util/disposables.ts';
import { Emitter, type Event } from '../util/emitter.ts';

/** Notices changes of a credential file: a rename over it, a truncation in place, its coming and going. */
export class HomeWatcher implements Disposable {
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<void>());
  readonly onDidChange: Event<void> = this.#changed.event;

  /** A folder that does not exist yet is not watched; the next look on focus finds what came meanwhile. */
  constructor(path: string) {
    let watcher: FSWatcher;
    try {
      watcher = watch(dirname(path), { persistent: false }, (_kind, name) => {
        if (name === null || name === basename(path)) {
          this.#changed.fire();
        }
      });
    } catch {
      return;
    }
    watcher.on('error', () => {
      watcher.close();
    });
    this.#scope.add({
      dispose: () => {
        watcher.close();
      },
    });
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
