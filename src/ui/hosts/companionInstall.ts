import { env, commands, l10n, window, type QuickPickItem, type Uri } from 'vscode';
import { awaitCompanion } from '../../hosts/remote/companionArrival.ts';
import { linkSafeText } from '../../util/displayText.ts';
import type { Services } from '../shell/services.ts';

const companionId = 'codex-accounts.codex-accounts-host';

/** Where the companion rests in our own package, and what the host it is for is called. */
export interface CompanionOffer {
  readonly package: Uri;
  readonly hostName: string;
}

/** Installs the companion that came with this extension on the host of this window. VS Code itself carries it there. */
export async function installCompanion({ package: file, hostName }: CompanionOffer, services: Services): Promise<void> {
  try {
    await commands.executeCommand('workbench.extensions.installExtension', file);
  } catch (failure) {
    services.log.failure('host', failure);
    await explainByHand({ package: file, hostName });
    return;
  }
  services.log.info('host', 'companion installed');
  const { remote } = await services.loadHosts();
  const state = remote === undefined ? undefined : await awaitCompanion(() => remote.look(), services.clock);
  if (state?.kind === 'connected') {
    window.setStatusBarMessage(l10n.t('“Codex Accounts Host” is installed on {0}.', linkSafeText(hostName)), 8000);
    return;
  }
  const reload = l10n.t('Reload Window');
  const message = l10n.t(
    '“Codex Accounts Host” is installed on {0}. Reload this window, and the Codex there is reached.',
    linkSafeText(hostName),
  );
  if ((await window.showInformationMessage(message, reload)) === reload) {
    await commands.executeCommand('workbench.action.reloadWindow');
  }
}

/** What VS Code did not do by itself, the person does from its own menu, with the file that came with this extension. */
async function explainByHand({ package: file, hostName }: CompanionOffer): Promise<void> {
  const copyPath = l10n.t('Copy Path');
  const message = l10n.t(
    'VS Code could not install “Codex Accounts Host” on {0}. Run “Extensions: Install from VSIX…” in this window with the file {1} of this computer.',
    linkSafeText(hostName),
    linkSafeText(file.fsPath),
  );
  if ((await window.showErrorMessage(message, copyPath)) === copyPath) {
    await env.clipboard.writeText(file.fsPath);
  }
}

interface SnippetRow extends QuickPickItem {
  readonly snippet: string;
}

/** The lines that install it by themselves on every host of a kind, to be pasted where they belong. */
export async function copyInstallSnippet(): Promise<void> {
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
  const picked = await window.showQuickPick(rows, {
    title: l10n.t('Install Codex Accounts Host by Itself'),
    placeHolder: l10n.t('Copies the lines; nothing is changed for you.'),
    matchOnDetail: true,
  });
  if (picked !== undefined) {
    await env.clipboard.writeText(picked.snippet);
    window.setStatusBarMessage(l10n.t('Copied. Paste it where it belongs.'), 5000);
  }
}
