import { l10n } from 'vscode';
import type { RuleMessages } from '../../../errors/messageIds/rule.ts';
import type { MessageTexts } from './messageTexts.ts';

export const ruleWords: MessageTexts<RuleMessages> = {
  'rule.keys.admin': ({ rule, path }) =>
    l10n.t(
      'Codex on this computer may not be signed in with an API key: {0} in {1} says so. Only the administrator of this computer can change that.',
      rule,
      path,
    ),
  'rule.keys.file': ({ rule, path }) =>
    l10n.t(
      'Codex may not be signed in with an API key: {0} in {1} says so. Whoever keeps that file can change it.',
      rule,
      path,
    ),
  'rule.chatgpt.admin': ({ rule, path }) =>
    l10n.t(
      'Codex on this computer may not be signed in with ChatGPT or an access token: {0} in {1} says so. Only the administrator of this computer can change that.',
      rule,
      path,
    ),
  'rule.chatgpt.file': ({ rule, path }) =>
    l10n.t(
      'Codex may not be signed in with ChatGPT or an access token: {0} in {1} says so. Whoever keeps that file can change it.',
      rule,
      path,
    ),
  'rule.workspace.admin': ({ rule, path, workspaces }) =>
    l10n.t(
      'What came back is of another workspace than {0} in {1} allows ({2}), so it was not saved. Sign in again and choose that one, or ask the administrator of this computer.',
      rule,
      path,
      workspaces,
    ),
  'rule.workspace.file': ({ rule, path, workspaces }) =>
    l10n.t(
      'What came back is of another workspace than {0} in {1} allows ({2}), so it was not saved. Sign in again and choose that one, or change the file.',
      rule,
      path,
      workspaces,
    ),
  'rule.noWayIn.admin': ({ rule, path }) =>
    l10n.t(
      'The sign-in rules of this computer leave no way to sign in, and Codex does not start: {0} in {1} is one of them. Only the administrator of this computer can change that.',
      rule,
      path,
    ),
  'rule.noWayIn.file': ({ rule, path }) =>
    l10n.t(
      'The sign-in rules leave no way to sign in, and Codex does not start: {0} in {1} is one of them. Change it there.',
      rule,
      path,
    ),
};
