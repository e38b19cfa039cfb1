import { QuickPickItemKind, l10n, type QuickPickItem } from 'vscode';
import { iconSafeSentence, iconSafeText } from '../../util/displayText.ts';
import { bringAlongOnHost, installOnHost, renewOnHost, useAccountOnHost } from '../hosts/hostActions.ts';
import { showHosts } from '../hosts/hostList.ts';
import { signInHost } from '../hosts/hostMenu.ts';
import { renewLeaseAndRestartWord } from '../text/hostWords.ts';
import type { Services } from '../shell/services.ts';

export interface HostMenuRow extends QuickPickItem {
  readonly run?: () => Promise<void>;
}

/** In a window on another host: what its Codex uses, and the one click that brings it right. */
export function buildHostRows(services: Services): readonly HostMenuRow[] {
  const { view } = services.remote;
  if (view === undefined) {
    return [];
  }
  const name = iconSafeText(view.name);
  const offers = {
    install: [
      {
        label: l10n.t('$(cloud-download) Install Codex Accounts Host on {0}', name),
        run: () => installOnHost(services),
      },
    ],
    useAccount: [
      {
        label: l10n.t('$(cloud-upload) Use the Account from This Computer on {0}', name),
        run: () => useAccountOnHost(services),
      },
    ],
    renew: [{ label: l10n.t('$(refresh) Renew the Lease on {0}', name), run: () => renewOnHost(services) }],
    bringAlong: [
      {
        label: l10n.t('$(debug-restart) Bring the Codex in Your Terminals on {0} Along', name),
        run: () => bringAlongOnHost(services),
      },
    ],
    restart: [{ label: `$(debug-restart) ${renewLeaseAndRestartWord(name)}`, run: () => renewOnHost(services) }],
  };
  const icon = view.tone === 'warning' ? '$(warning)' : '$(remote)';
  return [
    ...(view.offer === undefined ? [] : offers[view.offer]),
    {
      label: `${icon} ${l10n.t('Codex on {0}', name)}`,
      description: iconSafeText(view.short),
      detail: iconSafeSentence(view.sentence),
      run: () => signInHost(services),
    },
    { label: l10n.t('$(vm) All Hosts…'), run: () => showHosts(services) },
    { kind: QuickPickItemKind.Separator, label: l10n.t('This computer') },
  ];
}
