import { StatusBarAlignment, l10n, window, type StatusBarItem } from 'vscode';

/** The one status-bar item, as it is until the accounts have been read. */
export function createStatusItem(): StatusBarItem {
  const item = window.createStatusBarItem('codexAccounts.status', StatusBarAlignment.Right, 100);
  item.name = l10n.t('Codex Account');
  item.command = 'codexAccounts.manageAccounts';
  item.text = '$(account) Codex';
  item.accessibilityInformation = { label: l10n.t('Codex Accounts: reading your accounts.'), role: 'button' };
  item.show();
  return item;
}
