import { l10n } from 'vscode';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import type { AttemptState } from '../../accounts/signIn/signInService.ts';
import { isProvider } from '../../storage/account.ts';
import type { PanelAction, PanelModel } from '../../webview/messages.ts';
import { comesBeforeHome, describeVariables, listVariableFacts } from '../text/variableText.ts';
import type { HostView } from '../text/hostView.ts';
import { explainProvider, nameProvider } from '../text/providerText.ts';
import { renewAndRestartWord } from '../text/hostText.ts';
import { viewKeptElsewhere, viewNeedsSignIn, viewSecretsLost, viewSignedIn } from './panelAccount.ts';
import { viewAttempt } from './panelAttempt.ts';
import { listPanelSources } from './panelSourceLinks.ts';
import { viewProvider } from './panelProvider.ts';
import { viewSignedOut, viewUnreadable } from './panelStart.ts';
import type { PanelOptions, PanelView } from './panelView.ts';

/** Everything the panel draws, in translated words. An open sign-in comes first; it ends by itself. */
export function buildPanelModel(state: AccountState, attempt: AttemptState, options: PanelOptions): PanelModel {
  const { links = [], ...view } =
    attempt.kind === 'idle' ? viewAccount(state, options) : viewAttempt(attempt, { state, nowMs: options.nowMs });
  return {
    ...view,
    sections: [
      ...remoteNotice(options),
      ...wslNotice(options),
      ...(options.rule === undefined ? [] : [options.rule]),
      ...runningNotice(options),
      ...providerNotice(state),
      ...variablesNotice(options),
      ...view.sections,
      ...payerFacts(options),
    ],
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
    case 'unreadable':
      return viewUnreadable(state, options);
    case 'signedIn': {
      const { credential } = state.account;
      return isProvider(credential)
        ? viewProvider({ ...state.account, credential }, state, options)
        : viewSignedIn(state, options);
    }
    case 'needsSignIn':
      return viewNeedsSignIn(state, options);
    case 'keptElsewhere':
      return viewKeptElsewhere(state, options);
    case 'secretsLost':
      return viewSecretsLost(state, options);
  }
}

/** The Codex of the other host comes first: in such a window it is the one that is worked with. */
function remoteNotice({ remote }: PanelOptions): PanelModel['sections'] {
  if (remote === undefined) {
    return [];
  }
  const change: PanelAction = { command: 'signInHost', label: l10n.t('Change…'), look: 'secondary' };
  const list: PanelAction = { command: 'showHosts', label: l10n.t('All Hosts…'), look: 'secondary' };
  return [
    {
      kind: 'notice',
      id: 'remote',
      tone: remote.tone,
      heading: l10n.t('Codex on {0}: {1}', remote.name, remote.short),
      text: l10n.t('{0} What stands below is about this computer.', remote.sentence),
      actions: [...offerAction(remote), change, list],
    },
  ];
}

/** Codex in WSL has a Home of its own, which a local window of Windows does not reach. */
function wslNotice({ host }: PanelOptions): PanelModel['sections'] {
  return host.kind === 'local' && host.isCodexInWsl
    ? [
        {
          kind: 'notice',
          id: 'wsl',
          tone: 'info',
          heading: l10n.t('Your Codex runs in WSL'),
          text: l10n.t(
            'The Codex extension is set to run Codex there (chatgpt.runCodexInWindowsSubsystemForLinux), with a home of its own. What stands below is about the Codex home of Windows: open a WSL window to give the other one an account.',
          ),
          actions: [],
        },
      ]
    : [];
}

/** What runs and uses another account than the one that is shown below. */
function runningNotice({ running }: PanelOptions): PanelModel['sections'] {
  return running.length === 0
    ? []
    : [
        {
          kind: 'notice',
          id: 'running',
          tone: 'warning',
          heading: l10n.t('A running Codex uses another account'),
          text: running.join(' '),
          actions: [{ command: 'restartCodex', label: l10n.t('Bring It Along'), look: 'primary' }],
        },
      ];
}

/** A configuration of another program has Codex use other models than this account's. */
function providerNotice(state: AccountState): PanelModel['sections'] {
  const provider = state.kind === 'signedIn' || state.kind === 'signedOut' ? state.provider : undefined;
  return provider === undefined
    ? []
    : [
        {
          kind: 'notice',
          id: 'provider',
          tone: 'info',
          heading: l10n.t('Codex uses {0}', nameProvider(provider)),
          text: explainProvider(provider),
          actions: [],
        },
      ];
}

/** Who pays for each Codex that is started from this window: not always whoever the account in use is. */
function payerFacts({ payer }: PanelOptions): PanelModel['sections'] {
  return payer === undefined
    ? []
    : [
        {
          kind: 'facts',
          id: 'payers',
          heading: l10n.t('Who Pays'),
          rows: payer.rows.map(({ places, payer: word, reason }) => ({
            term: places,
            value: word,
            look: 'text' as const,
            detail: reason,
          })),
        },
        {
          kind: 'notice',
          id: 'payerShell',
          tone: 'info',
          heading: l10n.t('Variables from Your Shell'),
          text: payer.shell,
          actions: [{ command: 'lookAtLoginShell', label: l10n.t('Look at Your Shell'), look: 'secondary' }],
        },
      ];
}

/** Whom Codex is signed in as is not the Home's to say alone where such a variable is set. */
function variablesNotice({ variables }: PanelOptions): PanelModel['sections'] {
  return variables.length === 0
    ? []
    : [
        {
          kind: 'notice',
          id: 'variables',
          tone: comesBeforeHome(variables) ? 'warning' : 'info',
          heading: l10n.t('Sign-in variables are set here'),
          text: l10n.t('What is started from this VS Code gets them. {0}', describeVariables(variables)),
          sources: listPanelSources(listVariableFacts(variables)),
          actions: [],
        },
      ];
}

function offerAction({ offer }: HostView): readonly PanelAction[] {
  switch (offer) {
    case 'install':
      return [{ command: 'installOnHost', label: l10n.t('Install Codex Accounts Host There'), look: 'primary' }];
    case 'useAccount':
      return [{ command: 'useAccountOnHost', label: l10n.t('Use the Account from This Computer'), look: 'primary' }];
    case 'renew':
      return [{ command: 'renewOnHost', label: l10n.t('Renew Now'), look: 'primary' }];
    case 'bringAlong':
      return [{ command: 'bringAlongOnHost', label: l10n.t('Bring It Along'), look: 'primary' }];
    case 'restart':
      return [{ command: 'renewOnHost', label: renewAndRestartWord(), look: 'primary' }];
    case undefined:
      return [];
  }
}
