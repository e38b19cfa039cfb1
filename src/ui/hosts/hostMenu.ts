import { l10n, window, type QuickPickItem } from 'vscode';
import { listHostOptions, type HostOption } from '../../hosts/remote/hostOptions.ts';
import { notice } from '../shell/notices.ts';
import {
  findViewOptions,
  giveOwn,
  lend,
  nameOf,
  removeFromHost,
  renewOnHost,
  requireHost,
  type HostAtHand,
} from './hostActions.ts';
import { viewHost } from '../text/hostView.ts';
import type { Services } from '../shell/services.ts';
import { settings } from '../shell/settings.ts';
import { describeOption } from './optionRows.ts';

interface OptionRow extends QuickPickItem {
  readonly option: HostOption;
}

/** The one place where it is decided how the Codex of this window's host is signed in. */
export async function signInHost(services: Services): Promise<void> {
  const host = await requireHost(services);
  if (host === undefined) {
    return;
  }
  const accounts = (await services.directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account] : []));
  const current = await services.current.update();
  const inUse = current.kind === 'signedIn' ? current.account.id : undefined;
  const { state } = host;
  const options = listHostOptions({ state, accounts, inUse, byDefault: settings.defaultRemoteBinding() });
  const picked = await window.showQuickPick<OptionRow>(
    options.map((option) => ({ ...describeOption(option, host), option })),
    {
      title: l10n.t('Codex on {0}', nameOf(state)),
      placeHolder: viewHost(state, await findViewOptions(services)).sentence,
      matchOnDetail: true,
    },
  );
  if (picked !== undefined) {
    await runOption(picked.option, host);
  }
}

async function runOption(option: HostOption, host: HostAtHand): Promise<void> {
  switch (option.kind) {
    case 'lend':
      // A key is copied in any case; that says nothing about the next account.
      return lend(host, option.account, option.binding === 'lease' ? 'lease' : undefined);
    case 'own':
      return giveOwn(host, 'own');
    case 'renew':
      return renewOnHost(host.services);
    case 'cli':
      return openCli(host);
    case 'remove':
      return removeFromHost(host);
    case 'leave':
      await host.remote.choose('none');
      window.setStatusBarMessage(l10n.t('Nothing is offered for {0} any more.', nameOf(host.state)), 5000);
      return;
    case 'auto':
      return host.remote.choose('auto');
  }
}

/** The terminal of this window runs on that host. The line is left to the person: the CLI ends what stands there. */
async function openCli({ state }: HostAtHand): Promise<void> {
  const terminal = window.createTerminal(l10n.t('Codex Sign-In'));
  terminal.show();
  terminal.sendText('codex login --device-auth', false);
  await notice.information(
    l10n.t(
      'Press Enter in the terminal to begin. The CLI first revokes the sign-in that is on {0}; the new one belongs to that host alone and is not seen here.',
      nameOf(state),
    ),
  );
}
