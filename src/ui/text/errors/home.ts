import { l10n } from 'vscode';
import type { HomeMessages } from '../../../errors/messageIds/home.ts';
import type { MessageTexts } from './messageTexts.ts';

export const homeWords: MessageTexts<HomeMessages> = {
  'home.notReadBack': ({ path }) =>
    l10n.t('{0} was written but could not be read back. Check the folder, then try again.', path),
  'home.keepsChanging': ({ path }) =>
    l10n.t('Another program keeps changing {0}. Wait until Codex is idle, then try again.', path),
  'home.isFolder': ({ path }) => l10n.t('{0} is not a file. Move away what stands there, then try again.', path),
  'home.danglingLink': ({ path }) =>
    l10n.t('{0} is a link to a file that does not exist. Create the target or remove the link, then try again.', path),
  'home.linkLoop': ({ path }) =>
    l10n.t('{0} is a link that leads back to itself. Remove the link, then try again.', path),
  'home.otherOwner': ({ path }) =>
    l10n.t(
      '{0} belongs to another user of this computer, so it was left alone. Have its owner changed to you (sudo chown), or choose another Codex home, then try again.',
      path,
    ),
  'home.folderWritableByOthers': ({ path }) =>
    l10n.t(
      'Other users can change the folder of {0}, so no sign-in was put there. Take their write permission away (chmod go-w), then try again.',
      path,
    ),
  'home.noPermission': ({ path }) =>
    l10n.t('You have no permission for {0} or its folder. Give it to yourself, then try again.', path),
  'home.readOnlyDisk': ({ path }) =>
    l10n.t('The disk of {0} is read-only. Make it writable, or choose another Codex home, then try again.', path),
  'home.diskFull': ({ path }) =>
    l10n.t('The disk of {0} is full; what stood there is unharmed. Free some space, then try again.', path),
  'home.folderMissing': ({ path }) =>
    l10n.t('The folder of {0} does not exist and could not be made. Create it, then try again.', path),
  'home.tooLarge': ({ path }) =>
    l10n.t('{0} is far larger than a Codex sign-in and was left alone. Move it away, then try again.', path),
  'home.notUtf8': ({ path }) =>
    l10n.t('{0} is not UTF-8 text, so Codex cannot read it. Save it as UTF-8, or move it away, then try again.', path),
  'home.busy': ({ path }) =>
    l10n.t(
      '{0} stayed locked for 5 seconds, by a Codex process or by a disk that does not answer. Wait until Codex is idle or end it, then try again.',
      path,
    ),
  'home.mounted': ({ path }) =>
    l10n.t(
      '{0} is mounted as a single file, which can be read but not replaced, also by Codex. Mount its folder instead, then try again.',
      path,
    ),
  'home.notAnswering': ({ path }) =>
    l10n.t(
      'The disk of {0} does not answer. It looks like a network share or a mount whose other side is gone: bring it back or unmount it, then try again.',
      path,
    ),
  'home.document.notJson': ({ path }) =>
    l10n.t(
      '{0} is not complete JSON; it may be half written. If no Codex process is writing it, sign in again: its text is set aside first.',
      path,
    ),
  'home.document.byteOrderMark': ({ path }) =>
    l10n.t(
      '{0} begins with a byte order mark, which Codex cannot read. Save it as UTF-8 without BOM, or sign in again.',
      path,
    ),
  'home.document.wrongShape': ({ path, field }) =>
    field === ''
      ? l10n.t(
          '{0} is not a Codex sign-in as this release knows it. Sign in again to replace it; its text is set aside first.',
          path,
        )
      : l10n.t(
          '{0} is not a Codex sign-in as this release knows it: Codex refuses the field “{1}”, or it stands there twice. Correct it, or sign in again: its text is set aside first.',
          path,
          field,
        ),
  'home.document.unknownMode': ({ path, mode }) =>
    l10n.t(
      '{0} holds a kind of sign-in that this release does not know: “{1}”. Update Codex Accounts; it was left as it is.',
      path,
      mode,
    ),
  'home.keyringMissing': () =>
    l10n.t(
      'This build of Codex Accounts cannot open the OS keyring. Install the build for your platform, or let Codex use the store “file” with “Choose Credential Store”.',
    ),
  'home.keyringUnavailable': () =>
    l10n.t(
      'The OS keyring cannot be opened: it is locked, or no keyring service is running. Unlock it and try again, or choose the store “file” with “Choose Credential Store”.',
    ),
  'home.keychainNotRead': () =>
    l10n.t(
      'Codex on this computer keeps its sign-in in the macOS keychain. Codex Accounts opens that only when you click, so it was not read.',
    ),
  'home.storeEncrypted': () =>
    l10n.t(
      'Codex on this computer keeps its sign-in in an encrypted store of its own, which takes none from other programs. Choose the store “file” with “Choose Credential Store”, or sign in with the Codex CLI.',
    ),
  'home.storeEphemeral': ({ path }) =>
    l10n.t(
      'Codex on this host keeps no sign-in at all (cli_auth_credentials_store = "ephemeral"), so {0} is not read by it. Choose another store with “Choose Credential Store”.',
      path,
    ),
  'home.storeInvalid': ({ path }) =>
    l10n.t(
      'The configuration of Codex cannot be read, or its cli_auth_credentials_store is none of file, keyring, auto and ephemeral, so {0} was left alone. Run “codex login status” to see which file it is, correct that, then try again.',
      path,
    ),
};
