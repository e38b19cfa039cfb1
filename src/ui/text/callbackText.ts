import { env, l10n } from 'vscode';
import type { CallbackPage } from '../../accounts/signIn/ports.ts';

/** What the pages say; how they look is decided where they are rendered. */
export interface CallbackWords {
  readonly pages: Readonly<
    Record<CallbackPage, { readonly title: string; readonly text: string; readonly tone: 'good' | 'bad' }>
  >;
  readonly footer: string;
  /** Of the words, as BCP 47. */
  readonly language: string;
}

/** The words of every page that a browser can be shown during a sign-in. */
export function buildCallbackWords(): CallbackWords {
  return {
    pages: buildPages(),
    footer: l10n.t('Codex Accounts for VS Code. Not made by OpenAI.'),
    language: env.language,
  };
}

function buildPages(): CallbackWords['pages'] {
  return {
    success: {
      title: l10n.t('You are signed in'),
      text: l10n.t('The sign-in is stored on your computer. You can close this tab and go back to VS Code.'),
      tone: 'good',
    },
    confirm: {
      title: l10n.t('One more step in VS Code'),
      text: l10n.t(
        'VS Code shows which account came back and asks whether it is the right one. You can close this tab.',
      ),
      tone: 'good',
    },
    failed: {
      title: l10n.t('The sign-in did not work'),
      text: l10n.t('Nothing has changed. VS Code says why, and how to go on.'),
      tone: 'bad',
    },
    declined: {
      title: l10n.t('You declined the sign-in'),
      text: l10n.t('Nothing has changed. You can close this tab.'),
      tone: 'bad',
    },
    codexOff: {
      title: l10n.t('Codex is switched off in this workspace'),
      text: l10n.t('Ask its admin to give you access to Codex, or sign in again and choose another workspace.'),
      tone: 'bad',
    },
    notSaved: {
      title: l10n.t('The sign-in could not be stored'),
      text: l10n.t('You are not signed in. VS Code says what is in the way.'),
      tone: 'bad',
    },
    stateMismatch: {
      title: l10n.t('This page belongs to another sign-in'),
      text: l10n.t('Go back to VS Code and use the newest sign-in page. The open sign-in is not affected.'),
      tone: 'bad',
    },
    notFound: {
      title: l10n.t('There is nothing here'),
      text: l10n.t('VS Code is waiting for a sign-in at this address. Finish it in the other tab.'),
      tone: 'bad',
    },
    refused: {
      title: l10n.t('This request was refused'),
      text: l10n.t('The open sign-in is not affected.'),
      tone: 'bad',
    },
  };
}
