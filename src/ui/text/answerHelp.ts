import { l10n } from 'vscode';
import type { AnswerDetails } from '../../errors/messageIds/server.ts';
import { findAnswerKind } from '../../errors/serverAnswer.ts';
import type { Sentence, SentenceId } from '../../errors/sentence.ts';
import { answerFacts } from './facts/answerFacts.ts';
import { sayAnswer, serverAnswers, type Help, type Contact, type HelpPage } from './serverAnswers.ts';

/** The same for answers that have sentences of their own: device codes, and who is between us and the service. */
const otherHelp: Readonly<Partial<Record<SentenceId, Help>>> = {
  'deviceCode.notEnabled': deviceCodeHelp(),
  'deviceCode.refused': deviceCodeHelp(),
  'token.refusedHere': { contact: 'networkPeople', ask: askToLetThrough },
  'network.botCheck': { contact: 'networkPeople', ask: askToLetThrough },
  'network.blockPage': { contact: 'networkPeople', ask: askToLetThrough },
  'network.proxyRefused': { contact: 'networkPeople', ask: askToLetThrough },
  'network.unknownIssuer': { contact: 'networkPeople', ask: askForRoot },
  'network.intercepted': { contact: 'networkPeople', ask: askForRoot },
};

function deviceCodeHelp(): Help {
  return {
    contact: 'workspaceAdmin',
    page: 'workspacePermissions',
    ask: () =>
      [
        l10n.t('Please allow me to sign in to Codex with a device code in our ChatGPT workspace.'),
        answerFacts.deviceCodes.say(),
      ].join(' '),
  };
}

function askToLetThrough(): string {
  return l10n.t(
    'Please let auth.openai.com, chatgpt.com and api.openai.com through our network: something in it, or the address that it leaves by, keeps Codex from signing in.',
  );
}

function askForRoot(): string {
  return l10n.t(
    'Please send me the root certificate of our proxy or security program as a PEM file: it reads connections to auth.openai.com and chatgpt.com, and Codex does not know it.',
  );
}

/** What is known of who can put right what a sentence says. */
export function findHelp(sentence: Sentence): Help | undefined {
  const kind = findAnswerKind(sentence);
  return kind === undefined ? otherHelp[sentence.messageId] : serverAnswers[kind];
}

/** Names the page on a button: short, as VS Code cuts what is beside a message to copy. */
export function nameHelpPage(page: HelpPage): string {
  switch (page) {
    case 'chatGpt':
      return l10n.t('Open chatgpt.com');
    case 'workspaceSettings':
      return l10n.t('Workspace Settings');
    case 'workspacePermissions':
      return l10n.t('Permissions');
    case 'securitySettings':
      return l10n.t('Security Settings');
    case 'apiKeys':
      return l10n.t('API Keys');
    case 'apiLimits':
      return l10n.t('Limits of the API');
    case 'ipAllowlist':
      return l10n.t('IP Allowlist');
    case 'countries':
      return l10n.t('Countries Served');
    case 'phone':
      return l10n.t('About Phone Numbers');
    case 'status':
      return l10n.t('Status Page');
    case 'helpCenter':
      return l10n.t('Help Center');
  }
}

/** Names the message to them on a button; undefined where nobody is written to. */
export function nameMessage(contact: Contact): string | undefined {
  switch (contact) {
    case 'workspaceAdmin':
    case 'apiOwner':
      return l10n.t('Copy Message for Your Administrator');
    case 'networkPeople':
      return l10n.t('Copy Message for Your IT Department');
    case 'openAi':
      return l10n.t('Copy Message for OpenAI');
    case 'you':
      return undefined;
  }
}

/** What a message to another person is made of, beside what it asks for. */
export interface MessageContext {
  /** As a person reads it. */
  readonly happened: string;
  readonly details: Partial<AnswerDetails>;
  /** When it happened, where the answer itself does not say. */
  readonly atMs: number;
  /** The account, as far as it may be named to others. */
  readonly account: string | undefined;
  /** The page's address. */
  readonly address: string | undefined;
}

/**
 * A message to whoever can put it right, in whole sentences: what is asked for, where, and by what they find it. Nothing in
 * it is secret; of the account only what the caller gives.
 */
export function buildMessage({ ask }: Help, { happened, details, atMs, account, address }: MessageContext): string {
  const { at = '', requestId = '' } = details;
  const time = (at === '' ? new Date(atMs) : new Date(at)).toISOString().replace(/\.\d+Z$/u, 'Z');
  const said = sayAnswer({ code: shareableCode(details.code), status: details.status ?? '' });
  return [
    ...(ask === undefined ? [] : [ask()]),
    ...(address === undefined ? [] : [address]),
    '',
    l10n.t('What I see when I sign in to Codex in VS Code:'),
    happened,
    ...said,
    l10n.t('Time: {0}', time),
    ...(requestId === '' ? [] : [l10n.t('Request id: {0}', requestId)]),
    ...(account === undefined ? [] : [l10n.t('Account: {0}', account)]),
    '',
  ].join('\n');
}

/** A code that others see is made of words: what could be a key or a token is left out. */
function shareableCode(code = ''): string {
  return /^[a-z]{1,24}\d{0,4}(?:[_.-][a-z\d]{1,24})*$/u.test(code) && !/^(?:sk|at|eyj)[-_.]/u.test(code) ? code : '';
}
