import { Uri, commands, env, l10n, window, workspace } from 'vscode';
import { pickSourced, type SourcedRow } from '../shell/pickSourced.ts';
import { lazy } from '../shell/lazy.ts';
import type { Services } from '../shell/services.ts';
import { buildWaysPage, listWays, nameForShell } from './waysPage.ts';

interface WayRow extends SourcedRow {
  readonly command?: string;
  readonly run?: () => Promise<void>;
}

/** How Codex on a host without a browser is signed in: what each way is for, with its commands. It needs no account. */
export async function showOtherHostWays(services: Services): Promise<void> {
  const authFile = nameAuthFile(services);
  let copied: string | undefined;
  for (;;) {
    const row = await pickSourced(
      buildRows(authFile, services),
      {
        title: l10n.t('Ways to Sign In on Another Host'),
        placeHolder: copied === undefined ? l10n.t('Choose one to copy its command.') : l10n.t('Copied: {0}', copied),
      },
      services,
    );
    if (row?.command === undefined) {
      await row?.run?.();
      return;
    }
    await env.clipboard.writeText(row.command);
    copied = row.command;
  }
}

/** The file that the commands copy: the one that Codex on this computer uses, wherever its home is. */
function nameAuthFile({ places: { homePlace } }: Services): string {
  const path = homePlace.kind === 'file' ? homePlace.path : undefined;
  return path === undefined
    ? '~/.codex/auth.json'
    : nameForShell(path, process.env['HOME'] ?? process.env['USERPROFILE']);
}

function buildRows(authFile: string, services: Services): readonly WayRow[] {
  return [
    { label: l10n.t('$(book) Read All of This as a Page'), run: () => showPage(authFile) },
    ...listWays(authFile).map(({ title, inShort, command, isRevoking }) => ({
      label: title,
      description: isRevoking === true ? l10n.t('{0} (revokes)', command) : command.replaceAll('\n', ' && '),
      detail: inShort.say(),
      command,
      facts: [inShort],
    })),
    {
      label: l10n.t('$(cloud-upload) Copy Account to a Host…'),
      detail: l10n.t('A lease or a sign-in of its own instead: it revokes nothing.'),
      run: () => services.run('copySignInToHost'),
    },
  ];
}

const scheme = 'codex-accounts-ways';
const pages = new Map<string, string>();

/** Registered with its first use and kept until the window ends: the page may stay open. */
const provide = lazy(() =>
  Promise.resolve(
    workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (page) => pages.get(page.path),
    }),
  ),
);

async function showPage(authFile: string): Promise<void> {
  await provide();
  const page = Uri.from({ scheme, path: `/${l10n.t('Signing In on Another Host')}.md` });
  pages.set(page.path, buildWaysPage(authFile));
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // Without VS Code's own Markdown extension it is read as text.
    await window.showTextDocument(page, { preview: true });
  }
}
