/**
 * At most one run at a time for each key: a second caller gets the promise of the first. The promise is stored before
 * any asynchronous work starts, so two calls in one turn can not both run.
 */
export class SingleFlight<K, T> {
  readonly #running = new Map<K, Promise<T>>();

  run(key: K, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running !== undefined) {
      return running;
    }
    const promise = Promise.resolve()
      .then(work)
      .finally(() => this.#running.delete(key));
    this.#running.set(key, promise);
    return promise;
  }
}
