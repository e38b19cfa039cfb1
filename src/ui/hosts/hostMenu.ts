import { l10n, window, type QuickPickItem } from 'vscode';
import { listHostOptions, type HostOption } from '../../hosts/hostOptions.ts';
import { displayText, iconSafeSentence, iconSafeText } from '../../util/displayText.ts';
import { describeInRow } from '../accounts/accountWords.ts';
import { notice } from '../notices.ts';
import { findViewOptions, giveOwn, lend, nameOf, removeFromHost, renewOnHost, requireHost, type HostAtHand } from './hostActions.ts';
import { viewHost } from './hostView.ts';
import { reasonWord } from './hostWords.ts';
import type { Services } from '../services.ts';
import { settings } from '../settings.ts';

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
    l10n.t('Press Enter in the terminal to begin. The CLI first revokes the sign-in that is on {0}; the new one belongs to that host alone and is not seen here.', nameOf(state)),
  );
}

export function describeOption(option: HostOption, { state }: Pick<HostAtHand, 'state'>): QuickPickItem {
  const recommended = (words: string): string => ('advice' in option && option.advice !== undefined ? `${reasonWord(option.advice)} ${words}` : words);
  const star = 'advice' in option && option.advice !== undefined ? { description: l10n.t('recommended') } : {};
  switch (option.kind) {
    case 'lend': {
      const name = iconSafeText(option.account.label);
      const who = describeInRow(option.account, settings.hidePersonalInfo());
      return option.binding === 'lease'
        ? { label: l10n.t('$(key) Lease of {0}', name), ...star, detail: recommended(l10n.t('{0}. Ends by itself; renewed from here while a window is open. A sign-out there does not reach you.', who)) }
        : { label: l10n.t('$(copy) Copy of {0}', name), ...star, detail: recommended(option.account.credential.kind === 'accessToken' ? l10n.t('{0}. Good there until it is removed, revoked or over: access tokens have an end.', who) : l10n.t('{0}. Good there until it is removed, or deleted where you made it.', who)) };
    }
    case 'own':
      return {
        label: l10n.t('$(person-add) A Sign-In of Its Own…'),
        ...star,
        detail: recommended(l10n.t('Made here, handed over, not kept here. Works without VS Code; whoever administers that host can read it.')),
      };
    case 'renew':
      return { label: l10n.t('$(refresh) Renew the Lease Now') };
    case 'cli':
      return {
        label: l10n.t('$(terminal) Sign In There with the CLI’s Device Code'),
        detail: l10n.t('codex login --device-auth in a terminal of that host. It first revokes the sign-in there; Codex Accounts does not see the new one.'),
      };
    case 'remove':
      return { label: l10n.t('$(trash) Remove What Was Put There…'), detail: iconSafeSentence(displayText(state.record.placed?.path ?? '', 300)) };
    case 'leave':
      return { label: l10n.t('$(circle-slash) Leave This Host Alone'), detail: l10n.t('Nothing is changed there, and nothing is offered any more.') };
    case 'auto':
      return { label: l10n.t('$(sparkle) Decide by What Is There'), detail: l10n.t('A lease for the CLI, a sign-in of its own for the official extension.') };
  }
}
