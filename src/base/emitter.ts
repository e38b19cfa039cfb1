import type { Disposable } from './disposables.ts';

/** Subscribes a listener; dispose the answer to unsubscribe. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A private emitter with a public `event`. A listener that throws does not keep the others from hearing. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    const failures: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, 'A listener failed.');
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
