import { Uri, commands, window, workspace } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';

const scheme = 'codex-accounts-page';

/** More than there are titles: a page that is left open finds its text, and no number of them fills the memory. */
const mostPages = 10;

/** Shows a page of Markdown that can only be read. */
export type ShowPage = (title: string, text: string) => Promise<void>;

/** Pages that can only be read, for as long as this extension lives: one that is left open asks for its text again. */
export class MarkdownPages implements Disposable {
  readonly #scope = new Disposables();
  readonly #texts = new Map<string, string>();

  constructor() {
    this.#scope.add(
      workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (page) => this.#texts.get(page.path),
      }),
    );
  }

  /** One page for each title: the same again is the same page with its new text. */
  async show(title: string, text: string): Promise<void> {
    const page = Uri.from({ scheme, path: `/${title}.md` });
    this.#keep(page.path, text);
    try {
      await commands.executeCommand('markdown.showPreview', page);
    } catch {
      // Without VS Code's own Markdown extension it is read as text.
      await window.showTextDocument(page, { preview: true });
    }
  }

  dispose(): void {
    this.#scope.dispose();
    this.#texts.clear();
  }

  #keep(path: string, text: string): void {
    this.#texts.delete(path);
    this.#texts.set(path, text);
    const [oldest] = this.#texts.keys();
    if (oldest !== undefined && this.#texts.size > mostPages) {
      this.#texts.delete(oldest);
    }
  }
}
