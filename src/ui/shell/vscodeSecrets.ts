import type { SecretStorage } from 'vscode';
import type { SecretPort } from '../../storage/ports.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';

/** VS Code's secret storage as the Vault's port, on a desktop. */
export class VsCodeSecrets implements SecretPort, Disposable {
  readonly #storage: SecretStorage;
  readonly #scope = new Disposables();
  readonly #changed = this.#scope.add(new Emitter<string>());
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(storage: SecretStorage) {
    this.#storage = storage;
    this.#scope.add(
      storage.onDidChange(({ key }) => {
        this.#changed.fire(key);
      }),
    );
  }

  async get(key: string): Promise<string | undefined> {
    return this.#storage.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.#storage.store(key, value);
  }

  async delete(key: string): Promise<void> {
    await this.#storage.delete(key);
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
