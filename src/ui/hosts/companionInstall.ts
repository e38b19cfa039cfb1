import { commands, l10n, type QuickPickItem } from 'vscode';
import { awaitCompanion } from '../../hosts/remote/awaitCompanion.ts';
import type { Clock } from '../../base/clock.ts';
import { linkSafeText } from '../../base/displayText.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { HostServices } from '../shell/hostServices.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';

const companionId = 'codex-accounts.codex-accounts-host';

export interface InstallSnippetFlow {
  readonly prompts: Prompts;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
}

export type CompanionInstallFlow = InstallSnippetFlow & {
  readonly clock: Clock;
  readonly ended: AbortSignal;
  readonly log: Pick<Log, 'info' | 'failure'>;
  readonly loadHosts: () => Promise<HostServices>;
};

/** Installs the companion that came with this extension on the host of this window. VS Code itself carries it there. */
export async function installCompanion(hostName: string, flow: CompanionInstallFlow): Promise<void> {
  const { prompts, clock, ended, log, loadHosts } = flow;
  const { companionPackage, remote } = await loadHosts();
  try {
    await commands.executeCommand('workbench.extensions.installExtension', companionPackage);
  } catch (failure) {
    log.failure('host', failure);
    await explainByHand(companionPackage.fsPath, hostName, flow);
    return;
  }
  log.info('host', 'companion installed');
  const state = remote === undefined ? undefined : await awaitCompanion(() => remote.look(), clock, ended);
  if (state?.kind === 'connected') {
    prompts.flash(l10n.t('“Codex Accounts Host” is installed on {0}.', linkSafeText(hostName)), 8);
    return;
  }
  const reload = l10n.t('Reload Window');
  const message = l10n.t(
    '“Codex Accounts Host” is installed on {0}. Reload this window, and the Codex there is reached.',
    linkSafeText(hostName),
  );
  if ((await prompts.offer('information', message, reload)) === reload) {
    await commands.executeCommand('workbench.action.reloadWindow');
  }
}

/** What VS Code did not do by itself, the person does from its own menu, with the file that came with this extension. */
async function explainByHand(
  path: string,
  hostName: string,
  { prompts, clipboard }: InstallSnippetFlow,
): Promise<void> {
  const copyPath = l10n.t('Copy Path');
  const message = l10n.t(
    'VS Code could not install “Codex Accounts Host” on {0}. Run “Extensions: Install from VSIX…” in this window with the file {1} of this computer.',
    linkSafeText(hostName),
    linkSafeText(path),
  );
  if ((await prompts.offer('error', message, copyPath)) === copyPath) {
    await clipboard.writeText(path);
  }
}

interface SnippetRow extends QuickPickItem {
  readonly snippet: string;
}

/** The lines that install it by themselves on every host of a kind, to be pasted where they belong. */
export async function copyInstallSnippet({ prompts, clipboard }: InstallSnippetFlow): Promise<void> {
  const rows: readonly SnippetRow[] = [
    {
      label: l10n.t('$(vm) Every SSH Host'),
      detail: l10n.t('A line for your user settings (settings.json).'),
      snippet: `"remote.SSH.defaultExtensions": ["${companionId}"]`,
    },
    {
      label: l10n.t('$(package) A Dev Container or Codespace'),
      detail: l10n.t('Lines for the repository’s devcontainer.json; a rebuilt container then has it.'),
      snippet: JSON.stringify({ customizations: { vscode: { extensions: [companionId] } } }, undefined, 2)
        .slice(2, -2)
        .trim(),
    },
  ];
  const picked = await prompts.pick(rows, {
    title: l10n.t('Install Codex Accounts Host by Itself'),
    placeHolder: l10n.t('Copies the lines; nothing is changed for you.'),
    matchOnDetail: true,
  });
  if (picked !== undefined) {
    await clipboard.writeText(picked.snippet);
    prompts.flash(l10n.t('Copied. Paste it where it belongs.'));
  }
}
