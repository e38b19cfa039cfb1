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
  #ended = false;

  get isDisposed(): boolean {
    return this.#ended;
  }

  add<T extends Disposable>(item: T): T {
    if (this.#ended) {
      item.dispose();
    } else {
      this.#owned.push(item);
    }
    return item;
  }

  dispose(): void {
    this.#ended = true;
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
