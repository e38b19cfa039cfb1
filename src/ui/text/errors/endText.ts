import { l10n } from 'vscode';
import type { AccountState } from '../../../accounts/use/currentAccount.ts';
import { displayText } from '../../../base/displayText.ts';

type EndReason = Extract<AccountState, { kind: 'needsSignIn' }>['reason'];

/** Why an account needs a new sign-in, and that one click brings it back as it was. */
export function explainEnd(reason: EndReason): string {
  switch (reason) {
    case 'refused':
      return l10n.t('The server no longer accepts this account. Sign in again; its name and settings stay.');
    case 'revoked':
      return l10n.t(
        'This sign-in was ended on the server: somebody signed it out, changed the password, or an admin ended it. Sign in again; its name and settings stay.',
      );
    case 'workspaceClosed':
      return l10n.t(
        'This sign-in no longer opens the workspace of this account: you left it, or an admin changed it. Sign in again and choose the workspace there.',
      );
    case 'usedByAnotherCopy':
      return l10n.t(
        'Another copy of this sign-in, on another computer or in a tool that copied auth.json, used it first, so the server ended it. Sign in again here, and give that other place a sign-in of its own.',
      );
    case 'answerLost':
      return l10n.t(
        'The connection broke while this sign-in was being renewed, and its new token was lost with the answer. Sign in again; its name and settings stay.',
      );
    case 'notRenewable':
      return l10n.t(
        'This sign-in came without the token that renews it, so it ends with its access token. Sign in again; its name and settings stay.',
      );
  }
}

/** Nothing is lost: the account goes on there, and one sign-in gives it a sign-in of its own here. */
export function explainKeptElsewhere(product: string): string {
  const name = displayText(product);
  return name === ''
    ? l10n.t(
        'This account is kept by another program on this computer, which renewed it last. Sign in here: that program goes on as it is, and the account’s name and settings stay.',
      )
    : l10n.t(
        'This account is kept by {0} on this computer, which renewed it last. Sign in here: {0} goes on as it is, and the account’s name and settings stay.',
        name,
      );
}

/** Its name, where that is by itself. */
export function productWord(product: string): string {
  const shown = displayText(product);
  return shown === '' ? l10n.t('another program') : shown;
}
