import { l10n } from 'vscode';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import type { AttemptState } from '../../accounts/signIn/signInService.ts';
import type { PanelAction, PanelCountdown } from '../../webview/messages.ts';
import { displayText } from '../../base/displayText.ts';
import { methodFacts } from '../text/facts/methodFacts.ts';
import { chatGptUrl, permissionsUrl, securitySettingsUrl } from '../shell/links.ts';
import type { PanelView } from './panelView.ts';

type OpenAttempt = Exclude<AttemptState, { kind: 'idle' }>;

interface AttemptScene {
  readonly state: AccountState;
  readonly nowMs: number;
}

/** A sign-in that is open: what the person has to do, how long it stays open, and the ways out. */
export function viewAttempt(attempt: OpenAttempt, scene: AttemptScene): PanelView {
  switch (attempt.kind) {
    case 'starting':
      return frame(scene, { status: l10n.t('Preparing the sign-in…'), sections: [], actions: [cancel()] });
    case 'browser':
      return viewBrowser(attempt.waiting, scene);
    case 'deviceCode':
      return viewDeviceCode(attempt.waiting, scene);
    case 'finishing':
      return frame(scene, { status: l10n.t('Saving the sign-in…'), sections: [], actions: [] });
  }
}

function viewBrowser(
  { deadlineMs, isPasteOffered }: Extract<AttemptState, { kind: 'browser' }>['waiting'],
  scene: AttemptScene,
): PanelView {
  const paste: readonly PanelAction[] = isPasteOffered
    ? [{ command: 'pasteCallbackUrl', label: l10n.t('Paste Its Address…'), look: 'secondary' }]
    : [];
  return frame(scene, {
    status: l10n.t('Waiting for your browser'),
    sections: [
      {
        kind: 'browser',
        id: 'browser',
        heading: l10n.t('Finish in your browser'),
        text: l10n.t(
          'A page has opened there: sign in, choose the workspace, and allow Codex. You will see it here as soon as it is saved.',
        ),
        hint: isPasteOffered
          ? l10n.t(
              'The browser shows an error page? Paste its address here: it is all that is needed. No page at all? Copy the link and open it in a browser.',
            )
          : l10n.t('No page, or the wrong browser profile? Copy the link and open it in a browser on this computer.'),
        countdown: countdownTo(deadlineMs, scene.nowMs, l10n.t('The sign-in stays open for {0}', timePlace)),
        actions: [
          { command: 'copySignInLink', label: l10n.t('Copy Sign-In Link'), look: 'primary' },
          ...paste,
          cancel(),
        ],
      },
    ],
    actions: [],
  });
}

function viewDeviceCode(
  waiting: Extract<AttemptState, { kind: 'deviceCode' }>['waiting'],
  scene: AttemptScene,
): PanelView {
  return frame(scene, {
    status: l10n.t('Waiting for the code to be typed'),
    sections: [
      {
        kind: 'deviceCode',
        id: 'deviceCode',
        heading: l10n.t('Type this code in any browser'),
        addressLabel: l10n.t('On any device, open'),
        address: displayText(waiting.verificationUrl, 300),
        codeLabel: l10n.t('and type the code'),
        code: displayText(waiting.userCode),
        countdown: countdownTo(waiting.expiresAtMs, scene.nowMs, l10n.t('The code works for {0}', timePlace)),
        warning: l10n.t(
          'Device codes are a common phishing target. Never share this code. Type it only if you started this sign-in yourself.',
        ),
        links: [
          { text: methodFacts.severalAccounts.say(), href: chatGptUrl },
          { text: l10n.t('Switch device codes on: your security settings'), href: securitySettingsUrl },
          { text: l10n.t('For a workspace: its permissions'), href: permissionsUrl },
        ],
        actions: [
          { command: 'copyCodeAndOpen', label: l10n.t('Copy Code and Open'), look: 'primary' },
          { command: 'copyUserCode', label: l10n.t('Copy Code'), look: 'secondary' },
          cancel(),
        ],
      },
    ],
    actions: [],
  });
}

function frame(
  { state }: AttemptScene,
  {
    status,
    sections,
    actions,
  }: { readonly status: string; readonly sections: PanelView['sections']; readonly actions: PanelAction[] },
): PanelView {
  return {
    emblem: 'empty',
    title: l10n.t('Signing in to Codex'),
    subtitle:
      state.kind === 'signedIn'
        ? l10n.t('{0} stays in use until the new sign-in is saved.', displayText(state.account.label))
        : l10n.t('Nothing changes until the sign-in is saved.'),
    status: { tone: 'busy', text: status },
    actions,
    sections,
  };
}

function cancel(): PanelAction {
  return { command: 'cancelSignIn', label: l10n.t('Cancel Sign-In'), look: 'secondary' };
}

/** The page puts the minutes and seconds here. */
const timePlace = '{time}';

function countdownTo(endMs: number, nowMs: number, template: string): PanelCountdown {
  const leftSeconds = Math.max(Math.ceil((endMs - nowMs) / 1000), 0);
  const steps = [
    { leftSeconds: 600, text: l10n.t('10 minutes left') },
    { leftSeconds: 300, text: l10n.t('5 minutes left') },
    { leftSeconds: 120, text: l10n.t('2 minutes left') },
    { leftSeconds: 60, text: l10n.t('1 minute left') },
    { leftSeconds: 20, text: l10n.t('20 seconds left') },
  ];
  return {
    leftSeconds,
    template,
    over: l10n.t('The time is over'),
    announcements: steps.filter((step) => step.leftSeconds < leftSeconds),
  };
}
