import { l10n } from 'vscode';
import type { PasteProblem } from '../../protocol/oauth/pastedAddress.ts';
import { serverAnswers } from './serverAnswers.ts';

/** What is wrong with a pasted address, and what to paste instead. */
export function explainPasteProblem(problem: PasteProblem): string {
  switch (problem) {
    case 'empty':
      return l10n.t('Finish on the sign-in page; copy the address of the error page that follows, and paste it here.');
    case 'codeOnly':
      return l10n.t(
        'This is only a part. Copy the whole address of the error page, beginning with “http://127.0.0.1:”.',
      );
    case 'notAnAddress':
      return l10n.t('This is not an address. Copy what stands in the browser’s address bar on the error page.');
    case 'signInPage':
      return l10n.t(
        'This is the sign-in page itself. Finish on it first; then copy the address of the error page that follows.',
      );
    case 'otherSite':
      return l10n.t(
        'This address leads to another site. The right one begins with “http://127.0.0.1:” and holds “/auth/callback”.',
      );
    case 'otherPage':
      return l10n.t('This address leads to another page of this computer. The right one holds “/auth/callback?code=”.');
    case 'noState':
      return l10n.t('The end is missing: “state=…” says which sign-in it belongs to. Copy the whole address.');
    case 'earlierSignIn':
      return l10n.t(
        'This address belongs to another or earlier sign-in. Copy the sign-in link of this one, finish there, and paste what follows.',
      );
    case 'tooLong':
      return l10n.t('This is far longer than the address of a sign-in. Copy only what stands in the address bar.');
    case 'declined':
      return l10n.t(
        'The sign-in was declined on its page. Open the sign-in link again, allow Codex there, and paste the address that follows.',
      );
    case 'noCode':
      return l10n.t(
        'There is no code in it. Open the sign-in link again, finish there, and paste the address that follows.',
      );
    case 'otherIssuer':
      return l10n.t(
        'This address comes from another sign-in service than the one that was asked. Open the sign-in link again.',
      );
    default:
      return [
        serverAnswers[problem].happened(l10n.t('this computer')),
        serverAnswers[problem].next(l10n.t('this computer')),
      ].join(' ');
  }
}
