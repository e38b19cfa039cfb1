import { l10n } from 'vscode';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import { orderMethods, type MethodReason, type SignInMethod } from '../../accounts/signIn/methods.ts';
import type { FoundInHome } from '../../accounts/home/ports.ts';
import { foreseeReach } from '../../window/callbackReach.ts';
import type { PanelCommand, PanelSection } from '../../webview/messages.ts';
import { formatSentence } from '../text/errorText.ts';
import { nameFound } from '../text/accountText.ts';
import type { PanelOptions, PanelView } from './panelView.ts';
import { explainUnknownAccount } from '../text/unknownAccountText.ts';
import { credentialFacts } from '../text/facts/credentialFacts.ts';
import { sayAll, type Fact } from '../text/facts/fact.ts';
import { cliFacts, methodFacts } from '../text/facts/methodFacts.ts';
import { chatGptUrl } from '../shell/links.ts';
import { listPanelSources } from './panelSourceLinks.ts';

type SignedOut = Extract<AccountState, { kind: 'signedOut' }>;
type MethodsSection = Extract<PanelSection, { kind: 'methods' }>;

/** No one is signed in with us: what each way to sign in gives, and what Codex here has already. */
export function viewSignedOut({ home }: SignedOut, options: PanelOptions): PanelView {
  const found =
    home.kind === 'foreign' ? [foundNotice(home.found, l10n.t('Codex on this computer is signed in'), options)] : [];
  return {
    emblem: 'empty',
    title: l10n.t('Sign in to Codex'),
    subtitle: l10n.t('Once, for the Codex CLI, its app and its editor extension on this computer.'),
    status: { tone: 'quiet', text: l10n.t('Signed out') },
    actions: [],
    sections: [...found, ...untold(home), methods(options)],
  };
}

/** The folder of our records is in the way of everything else; what Codex has is still shown. */
export function viewUnreadable(
  { home, sentence }: Extract<AccountState, { kind: 'unreadable' }>,
  options: PanelOptions,
): PanelView {
  const text = formatSentence(sentence);
  return {
    emblem: 'person',
    title: l10n.t('Codex Accounts'),
    subtitle: '',
    status: { tone: 'warning', text: l10n.t('Your accounts cannot be read') },
    actions: [],
    sections: [
      {
        kind: 'notice',
        id: 'unreadable',
        tone: 'warning',
        heading: l10n.t('Your accounts cannot be read'),
        text,
        actions: [],
      },
      ...(home.kind === 'foreign' ? [describeFound(home.found, options)] : []),
      ...untold(home),
    ],
  };
}

/** Nothing can be imported where nothing can be saved. */
function describeFound(found: FoundInHome, { hidePersonalInfo }: PanelOptions): PanelSection {
  const text = l10n.t('Found there: {0}.', nameFound(found, hidePersonalInfo));
  return {
    kind: 'notice',
    id: 'found',
    tone: 'info',
    heading: l10n.t('Codex on this computer is signed in'),
    text,
    actions: [],
  };
}

function untold(home: SignedOut['home']): readonly PanelSection[] {
  return home.kind === 'untold'
    ? [
        {
          kind: 'notice',
          id: 'untold',
          tone: 'info',
          heading: l10n.t('Codex on this computer'),
          text: explainUnknownAccount(home),
          actions: [],
        },
      ]
    : [];
}

/** A sign-in of a kind that we do not manage yet is shown, and left where it is. */
export function foundNotice(found: FoundInHome, heading: string, { hidePersonalInfo }: PanelOptions): PanelSection {
  const canImport = found.kind !== 'other' || found.provider !== undefined;
  return {
    kind: 'notice',
    id: 'found',
    tone: 'info',
    heading: found.provider === undefined ? heading : l10n.t('Codex on this computer has the key of a provider'),
    text: canImport
      ? l10n.t(
          'Found there: {0}. Import it to see and keep it here; nothing changes for Codex.',
          nameFound(found, hidePersonalInfo),
        )
      : l10n.t(
          'Found there: {0}. It cannot be managed here yet and is left as it is.',
          nameFound(found, hidePersonalInfo),
        ),
    actions: canImport ? [{ command: 'importFromCodex', label: l10n.t('Import from Codex'), look: 'primary' }] : [],
  };
}

