import { Cancelled } from '../errors/authError.ts';

/** Anything with an end: the shape VS Code uses too. */
export interface Disposable {
  dispose(): void;
}

/**
 * Owns what is added to it and ends all of it, last first. Adding to an ended owner ends the newcomer at once, so that
 * something created after an `await` can not outlive its owner.
 */
export class Disposables implements Disposable {
  readonly #owned: Disposable[] = [];
  readonly #ending = new AbortController();

  /** Aborts with `Cancelled` when this owner ends: for every wait on its behalf. */
  get ended(): AbortSignal {
    return this.#ending.signal;
  }

  get isDisposed(): boolean {
    return this.ended.aborted;
  }

  add<T extends Disposable>(item: T): T {
    if (this.isDisposed) {
      item.dispose();
    } else {
      this.#owned.push(item);
    }
    return item;
  }

  dispose(): void {
    this.#ending.abort(new Cancelled());
    const failures: unknown[] = [];
    for (let item = this.#owned.pop(); item !== undefined; item = this.#owned.pop()) {
      try {
        item.dispose();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, 'Some parts did not end cleanly.');
    }
  }
}
