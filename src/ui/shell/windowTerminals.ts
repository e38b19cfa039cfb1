import { workspace, type EnvironmentVariableCollection, type GlobalEnvironmentVariableCollection } from 'vscode';
import type { Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { Secret } from '../../base/secret.ts';
import type { Variables } from '../../network/proxyEnvironment.ts';

/** A variable that new terminals are given, and what VS Code says of it there. */
export interface GivenVariable {
  readonly name: string;
  readonly value: Secret;
  readonly description: string;
}

/**
 * The variables of this window's new terminals, and the only place that changes them: what the provider in use gives
 * them, and what the person has taken out. Each is undone by itself; a name that was taken out is given to no terminal
 * until it is put back. VS Code keeps nothing of either, and both end with the window.
 */
export class WindowTerminals implements Disposable {
  readonly #collection: GlobalEnvironmentVariableCollection;
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  readonly #takenOut = new Set<string>();
  #given: GivenVariable | undefined;
  /** Takes the given one out again of where it is now. */
  #withdraw: () => void = () => undefined;

  constructor(collection: GlobalEnvironmentVariableCollection) {
    this.#collection = collection;
    // First of all: what is set while it is persistent is written down.
    collection.persistent = false;
  }

  /** Leaves new terminals as VS Code has them. */
  dispose(): void {
    this.#withdraw();
    for (const name of this.#takenOut) {
      this.#deleteTakenOut(name);
    }
    this.#takenOut.clear();
    this.#changed.dispose();
  }

  /** Sets it to nothing, which Codex takes for a variable that is not there. */
  takeOut(name: string): void {
    this.#withdraw();
    this.#takenOut.add(name);
    this.#collection.replace(name, '');
    this.#write();
    this.#changed.fire();
  }

  /** Only what was taken out: a value that it was given since stays, and what the provider in use gives is there again. */
  putBack(name: string): boolean {
    if (!this.#takenOut.delete(name) || !this.#deleteTakenOut(name)) {
      return false;
    }
    this.#withdraw();
    this.#write();
    this.#changed.fire();
    return true;
  }

  /** What the provider in use gives, in place of what it gave before; undefined where it gives nothing. */
  give(given: GivenVariable | undefined): void {
    if (given === undefined && this.#given === undefined) {
      return;
    }
    this.#withdraw();
    this.#given = given;
    this.#write();
    this.#changed.fire();
  }

  /** What a new terminal gets. */
  apply(environment: Variables): Variables {
    const changed: Record<string, string> = {};
    for (const [name, { value }] of [this.#collection, ...this.#listScoped()].flatMap((each) => [...each])) {
      changed[name] = value;
    }
    return { ...environment, ...changed };
  }

  #deleteTakenOut(name: string): boolean {
    if (this.#collection.get(name)?.value !== '') {
      return false;
    }
    this.#collection.delete(name);
    return true;
  }

  /** In a window with folders to their terminals alone. */
  #write(): void {
    const given = this.#given;
    if (given === undefined || this.#takenOut.has(given.name)) {
      return;
    }
    const scoped = this.#listScoped();
    const collections = scoped.length === 0 ? [this.#collection] : scoped;
    for (const collection of collections) {
      collection.persistent = false;
      collection.description = given.description;
      collection.replace(given.name, given.value.reveal());
    }
    this.#withdraw = () => {
      for (const collection of collections) {
        collection.delete(given.name);
        collection.description = undefined;
      }
      this.#withdraw = () => undefined;
    };
  }

  #listScoped(): readonly EnvironmentVariableCollection[] {
    return (workspace.workspaceFolders ?? []).map((workspaceFolder) => this.#collection.getScoped({ workspaceFolder }));
  }
}
