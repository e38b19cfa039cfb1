import { l10n } from 'vscode';
import type { Health } from '../../accounts/use/accountCheck.ts';
import type { Account } from '../../storage/account.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { findAnswerKind, isRefusal } from '../../errors/serverAnswer.ts';
import type { PanelAction, PanelSection } from '../../webview/messages.ts';
import { findHelp, nameHelpPage, nameMessage } from '../text/answerHelp.ts';
import { formatSentence } from '../text/errorText.ts';
import { serverAnswers } from '../text/serverAnswers.ts';

/** What keeps the account in use from being as good as it looks. */
export function healthNotices(account: Account, health: Health | undefined): readonly PanelSection[] {
  return [
    ...(health?.kind === 'offline' ? [answerNotice(health.sentence) ?? offlineNotice(health.sentence)] : []),
    ...(health?.kind === 'homeNotWritable' ? [homeNotWritableNotice(health.sentence)] : []),
    ...uncheckedNotice(account),
  ];
}

/** The service was reached, and refused: what happened comes first, then who can put it right, and where. */
function answerNotice(sentence: Sentence | undefined): PanelSection | undefined {
  const kind = sentence === undefined ? undefined : findAnswerKind(sentence);
  if (sentence === undefined || kind === undefined) {
    return undefined;
  }
  return {
    kind: 'notice',
    id: 'answer',
    tone: isRefusal(kind) ? 'warning' : 'info',
    heading: serverAnswers[kind].title(),
    text: [formatSentence(sentence), l10n.t('The account stays here as it is.')].join(' '),
    actions: helpButtons(sentence),
  };
}

function helpButtons(sentence: Sentence): PanelAction[] {
  const { page, ask, contact } = findHelp(sentence) ?? {};
  const copy = ask === undefined || contact === undefined ? undefined : nameMessage(contact);
  return [
    ...(copy === undefined ? [] : [{ command: 'copyHelpMessage', label: copy, look: 'primary' } as const]),
    ...(page === undefined ? [] : [{ command: 'openHelpPage', label: nameHelpPage(page), look: 'secondary' } as const]),
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
    actions: sentence === undefined ? [] : helpButtons(sentence),
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
