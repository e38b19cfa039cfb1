import { l10n } from 'vscode';
import type { VaultMessages } from '../../../errors/messageIds/vault.ts';
import type { MessageTexts } from './messageTexts.ts';

export const vaultWords: MessageTexts<VaultMessages> = {
  'vault.notReadBack': () =>
    l10n.t(
      'VS Code’s secret storage did not keep the sign-in. Check that the system’s keyring is unlocked, then try again.',
    ),
  'vault.notRemoved': () =>
    l10n.t(
      'VS Code’s secret storage did not remove the sign-in. Check that the system’s keyring is unlocked, then try again.',
    ),
  'vault.newerRelease': () =>
    l10n.t(
      'A newer release of Codex Accounts wrote this account. Update this one, then try again; nothing was changed.',
    ),
  'vault.locked': () =>
    l10n.t(
      'Another window has been busy with the accounts for a minute. Try again; if it stays so, reload that window.',
    ),
  'vault.unreadableFile': ({ path }) =>
    l10n.t(
      'The file with the accounts, {0}, is damaged and was left as it is. Restore it from a backup, or move it away to start with none.',
      path,
    ),
  'folder.isFile': ({ path }) =>
    l10n.t(
      'A file or a link is in the way of the folder {0}, where Codex Accounts keeps its records. Move it away, then try again.',
      path,
    ),
  'folder.noPermission': ({ path }) =>
    l10n.t(
      'You have no permission to write to {0}, where Codex Accounts keeps its records. Give that folder and the ones above it back to yourself, then try again.',
      path,
    ),
  'folder.readOnlyDisk': ({ path }) =>
    l10n.t(
      'The disk is read-only that has {0}, where Codex Accounts keeps its records. Make it writable, then try again; on Linux, XDG_STATE_HOME can name another folder for the records.',
      path,
    ),
  'folder.diskFull': ({ path }) =>
    l10n.t(
      'The disk is full that has {0}, where Codex Accounts keeps its records. Free some space, then try again.',
      path,
    ),
  'folder.unusable': ({ path }) =>
    l10n.t(
      'The system does not let Codex Accounts read or write in {0}, where it keeps its records. Check that folder and its disk, then try again.',
      path,
    ),
};
