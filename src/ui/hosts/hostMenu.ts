import { l10n, window, type QuickPickItem } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import { listHostOptions, type HostOption } from '../../hosts/remote/hostOptions.ts';
import {
  findViewOptions,
  giveOwn,
  lend,
  nameOf,
  removeFromHost,
  renewOnHost,
  requireHost,
  type HostAtHand,
  type HostFlow,
} from './hostActions.ts';
import { viewHost } from '../text/hostView.ts';
import { settings } from '../shell/settings.ts';
import { describeOption } from './optionRows.ts';

interface OptionRow extends QuickPickItem {
  readonly option: HostOption;
}

export type HostMenuFlow = HostFlow & {
  readonly directory: Pick<AccountDirectory, 'list'>;
};

/** The one place where it is decided how the Codex of this window's host is signed in. */
export async function signInHost(flow: HostMenuFlow): Promise<void> {
  const host = await requireHost(flow);
  if (host === undefined) {
    return;
  }
  const accounts = (await flow.directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account] : []));
  const current = await flow.current.update();
  const inUse = current.kind === 'signedIn' ? current.account.id : undefined;
  const { state } = host;
  const options = listHostOptions({ state, accounts, inUse, byDefault: settings.defaultRemoteBinding() });
  const picked = await flow.prompts.pick<OptionRow>(
    options.map((option) => ({ ...describeOption(option, host), option })),
    {
      title: l10n.t('Codex on {0}', nameOf(state)),
      placeHolder: viewHost(state, await findViewOptions(flow)).sentence,
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
      return renewOnHost(host.flow);
    case 'cli':
      return openCli(host);
    case 'remove':
      return removeFromHost(host);
    case 'leave':
      await host.remote.choose('none');
      host.flow.prompts.flash(l10n.t('Nothing is offered for {0} any more.', nameOf(host.state)));
      return;
    case 'auto':
      return host.remote.choose('auto');
  }
}

/** The terminal of this window runs on that host. The line is left to the person: the CLI ends what is there. */
async function openCli({ state, flow }: HostAtHand): Promise<void> {
  const terminal = window.createTerminal(l10n.t('Codex Sign-In'));
  terminal.show();
  terminal.sendText('codex login --device-auth', false);
  await flow.prompts.tell(
    'information',
    l10n.t(
      'Press Enter in the terminal to begin. The CLI first revokes the sign-in that is on {0}; the new one belongs to that host alone and is not seen here.',
      nameOf(state),
    ),
  );
}
