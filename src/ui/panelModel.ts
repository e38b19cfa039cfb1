import { l10n } from 'vscode';
import type { AccountState } from '../accounts/currentAccount.ts';
import type { AttemptState } from '../accounts/signInService.ts';
import type { PanelModel } from '../webview/messages.ts';
import { displayText } from '../util/displayText.ts';
import { viewKeptElsewhere, viewNeedsSignIn, viewSecretsLost, viewSignedIn } from './panelAccount.ts';
import { viewAttempt } from './panelAttempt.ts';
import { viewSignedOut } from './panelStart.ts';
import type { PanelOptions, PanelView } from './panelView.ts';

/** Everything the panel draws, in translated words. An open sign-in comes first; it ends by itself. */
export function buildPanelModel(state: AccountState, attempt: AttemptState, options: PanelOptions): PanelModel {
  const { links = [], ...view } =
    attempt.kind === 'idle' ? viewAccount(state, options) : viewAttempt(attempt, { state, nowMs: options.nowMs });
  return {
    ...view,
    sections: [...remoteNotice(options), ...view.sections],
    footer: {
      text: l10n.t('Codex Accounts is an independent extension, not made by OpenAI.'),
      links: [...links, { text: l10n.t('About signing in to Codex'), href: 'https://learn.chatgpt.com/docs/auth' }],
      action: { command: 'showLog', label: l10n.t('Show Log'), look: 'secondary' },
    },
  };
}

function viewAccount(state: AccountState, options: PanelOptions): PanelView {
  switch (state.kind) {
    case 'loading':
      return {
        emblem: 'person',
        title: l10n.t('Codex Accounts'),
        subtitle: '',
        status: { tone: 'busy', text: l10n.t('Reading your accounts…') },
        actions: [],
        sections: [],
      };
    case 'signedOut':
      return viewSignedOut(state, options);
    case 'signedIn':
      return viewSignedIn(state, options);
    case 'needsSignIn':
      return viewNeedsSignIn(state, options);
    case 'keptElsewhere':
      return viewKeptElsewhere(state, options);
    case 'secretsLost':
      return viewSecretsLost(state, options);
  }
}

/** Until the remote side has its own part, its Codex is out of reach, and that is said rather than found out. */
function remoteNotice({ host }: PanelOptions): PanelModel['sections'] {
  if (host.isWeb || host.remoteName === undefined) {
    return [];
  }
  return [
    {
      kind: 'notice',
      id: 'remote',
      tone: 'info',
      heading: l10n.t('Only this computer’s Codex is reached'),
      text: l10n.t('This window is connected to {0}. What you see and change here is the Codex on this computer, not the one there.', displayText(host.remoteName)),
      actions: [],
    },
  ];
}
