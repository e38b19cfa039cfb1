import { env, l10n } from 'vscode';
import type { CallbackPage } from '../../accounts/signIn/ports.ts';
import type { ServerAnswerKind } from '../../errors/messageIds/server.ts';
import { nameHelpPage } from './answerHelp.ts';
import { helpPages } from './helpPages.ts';
import { serverAnswers } from './serverAnswers.ts';

/** What the pages say; how they look is decided where they are rendered. */
export interface CallbackWords {
  readonly pages: Readonly<
    Record<
      CallbackPage,
      {
        readonly title: string;
        readonly text: string;
        readonly tone: 'good' | 'bad';
        /** Where it is put right. */
        readonly link?: { readonly text: string; readonly address: string };
      }
    >
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
    ...buildAnswerPages(),
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

/**
 * The page for each answer of the service: what happened, and who can put it right. What was in the request is not on
 * it; the code that came, and a message for another person, are in VS Code.
 */
function buildAnswerPages(): Readonly<Record<ServerAnswerKind, CallbackWords['pages'][CallbackPage]>> {
  const build = (kind: ServerAnswerKind): CallbackWords['pages'][CallbackPage] => {
    const { title, happened, next, page, ask } = serverAnswers[kind];
    const inVsCode =
      kind === 'declined'
        ? l10n.t('You can close this tab.')
        : ask === undefined
          ? l10n.t('VS Code says how to go on.')
          : l10n.t('VS Code has a message for them that you can copy, and says how to go on.');
    const machine = l10n.t('this computer');
    return {
      title: title(),
      text: [...(kind === 'declined' ? [] : [happened(machine)]), next(machine), inVsCode].join(' '),
      tone: 'bad',
      ...(page === undefined ? {} : { link: { text: nameHelpPage(page), address: helpPages[page] } }),
    };
  };
  return {
    codexOff: build('codexOff'),
    workspaceRefused: build('workspaceRefused'),
    workspaceEnded: build('workspaceEnded'),
    noWorkspace: build('noWorkspace'),
    regionRefused: build('regionRefused'),
    phoneNeeded: build('phoneNeeded'),
    ssoNeeded: build('ssoNeeded'),
    mfaNeeded: build('mfaNeeded'),
    accountClosed: build('accountClosed'),
    tooManyRequests: build('tooManyRequests'),
    serviceDown: build('serviceDown'),
    outOfFunds: build('outOfFunds'),
    projectRefused: build('projectRefused'),
    addressRefused: build('addressRefused'),
    declined: build('declined'),
    clientRefused: build('clientRefused'),
    unknown: build('unknown'),
  };
}
