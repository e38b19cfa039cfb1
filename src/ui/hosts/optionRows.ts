import { l10n, type QuickPickItem } from 'vscode';
import type { HostOption } from '../../hosts/remote/hostOptions.ts';
import { displayText, iconSafeSentence, iconSafeText } from '../../base/displayText.ts';
import { describeInRow } from '../text/accountText.ts';
import { settings } from '../shell/settings.ts';
import type { HostAtHand } from './hostActions.ts';
import { reasonWord } from '../text/hostText.ts';

/** A row of the menu of the connected host. Long because it is one exhaustive choice: the words of each kind of row. */
export function describeOption(option: HostOption, { state }: Pick<HostAtHand, 'state'>): QuickPickItem {
  const recommended = (words: string): string =>
    'advice' in option && option.advice !== undefined ? `${reasonWord(option.advice)} ${words}` : words;
  const star = 'advice' in option && option.advice !== undefined ? { description: l10n.t('recommended') } : {};
  switch (option.kind) {
    case 'lend': {
      const name = iconSafeText(option.account.label);
      const who = describeInRow(option.account, settings.hidePersonalInfo());
      return option.binding === 'lease'
        ? {
            label: l10n.t('$(key) Lease of {0}', name),
            ...star,
            detail: recommended(
              l10n.t(
                '{0}. Ends by itself; renewed from here while a window is open. A sign-out there does not reach you.',
                who,
              ),
            ),
          }
        : {
            label: l10n.t('$(copy) Copy of {0}', name),
            ...star,
            detail: recommended(
              option.account.credential.kind === 'accessToken'
                ? l10n.t('{0}. Good there until it is removed, revoked or over: access tokens have an end.', who)
                : l10n.t('{0}. Good there until it is removed, or deleted where you made it.', who),
            ),
          };
    }
    case 'own':
      return {
        label: l10n.t('$(person-add) A Sign-In of Its Own…'),
        ...star,
        detail: recommended(
          l10n.t(
            'Made here, handed over, not kept here. Works without VS Code; whoever administers that host can read it.',
          ),
        ),
      };
    case 'renew':
      return { label: l10n.t('$(refresh) Renew the Lease Now') };
    case 'cli':
      return {
        label: l10n.t('$(terminal) Sign In There with the CLI’s Device Code'),
        detail: l10n.t(
          'codex login --device-auth in a terminal of that host. It first revokes the sign-in there; Codex Accounts does not see the new one.',
        ),
      };
    case 'remove':
      return {
        label: l10n.t('$(trash) Remove What Was Put There…'),
        detail: iconSafeSentence(displayText(state.record.placed?.path ?? '', 300)),
      };
    case 'leave':
      return {
        label: l10n.t('$(circle-slash) Leave This Host Alone'),
        detail: l10n.t('Nothing is changed there, and nothing is offered any more.'),
      };
    case 'auto':
      return {
        label: l10n.t('$(sparkle) Decide by What Is There'),
        detail: l10n.t('A lease for the CLI, a sign-in of its own for the official extension.'),
      };
  }
}
