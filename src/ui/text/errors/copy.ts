import { l10n } from 'vscode';
import type { CopyMessages } from '../../../errors/messageIds/copy.ts';
import type { MessageTexts } from './messageTexts.ts';

export const copyWords: MessageTexts<CopyMessages> = {
  'copy.liveGrant': () =>
    l10n.t(
      'This would put the live sign-in of an account of this computer on a second one, which ends it on both. Nothing was sent: choose a lease, or a sign-in of its own for that host.',
    ),
  'copy.noSshProgram': () =>
    l10n.t(
      'There is no ssh program on this computer. Install OpenSSH (on Windows: Settings, Optional features, OpenSSH Client), then try again.',
    ),
  'copy.noDockerProgram': () =>
    l10n.t('There is no docker program on this computer. Install Docker’s command line, then try again.'),
  'copy.badName': ({ name }) =>
    l10n.t(
      '“{0}” is not a name that can be handed to ssh or docker safely. Write it without spaces and special characters, as host or user@host.',
      name,
    ),
  'copy.ownHome': ({ path }) => l10n.t('{0} is the Codex home of this computer. Use “Switch Account” for it.', path),
  'copy.hostNotFound': ({ place }) =>
    l10n.t(
      'No host is known by the name in {0}. Check the spelling, your SSH configuration, and whether a VPN is needed.',
      place,
    ),
  'copy.hostDown': ({ place }) =>
    l10n.t(
      '{0} does not answer: the host is off, its SSH server is not running on that port, or a network lies in between. Nothing was sent.',
      place,
    ),
  'copy.hostKeyUnknown': ({ place }) =>
    l10n.t(
      'This computer has never seen the host key of {0}, and nobody can be asked here. Connect once in a terminal with ssh, compare the fingerprint, then try again. Nothing was sent.',
      place,
    ),
  'copy.hostKeyChanged': ({ place }) =>
    l10n.t(
      '{0} shows another host key than before: it was set up again, or somebody stands in between. Ask who runs it before you remove the old key. Nothing was sent.',
      place,
    ),
  'copy.keyRefused': ({ place }) =>
    l10n.t(
      '{0} did not accept your key (passwords cannot be asked for here). Load the right key with ssh-add or name it in your SSH configuration, then try again. Nothing was sent.',
      place,
    ),
  'copy.sshConfig': ({ place, said }) =>
    l10n.t(
      'The ssh program does not accept its configuration for {0}: “{1}”. Correct that, then try again.',
      place,
      said,
    ),
  'copy.cut': ({ place }) =>
    l10n.t(
      'The connection to {0} was cut. There is no half-written file there: either the old sign-in stands or the new one. Try again.',
      place,
    ),
  'copy.tooLong': ({ place, seconds }) =>
    l10n.t(
      '{0} did not answer within {1} seconds and was given up. Check the connection, then try again.',
      place,
      seconds,
    ),
  'copy.noShell': ({ place }) =>
    l10n.t('{0} has no POSIX shell (sh) that could write the file. Use one of the documented ways instead.', place),
  'copy.noAnswer': ({ place, exitCode }) =>
    l10n.t(
      '{0} did not do what was asked and did not say why (exit code {1}). Check with a terminal that you can run commands there.',
      place,
      exitCode,
    ),
  'copy.noHome': ({ place }) =>
    l10n.t('The user at {0} has no home folder. Set HOME or CODEX_HOME there, then try again.', place),
  'copy.dockerDown': () =>
    l10n.t(
      'Docker is not running, or its command line points to an engine that does not answer. Start it, then try again.',
    ),
  'copy.dockerDenied': () =>
    l10n.t('Your user may not use Docker on this computer. Ask to be added to its group, then try again.'),
  'copy.containerMissing': ({ place }) =>
    l10n.t('There is no container {0}. Look at “docker ps”, then try again.', place),
  'copy.containerStopped': ({ place }) => l10n.t('The container {0} is not running. Start it, then try again.', place),
  'copy.containerUser': ({ place }) =>
    l10n.t('The container has no such user: {0}. Check the name before the @.', place),
  'copy.storeElsewhere': ({ place, store }) =>
    l10n.t(
      'Codex there does not read {0}: its config.toml says cli_auth_credentials_store = "{1}". Set it to "file" there, then try again. Nothing was sent.',
      place,
      store,
    ),
  'copy.changedMeanwhile': ({ place }) =>
    l10n.t(
      '{0} was changed by somebody else meanwhile and was left alone. Try again to see who stands there now.',
      place,
    ),
  'copy.incomplete': ({ place }) =>
    l10n.t('Not every byte reached {0}, so it was left as it was. Check the connection, then try again.', place),
  'copy.notWritten': ({ place }) =>
    l10n.t(
      '{0} could not be written, and nothing there has changed. Look at its folder in a terminal on that host.',
      place,
    ),
};
