import { workspace, type ExtensionContext, type GlobalEnvironmentVariableCollection } from 'vscode';
import * as z from 'zod/mini';
import type { Variables } from '../network/proxyEnvironment.ts';
import type { KeyWarningMemory, TerminalVariables } from '../ui/home/keyWarningPrompts.ts';
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

const toldKey = 'keyWarningsTold';
const quietKey = 'keyWarningsOff';
const causes = z.array(z.string());

/** More causes than anybody has; the oldest is forgotten. */
const mostCauses = 50;

/** What was said about keys: for all windows, and for this folder. */
export class KeyWarningNotes implements KeyWarningMemory {
  readonly #context: Pick<ExtensionContext, 'globalState' | 'workspaceState'>;

  constructor(context: Pick<ExtensionContext, 'globalState' | 'workspaceState'>) {
    this.#context = context;
  }

  get toldCauses(): readonly string[] {
    return causes.safeParse(this.#context.globalState.get<unknown>(toldKey)).data ?? [];
  }

  get isQuietHere(): boolean {
    return this.#context.workspaceState.get<unknown>(quietKey) === true;
  }

  noteTold(cause: string): PromiseLike<void> {
    return this.#context.globalState.update(toldKey, [...this.toldCauses, cause].slice(-mostCauses));
  }

  keepQuietHere(): PromiseLike<void> {
    return this.#context.workspaceState.update(quietKey, true);
  }
}
