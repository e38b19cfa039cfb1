import { l10n } from 'vscode';
import type { DeviceCodeMessages } from '../../../errors/messageIds/deviceCode.ts';
import type { MessageTexts } from './messageTexts.ts';

export const deviceCodeWords: MessageTexts<DeviceCodeMessages> = {
  'deviceCode.notEnabled': () =>
    l10n.t(
      'Device codes are not enabled for this sign-in service or workspace. You switch them on in ChatGPT’s security settings; in a company workspace an admin does under Workspace permissions.',
    ),
  'deviceCode.noCode': ({ status }) =>
    l10n.t(
      'The sign-in service gave no device code (HTTP {0}). Try again in a minute, or sign in with the browser.',
      status,
    ),
  'deviceCode.refused': ({ status }) =>
    l10n.t(
      'The sign-in service refused the device code (HTTP {0}): it was declined, or device codes are switched off. You switch them on in ChatGPT’s security settings; in a company workspace an admin does under Workspace permissions.',
      status,
    ),
  'deviceCode.expired': () =>
    l10n.t('The device code has run out before it was used. Nothing has changed: ask for a new one.'),
};