function methods({ host }: PanelOptions): MethodsSection {
  const { chatGptAndKey, severalAccounts } = methodFacts;
  return {
    kind: 'methods',
    id: 'methods',
    heading: l10n.t('Choose how to sign in'),
    intro: chatGptAndKey.say(),
    sources: listPanelSources([chatGptAndKey]),
    advice: {
      text: severalAccounts.say(),
      sources: listPanelSources([severalAccounts]),
      link: { text: l10n.t('Open chatgpt.com'), href: chatGptUrl },
    },
    cards: orderMethods(foreseeReach(host)).map(({ method, reason, isBest }) => {
      const { title, text, facts, commandLine, commandNote } = describeMethod(method);
      return {
        title,
        text,
        detail: reasonWords(reason),
        sources: listPanelSources([...facts, commandNote]),
        commandLine,
        commandNote: commandNote.say(),
        ...(isBest ? { badge: l10n.t('Best here') } : {}),
        action: { command: commandOf[method], label: labelOf(method), look: isBest ? 'primary' : 'secondary' },
      };
    }),
    more: { command: 'showOtherHostWays', label: l10n.t('Ways to Sign In on Another Host…'), look: 'secondary' },
  };
}

const commandOf: Readonly<Record<SignInMethod, PanelCommand>> = {
  browser: 'signInWithBrowser',
  deviceCode: 'signInWithDeviceCode',
  pasteUrl: 'pasteCallbackUrl',
  apiKey: 'signInWithApiKey',
  accessToken: 'signInWithAccessToken',
};

function labelOf(method: SignInMethod): string {
  switch (method) {
    case 'browser':
      return l10n.t('Sign In with Browser');
    case 'deviceCode':
      return l10n.t('Sign In with Device Code');
    case 'pasteUrl':
      return l10n.t('Sign In by Pasting an Address');
    case 'apiKey':
      return l10n.t('Sign In with API Key');
    case 'accessToken':
      return l10n.t('Sign In with Access Token');
  }
}

interface MethodWords {
  readonly title: string;
  readonly text: string;
  /** None for a way that no document describes. */
  readonly facts: readonly Fact[];
  readonly commandLine: string;
  readonly commandNote: Fact;
}

function describeMethod(method: SignInMethod): MethodWords {
  const {
    browserIsFor,
    freeAndGo,
    deviceCodeIsFor,
    deviceCodeWorks,
    deviceCodeSwitch,
    apiKeyIsFor,
    apiKeyIsBilled,
    apiKeyLacks,
    accessTokenIsFor,
    accessTokenBrings,
  } = methodFacts;
  const { loginRevokes, keyLoginReplaces } = cliFacts;
  const asInTerminal = { commandLine: 'codex login', commandNote: loginRevokes };
  switch (method) {
    case 'browser':
      return { title: l10n.t('ChatGPT in the browser'), ...saying([browserIsFor, freeAndGo]), ...asInTerminal };
    case 'deviceCode':
      return {
        title: l10n.t('ChatGPT with a device code'),
        ...saying([deviceCodeIsFor, deviceCodeWorks, deviceCodeSwitch]),
        ...asInTerminal,
        commandLine: 'codex login --device-auth',
      };
    case 'pasteUrl': {
      const text = l10n.t('The same plans. Your browser ends on an error page; you paste that page’s address here.');
      return { title: l10n.t('ChatGPT with a pasted address'), text, facts: [], ...asInTerminal };
    }
    case 'apiKey':
      return {
        title: l10n.t('API key'),
        ...saying([apiKeyIsFor, apiKeyIsBilled, apiKeyLacks]),
        commandLine: 'printenv OPENAI_API_KEY | codex login --with-api-key',
        commandNote: keyLoginReplaces,
      };
    case 'accessToken':
      return {
        title: l10n.t('Access token'),
        ...saying([accessTokenIsFor, accessTokenBrings, credentialFacts.tokenIsOfWorkspace]),
        commandLine: 'printenv CODEX_ACCESS_TOKEN | codex login --with-access-token',
        commandNote: keyLoginReplaces,
      };
  }
}

function saying(facts: readonly Fact[]): Pick<MethodWords, 'text' | 'facts'> {
  return { text: sayAll(facts), facts };
}

function reasonWords(reason: MethodReason): string {
  switch (reason) {
    case 'browserReachesThisComputer':
      return l10n.t('Your browser comes back to this computer, to port 1455 or 1457.');
    case 'browserThroughForwarding':
      return l10n.t(
        'Your browser’s answer comes through a forwarded port, as long as that port is free on your computer.',
      );
    case 'browserMayBeElsewhere':
      return l10n.t('Works by itself only when your browser runs on the same machine as VS Code’s server.');
    case 'worksWithErrorPage':
      return l10n.t('Works where the browser cannot reach this host, and device codes are switched off.');
    case 'worksFromAnyDevice':
      return l10n.t('Works over SSH, in containers, and where no browser is.');
    case 'forAutomation':
      return l10n.t('Checked when you give it, without spending tokens.');
    case 'forWorkspaceAutomation':
      return l10n.t('Proved with one call when you give it; whoever holds it runs as you.');
  }
}
