import { l10n } from 'vscode';
import type { UnlockRow, UnlockState } from '../../billing/unlocks.ts';

/** The name of a row of "what this account unlocks"; shared with the status bar, so its statements are not loaded here. */
export function titleUnlock(row: UnlockRow): string {
  switch (row) {
    case 'localWork':
      return l10n.t('Codex on your computer');
    case 'cloudTasks':
      return l10n.t('Cloud tasks');
    case 'fastMode':
      return l10n.t('Fast mode');
    case 'newestModels':
      return l10n.t('Newest models on day one');
    case 'payPerToken':
      return l10n.t('Pay per token');
    case 'costCeiling':
      return l10n.t('Predictable cost');
    case 'automation':
      return l10n.t('Scripts and CI');
  }
}

export function nameUnlockState(state: UnlockState): string {
  switch (state) {
    case 'yes':
      return l10n.t('Yes');
    case 'no':
      return l10n.t('No');
    case 'differs':
      return l10n.t('Partly');
    case 'unknown':
      return l10n.t('Not documented');
  }
}
