import { l10n } from 'vscode';
import type { CredentialMessages } from '../../../errors/messageIds/credential.ts';
import type { MessageTexts } from './messageTexts.ts';

export const credentialWords: MessageTexts<CredentialMessages> = {
  'apiKey.empty': () => l10n.t('There is no key in it. An API key begins with “sk-”.'),
  'apiKey.severalLines': () => l10n.t('This has several lines. Give the key alone, on one line; it begins with “sk-”.'),
  'apiKey.accessToken': () => l10n.t('This is a Codex access token, not an API key. Use “Sign In with Access Token”.'),
  'apiKey.jwt': () =>
    l10n.t(
      'This is a ChatGPT or agent token, not an API key. API keys begin with “sk-” and come from platform.openai.com/api-keys.',
    ),
  'apiKey.notAKey': () =>
    l10n.t(
      'This is not an API key: those begin with “sk-”, have no spaces, and come from platform.openai.com/api-keys.',
    ),
  'apiKey.invalid': () =>
    l10n.t(
      'The API says this key is invalid: it has expired, was deleted, or is one of the wrong project. Make a new one at platform.openai.com/api-keys, then sign in with that.',
    ),
  'apiKey.mayNotWriteResponses': () =>
    l10n.t(
      'This key works but may not write Responses, which Codex needs. On platform.openai.com/api-keys set the key’s permission “Responses” to “Write”.',
    ),
  'apiKey.unchecked': () => l10n.t('The key could not be checked: the API cannot be reached from here right now.'),
  'accessToken.empty': () =>
    l10n.t('There is no token in it. Codex access tokens begin with “at-”, or are an agent identity with three parts.'),
  'accessToken.platformKey': () =>
    l10n.t('This is a Platform API key, not a Codex access token. Use “Sign In with API Key”.'),
  'accessToken.chatgptToken': () =>
    l10n.t(
      'This is a ChatGPT session token, which Codex does not accept as an access token and which ends within days. Create a Codex access token in your workspace, or sign in with ChatGPT.',
    ),
  'accessToken.agentToken': () =>
    l10n.t('This is a Workspace Agent token, not a Codex access token. Create a Codex access token in your workspace.'),
  'accessToken.expired': () =>
    l10n.t('This access token has expired. Create a new one in your workspace, then revoke this one there.'),
  'accessToken.unknown': () =>
    l10n.t(
      'This is not a Codex access token. They begin with “at-”, or are an agent identity with three parts; check that all of it was copied.',
    ),
  'accessToken.refused': ({ status }) =>
    status === ''
      ? l10n.t('The access token is not signed by OpenAI: it was changed or cut while copying. Nothing was saved.')
      : l10n.t(
          'The server refused this access token (HTTP {0}): it was revoked, has expired, or its workspace does not allow it. Nothing was saved.',
          status,
        ),
  'accessToken.unchecked': () =>
    l10n.t(
      'The access token could not be checked, and an unchecked one is not saved. Check the connection, then try again.',
    ),
};
