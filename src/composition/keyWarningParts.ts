import { workspace, type GlobalEnvironmentVariableCollection } from 'vscode';
import type { Variables } from '../network/proxyEnvironment.ts';
import type { TerminalVariables } from '../ui/home/keyWarningPrompts.ts';
import { Emitter, type Event } from '../base/emitter.ts';

/** The terminals of this window. What is done to them ends with it: VS Code keeps nothing of it. */
export class WindowTerminals implements TerminalVariables {
  readonly #collection: GlobalEnvironmentVariableCollection;
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(collection: GlobalEnvironmentVariableCollection) {
    this.#collection = collection;
    // First of all: what is set while it is persistent is written down.
    collection.persistent = false;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  takeOut(name: string): void {
    this.#collection.replace(name, '');
    this.#changed.fire();
  }

  /** Only what was taken out: a value that it was given since stays. */
  putBack(name: string): boolean {
    if (this.#collection.get(name)?.value !== '') {
      return false;
    }
    this.#collection.delete(name);
    this.#changed.fire();
    return true;
  }

  /** What a new terminal gets. */
  apply(environment: Variables): Variables {
    const changed: Record<string, string> = {};
    const ofFolders = (workspace.workspaceFolders ?? []).map((workspaceFolder) =>
      this.#collection.getScoped({ workspaceFolder }),
    );
    for (const [name, { value }] of [this.#collection, ...ofFolders].flatMap((collection) => [...collection])) {
      changed[name] = value;
    }
    return { ...environment, ...changed };
  }
}
