import { ThemeIcon, Uri, commands, env, l10n, window, workspace, type QuickInputButton, type QuickPickItem } from 'vscode';
import { lazy } from '../lazy.ts';
import { buildWaysPage, listWays } from './waysPage.ts';

interface WayRow extends QuickPickItem {
  readonly command?: string;
}

/** The documented ways in their order, each with its command to copy; Enter and the button do the same. */
export async function showDocumentedWays(): Promise<void> {
  let copied: string | undefined;
  for (;;) {
    const row = await pickWay(copied);
    if (row === undefined) {
      return;
    }
    if (row.command === undefined) {
      await showPage();
      return;
    }
    await env.clipboard.writeText(row.command);
    copied = row.command;
  }
}

async function pickWay(copied: string | undefined): Promise<WayRow | undefined> {
  const picker = window.createQuickPick<WayRow>();
  const button: QuickInputButton = { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy the Command') };
  try {
    picker.title = l10n.t('The Documented Ways');
    picker.placeholder = copied === undefined ? l10n.t('Choose one to copy its command.') : l10n.t('Copied: {0}', copied);
    picker.matchOnDetail = true;
    picker.ignoreFocusOut = true;
    picker.items = [
      { label: l10n.t('$(book) Read All of This as a Page') },
      ...listWays().map(({ title, explanation, command }) => ({ label: title, description: command, detail: explanation, command, buttons: [button] })),
    ];
    picker.show();
    return await new Promise((resolve) => {
      picker.onDidAccept(() => {
        resolve(picker.activeItems[0]);
      });
      picker.onDidTriggerItemButton(({ item }) => {
        resolve(item);
      });
      picker.onDidHide(() => {
        resolve(undefined);
      });
    });
  } finally {
    picker.dispose();
  }
}

const scheme = 'codex-accounts-ways';

/** Registered with its first use and kept until the window ends: the page may stay open. */
const provide = lazy(() =>
  Promise.resolve(workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: () => buildWaysPage() })),
);

async function showPage(): Promise<void> {
  await provide();
  const page = Uri.from({ scheme, path: `/${l10n.t('Signing In on Another Host')}.md` });
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // Without VS Code's own Markdown extension it is read as text.
    await window.showTextDocument(page, { preview: true });
  }
}
