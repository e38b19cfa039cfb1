import type { WorkspaceFolder } from 'vscode';

interface Scope {
  readonly workspaceFolder: Pick<WorkspaceFolder, 'name'>;
}

/** What VS Code changes in new terminals, for all of them or for those of one folder. */
export class TerminalCollection extends Map<string, { readonly value: string }> {
  persistent = true;
  description: string | undefined;
  readonly #scoped = new Map<string, TerminalCollection>();

  getScoped({ workspaceFolder: { name } }: Scope): TerminalCollection {
    const scoped = this.#scoped.get(name) ?? new TerminalCollection();
    this.#scoped.set(name, scoped);
    return scoped;
  }

  replace(name: string, value: string): void {
    this.set(name, { value });
  }

  /** Name and value of each variable. */
  list(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this].map(([name, { value }]) => [name, value]));
  }
}
