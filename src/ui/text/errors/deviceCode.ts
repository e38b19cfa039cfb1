import { l10n } from 'vscode';
import type { DeviceCodeMessages } from '../../../errors/messageIds/deviceCode.ts';
import type { MessageTexts } from './messageTexts.ts';

function sayRefusal(status: string, code: string): string {
  return code === ''
    ? l10n.t('The answer was HTTP {0}.', status)
    : l10n.t('The answer was {0} (HTTP {1}).', code, status);
}

export const deviceCodeWords: MessageTexts<DeviceCodeMessages> = {
  'deviceCode.notEnabled': ({ status, code }) =>
    [
      l10n.t(
        'Device codes are not enabled for this sign-in service or workspace. You switch them on in ChatGPT’s security settings; in a company workspace an admin does under Workspace permissions.',
      ),
      sayRefusal(status, code),
    ].join(' '),
  'deviceCode.noCode': ({ status }) =>
    l10n.t(
      'The sign-in service gave no device code (HTTP {0}). Try again in a minute, or sign in with the browser.',
      status,
    ),
  'deviceCode.refused': ({ status, code }) =>
    [
      l10n.t(
        'The sign-in service refused the device code: it was declined, or device codes are switched off. You switch them on in ChatGPT’s security settings; in a company workspace an admin does under Workspace permissions.',
      ),
      sayRefusal(status, code),
    ].join(' '),
  'deviceCode.expired': () =>
    l10n.t('The device code has run out before it was used. Nothing has changed: ask for a new one.'),
};
