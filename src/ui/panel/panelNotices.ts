import { l10n } from 'vscode';
import type { Health } from '../../accounts/use/accountCheck.ts';
import type { Account } from '../../storage/account.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { PanelSection } from '../../webview/messages.ts';
import { formatSentence } from '../text/errorText.ts';

/** What keeps the account in use from being as good as it looks. */
export function healthNotices(account: Account, health: Health | undefined): readonly PanelSection[] {
  return [
    ...(health?.kind === 'offline' ? [offlineNotice(health.sentence)] : []),
    ...(health?.kind === 'homeNotWritable' ? [homeNotWritableNotice(health.sentence)] : []),
    ...uncheckedNotice(account),
  ];
}

function offlineNotice(sentence: Sentence | undefined): PanelSection {
  return {
    kind: 'notice',
    id: 'offline',
    tone: 'info',
    heading: l10n.t('The server could not be reached'),
    text: [
      l10n.t('You stay signed in. What stands here is from the last time it answered.'),
      ...(sentence === undefined ? [] : [formatSentence(sentence)]),
    ].join(' '),
    actions: [],
  };
}

/** Whoever can write the Home goes on renewing the sign-in: Codex there, or another editor. */
function homeNotWritableNotice(sentence: Sentence): PanelSection {
  return {
    kind: 'notice',
    id: 'homeNotWritable',
    tone: 'warning',
    heading: l10n.t('Codex’s home cannot be written'),
    text: l10n.t(
      'Codex uses this sign-in from there. Renewed here, it would be ended there, so it is used as it is and not renewed. {0}',
      formatSentence(sentence),
    ),
    actions: [],
  };
}

function uncheckedNotice({ credential }: Account): readonly PanelSection[] {
  if (credential.kind !== 'apiKey' || credential.check === 'good') {
    return [];
  }
  return [
    {
      kind: 'notice',
      id: 'unchecked',
      tone: 'info',
      heading: l10n.t('This key was kept without a check'),
      text: l10n.t('The API could not be reached when you gave it. Whether it works shows with the next check.'),
      actions: [],
    },
  ];
}
