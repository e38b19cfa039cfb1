import { l10n } from 'vscode';
import type { BrowserMessages } from '../../../errors/messageIds/browser.ts';
import type { MessageTexts } from './messageTexts.ts';

export const browserWords: MessageTexts<BrowserMessages> = {
  'browser.portsTaken': ({ holders }) =>
    l10n.t(
      'The two ports that a browser sign-in needs are not free on this computer: {0}. End what uses them, or sign in with a device code.',
      holders,
    ),
  'browser.portsReserved': ({ ports }) =>
    l10n.t(
      'The system of this computer keeps the two ports that a browser sign-in needs ({0}) from every program, as Windows does with ranges of ports. Sign in with a device code.',
      ports,
    ),
  'browser.notReachable': ({ port }) =>
    l10n.t(
      'Another program stands between the browser and port {0} of this computer. Sign in with a device code instead.',
      port,
    ),
  'browser.noCode': () =>
    l10n.t('The browser came back without a code. Nothing has changed: try again, or use a device code.'),
  'browser.otherIssuer': () =>
    l10n.t(
      'The browser came back from another sign-in service than the one that was asked. Nothing has changed: try again.',
    ),
  'browser.tooLate': () =>
    l10n.t(
      'Nobody finished the sign-in in the browser within 10 minutes. Nothing has changed: sign in again when you are ready.',
    ),
  'browser.takenOver': () => l10n.t('Another window took the sign-in over. Finish it there.'),
  'browser.otherWorkspace': () =>
    l10n.t(
      'Another account or workspace came back than the one that was asked for; it was not saved. Try again and choose the right one on the sign-in page, or switch to it at chatgpt.com first.',
    ),
  'workspaces.notListed': () =>
    l10n.t('The server did not say which workspaces there are. Check the connection and try again.'),
};
