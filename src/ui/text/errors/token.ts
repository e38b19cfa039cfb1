import { l10n } from 'vscode';
import type { TokenMessages } from '../../../errors/messageIds/token.ts';
import type { MessageTexts } from './messageTexts.ts';

export const tokenWords: MessageTexts<TokenMessages> = {
  'token.notForUs': () =>
    l10n.t(
      'The answer came from another sign-in service than the one that was asked. Nothing was saved. Sign in again, and check the issuer setting.',
    ),
  'token.refused': ({ status, code }) =>
    code === ''
      ? l10n.t(
          'The sign-in service refused the code (HTTP {0}). Codes work once and only for a few minutes: sign in again.',
          status,
        )
      : l10n.t(
          'The sign-in service refused the code (HTTP {0}, {1}). Codes work once and only for a few minutes: sign in again.',
          status,
          code,
        ),
  'token.refusedHere': ({ status }, machine) =>
    l10n.t(
      'The sign-in service refused a request that came from {1} (HTTP {0}). That usually means a country or network it does not serve, or a proxy in between: check the VPN and proxy of {1}, then sign in again.',
      status,
      machine,
    ),
  'token.notAnAnswer': ({ status }, machine) =>
    l10n.t(
      'Something between {1} and the sign-in service answered in its place (HTTP {0}, not JSON): a proxy or a network sign-in page. Open any website on {1} to check, then try again.',
      status,
      machine,
    ),
};
