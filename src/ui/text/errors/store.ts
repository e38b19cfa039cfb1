import { l10n } from 'vscode';
import type { StoreMessages } from '../../../errors/messageIds/store.ts';
import type { MessageTexts } from './messageTexts.ts';

export const storeWords: MessageTexts<StoreMessages> = {
  'store.decidedByAdmin': () =>
    l10n.t(
      'Your admin decided where Codex keeps its sign-in on this computer, so it cannot be changed here. Ask the admin.',
    ),
  'store.configNotUnderstood': ({ path }) =>
    l10n.t(
      '{0} is not valid TOML, or says it in a way that cannot be changed safely. It was left alone: correct it, then try again.',
      path,
    ),
  'store.configChanged': ({ path }) =>
    l10n.t('{0} was changed meanwhile and was left alone. Look at it, then try again.', path),
  'codex.missing': () =>
    l10n.t(
      'No “codex” program was found on the PATH of this editor. Install the Codex CLI, or choose the store “file” with “Choose Credential Store”.',
    ),
  'codex.noAnswer': () => l10n.t('The codex program of this computer gave no answer. Nothing has changed: try again.'),
  'codex.signInFailed': () =>
    l10n.t('The sign-in by the Codex CLI did not come to an end. What Codex had before is unchanged: try again.'),
};
