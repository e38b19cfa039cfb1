import { Uri, commands, window, workspace } from 'vscode';
import { lazy } from './lazy.ts';

const scheme = 'codex-accounts-page';
const pages = new Map<string, string>();

/** Registered with its first use and kept until the window ends: the page may stay open. */
const provide = lazy(() =>
  Promise.resolve(
    workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (page) => pages.get(page.path),
    }),
  ),
);

/** Shows a page that can only be read. */
export async function showMarkdownPage(title: string, text: string): Promise<void> {
  await provide();
  const page = Uri.from({ scheme, path: `/${title}.md` });
  pages.set(page.path, text);
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // Without VS Code's own Markdown extension it is read as text.
    await window.showTextDocument(page, { preview: true });
  }
}
