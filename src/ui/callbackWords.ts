import { env, l10n } from 'vscode';
import type { CallbackPage } from '../accounts/ports.ts';
import { renderCallbackPage, type PageWords } from '../platform/callbackPages.ts';

/** Every page that a browser can be shown during a sign-in, finished. */
export function buildCallbackPages(): Readonly<Record<CallbackPage, string>> {
  const footer = l10n.t('Codex Accounts for VS Code. Not made by OpenAI.');
  const page = (words: PageWords): string => renderCallbackPage(words, footer, env.language);
  return {
    success: page({
      title: l10n.t('You are signed in'),
      text: l10n.t('The sign-in is stored on your computer. You can close this tab and go back to VS Code.'),
      tone: 'good',
    }),
    failed: page({
      title: l10n.t('The sign-in did not work'),
      text: l10n.t('Nothing has changed. VS Code says why, and how to go on.'),
      tone: 'bad',
    }),
    declined: page({ title: l10n.t('You declined the sign-in'), text: l10n.t('Nothing has changed. You can close this tab.'), tone: 'bad' }),
    codexOff: page({
      title: l10n.t('Codex is switched off in this workspace'),
      text: l10n.t('Ask its admin to give you access to Codex, or sign in again and choose another workspace.'),
      tone: 'bad',
    }),
    notSaved: page({
      title: l10n.t('The sign-in could not be stored'),
      text: l10n.t('You are not signed in. VS Code says what is in the way.'),
      tone: 'bad',
    }),
    stateMismatch: page({
      title: l10n.t('This page belongs to another sign-in'),
      text: l10n.t('Go back to VS Code and use the newest sign-in page. The open sign-in is not affected.'),
      tone: 'bad',
    }),
    notFound: page({ title: l10n.t('There is nothing here'), text: l10n.t('VS Code is waiting for a sign-in at this address. Finish it in the other tab.'), tone: 'bad' }),
    refused: page({ title: l10n.t('This request was refused'), text: l10n.t('The open sign-in is not affected.'), tone: 'bad' }),
  };
}
