import { QuickPickItemKind, l10n } from 'vscode';
import { iconSafeSentence, iconSafeText } from '../../base/displayText.ts';
import type { HostView } from '../text/hostView.ts';
import { renewLeaseAndRestartWord } from '../text/hostText.ts';
import type { MenuRow } from './accountMenuRows.ts';

/** In a window on another host: what its Codex uses, and the one click that brings it right. */
export function buildHostRows(view: HostView | undefined): readonly MenuRow[] {
  if (view === undefined) {
    return [];
  }
  const name = iconSafeText(view.name);
  const icon = view.tone === 'warning' ? '$(warning)' : '$(remote)';
  return [
    ...(view.offer === undefined ? [] : [buildOfferRow(view.offer, name)]),
    {
      label: `${icon} ${l10n.t('Codex on {0}', name)}`,
      description: iconSafeText(view.short),
      detail: iconSafeSentence(view.sentence),
      action: 'signInHost',
    },
    { label: l10n.t('$(vm) All Hosts…'), action: 'showHosts' },
    { kind: QuickPickItemKind.Separator, label: l10n.t('This computer') },
  ];
}

function buildOfferRow(offer: NonNullable<HostView['offer']>, name: string): MenuRow {
  switch (offer) {
    case 'install':
      return { label: l10n.t('$(cloud-download) Install Codex Accounts Host on {0}', name), action: 'installOnHost' };
    case 'useAccount':
      return {
        label: l10n.t('$(cloud-upload) Use the Account from This Computer on {0}', name),
        action: 'useAccountOnHost',
      };
    case 'renew':
      return { label: l10n.t('$(refresh) Renew the Lease on {0}', name), action: 'renewOnHost' };
    case 'bringAlong':
      return {
        label: l10n.t('$(debug-restart) Bring the Codex in Your Terminals on {0} Along', name),
        action: 'bringAlongOnHost',
      };
    case 'restart':
      return { label: `$(debug-restart) ${renewLeaseAndRestartWord(name)}`, action: 'renewOnHost' };
  }
}
