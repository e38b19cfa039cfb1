import { l10n } from 'vscode';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import { isRefused } from '../../accounts/use/healthVerdict.ts';
import type { HomeOccupant } from '../../accounts/home/homeOccupantReader.ts';
import { listUnlocks, type UnlockRow, type UnlockState } from '../../billing/unlocks.ts';
import { findPlan } from '../../protocol/api/plan.ts';
import { isProvider, type Account, type AccountKind } from '../../storage/account.ts';
import { displayText } from '../../base/displayText.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { PanelAction, PanelLink, PanelModel, PanelSection } from '../../webview/messages.ts';
import { explainEnd, explainKeptElsewhere, productWord } from '../text/errors/endText.ts';
import { apiKeysUrl, apiPricingUrl, accessTokensHelpUrl, providersHelpUrl, signInsUrl } from '../shell/links.ts';
import { formatSentence } from '../text/errorText.ts';
import { healthNotices } from './panelNotices.ts';
import type { PanelOptions, PanelView } from './panelView.ts';
import {
  hasPlan,
  healthWord,
  isWorkspacePlan,
  kindWord,
  personWord,
  planWord,
  nameFound,
} from '../text/accountText.ts';
import { foundNotice } from './panelStart.ts';
import { explainUnknownAccount } from '../text/unknownAccountText.ts';
import { hostFacts } from '../text/facts/hostFacts.ts';
import { cliFacts, methodFacts } from '../text/facts/methodFacts.ts';
import { unlockFacts } from '../text/facts/unlockFacts.ts';
import { listPanelSources } from './panelSourceLinks.ts';
import { nameUnlockState, titleUnlock } from '../text/unlockText.ts';
import { timeOfDay } from '../text/dates.ts';

/** The account's state of one kind. */
export type StateOf<K extends AccountState['kind']> = Extract<AccountState, { kind: K }>;
type FactRows = Extract<PanelSection, { kind: 'facts' }>['rows'];
type UnlockStatements = Extract<PanelSection, { kind: 'unlocks' }>['rows'][number]['statements'];

const longestPath = 300;

/**
 * The account in use: who it is, what it unlocks, where it rests. In one file with its other states, because all of
 * them are made of the same parts.
 */
export function viewSignedIn({ account, home, health }: StateOf<'signedIn'>, options: PanelOptions): PanelView {
  const isOffline = health?.kind === 'offline';
  const trouble = healthWord(health);
  const checked = health?.kind === 'good' ? timeOfDay(health.checkedAtMs) : undefined;
  const signedIn = checked === undefined ? l10n.t('Signed in') : l10n.t('Signed in, checked at {0}', checked);
  return {
    ...hero(account),
    status:
      trouble === undefined
        ? { tone: 'good', text: signedIn }
        : { tone: isOffline && !isRefused(health) ? 'offline' : 'warning', text: trouble },
    actions: [
      {
        command: 'refreshAccount',
        label: account.credential.kind === 'chatgpt' ? l10n.t('Check My Plan Again') : l10n.t('Check Again'),
        look: 'secondary',
      },
      { command: 'signIn', label: l10n.t('Sign In to Another Account'), look: 'secondary' },
      signOutAction(),
    ],
    sections: [
      ...healthNotices(account, health),
      ...(home.kind === 'foreign'
        ? [foundNotice(home.found, l10n.t('Codex on this computer uses another sign-in'), options)]
        : []),
      accountFacts(account, options.hidePersonalInfo),
      ...usageSection(options),
      unlocks(account),
      keeping(
        options,
        describeOccupant(account, home, options),
        account.credential.kind === 'chatgpt' ? [byHandRow()] : [],
      ),
    ],
    links: linksFor(account.credential.kind),
  };
}

/** The server has ended the sign-in: name and settings stay, one click brings it back. */
export function viewNeedsSignIn({ account, reason }: StateOf<'needsSignIn'>, options: PanelOptions): PanelView {
  return {
    ...hero(account),
    status: { tone: 'warning', text: l10n.t('Needs a new sign-in') },
    actions: [signInAgain(), signOutAction()],
    sections: [
      endNotice(l10n.t('The server no longer accepts this sign-in'), explainEnd(reason)),
      accountFacts(account, options.hidePersonalInfo),
      keeping(options, undefined),
    ],
    links: linksFor(account.credential.kind),
  };
}

/** The account goes on in another product: a sign-in in place gives it one of its own here. */
export function viewKeptElsewhere({ account, product }: StateOf<'keptElsewhere'>, options: PanelOptions): PanelView {
  const name = productWord(product);
  return {
    ...hero(account),
    status: { tone: 'warning', text: l10n.t('Kept by {0}', name) },
    actions: [signInAgain(), signOutAction()],
    sections: [
      endNotice(l10n.t('Kept by {0}: sign in here', name), explainKeptElsewhere(product)),
      accountFacts(account, options.hidePersonalInfo),
      keeping(options, undefined),
    ],
    links: linksFor(account.credential.kind),
  };
}

/** Known here, but VS Code has lost its secrets: another thing than "never signed in". */
export function viewSecretsLost({ accountKind }: StateOf<'secretsLost'>, options: PanelOptions): PanelView {
  return {
    emblem: 'warning',
    title: l10n.t('Your sign-in was lost'),
    subtitle: kindWord(accountKind),
    status: { tone: 'warning', text: l10n.t('Needs a new sign-in') },
    actions: [
      { command: 'signIn', label: l10n.t('Sign In Again'), look: 'primary' },
      { command: 'importFromCodex', label: l10n.t('Import from Codex'), look: 'secondary' },
    ],
    sections: [
      {
        kind: 'notice',
        id: 'lost',
        tone: 'warning',
        heading: l10n.t('The secret storage no longer has this account'),
        text: l10n.t(
          'The account is known on this computer, but VS Code’s secret storage has lost its sign-in or cannot read it, for example because the system’s keyring was reset. If Codex here is still signed in, import it from there; otherwise sign in again.',
        ),
        actions: [],
      },
      keeping(options, undefined),
    ],
  };
}

function hero({ label, credential, identity }: Account): Pick<PanelModel, 'emblem' | 'title' | 'subtitle'> {
  const emblems = {
    chatgpt: 'person',
    apiKey: 'key',
    accessToken: 'token',
    azure: 'key',
    bedrock: 'key',
    local: 'key',
    custom: 'key',
  } as const;
  const kind = kindWord(credential.kind);
  return {
    emblem: emblems[credential.kind],
    title: nameAccount({ label, credential }),
    subtitle: hasPlan(credential.kind)
      ? `${kind} · ${planWord(identity)}`
      : isProvider(credential)
        ? kind
        : `${kind} · ${l10n.t('billed per token')}`,
  };
}

/** Its label; its kind where that shows nothing. */
export function nameAccount({ label, credential }: Pick<Account, 'label' | 'credential'>): string {
  const shown = displayText(label);
  return shown === '' ? kindWord(credential.kind) : shown;
}

function signInAgain(): PanelAction {
  return { command: 'signInAgain', label: l10n.t('Sign In Again'), look: 'primary' };
}

function endNotice(heading: string, text: string): PanelSection {
  const again = { command: 'refreshAccount', label: l10n.t('Check Again'), look: 'secondary' } as const;
  return { kind: 'notice', id: 'refused', tone: 'warning', heading, text, actions: [again] };
}

export function signOutAction(): PanelAction {
  return { command: 'signOut', label: l10n.t('Sign Out…'), look: 'secondary' };
}

function accountFacts({ credential, identity }: Account, hidePersonalInfo: boolean): PanelSection {
  const rows: FactRows = [];
  const person = personWord(identity, hidePersonalInfo);
  if (person !== undefined) {
    rows.push({ term: l10n.t('E-mail'), value: person, look: 'text' });
  }
  if (hasPlan(credential.kind)) {
    const workspace = workspaceWord(identity);
    if (workspace !== undefined) {
      rows.push({ term: l10n.t('Workspace'), value: workspace, look: 'text' });
    }
    rows.push({ term: l10n.t('Plan'), value: planWord(identity), look: 'text' });
  }
  rows.push({ term: l10n.t('Signed in with'), value: kindWord(credential.kind), look: 'text' });
  rows.push({ term: l10n.t('Who pays'), value: payerWord(credential.kind, isWorkspacePlan(identity)), look: 'text' });
  return { kind: 'facts', id: 'account', heading: l10n.t('Account'), rows };
}

/** Nothing is said of an account whose plan we do not know: it could be either. */
function workspaceWord(identity: Account['identity']): string | undefined {
  const name = displayText(identity.workspaceName ?? '');
  if (name !== '') {
    return name;
  }
  const plan = findPlan(identity.plan);
  return plan === undefined ? undefined : plan.isWorkspace ? l10n.t('Name not known yet') : l10n.t('Personal');
}

export function payerWord(kind: AccountKind, isWorkspace: boolean): string {
  switch (kind) {
    case 'chatgpt':
      return isWorkspace ? l10n.t('The workspace’s ChatGPT plan') : l10n.t('Your ChatGPT plan');
    case 'apiKey':
      return methodFacts.apiKeyPayer.say();
    case 'accessToken':
      return l10n.t('The workspace that the token belongs to');
    case 'azure':
      return l10n.t('Your Azure subscription');
    case 'bedrock':
      return l10n.t('Your AWS account');
    case 'local':
      return l10n.t('Nobody: it runs on your own hardware');
    case 'custom':
      return l10n.t('Whoever has the account at that provider');
  }
}

/** What it has used; nothing while that was not looked at. */
export function usageSection({ usage }: PanelOptions): readonly PanelSection[] {
  return usage === undefined ? [] : [usage];
}

export function unlocks(account: Account): PanelSection {
  return {
    kind: 'unlocks',
    id: 'unlocks',
    heading: l10n.t('What this account unlocks'),
    intro: l10n.t('By its kind and plan, as the documentation says.'),
    rows: listUnlocks(account, isWorkspacePlan(account.identity)).map(({ row, state }) => ({
      title: titleUnlock(row),
      state,
      word: nameUnlockState(state),
      statements: stateUnlock(row, state),
    })),
  };
}

/** Each statement with the documents it rests on. */
function stateUnlock(row: UnlockRow, state: UnlockState): UnlockStatements {
  const facts = unlockFacts[row][state];
  return facts === undefined
    ? [
        {
          sentence: l10n.t('The documentation does not say it for this kind of account, so neither do we.'),
          sources: [],
        },
      ]
    : facts.map((fact) => ({
        sentence: fact.say(),
        sources: listPanelSources([fact]),
      }));
}

/** What people do in a terminal to change who is signed in, and what that does. */
function byHandRow(): FactRows[number] {
  const { logoutRevokes } = cliFacts;
  return {
    term: l10n.t('In a terminal alone'),
    value: 'codex logout && codex login',
    look: 'path',
    detail: logoutRevokes.say(),
    sources: listPanelSources([logoutRevokes]),
  };
}

export function keeping({ places }: PanelOptions, occupant: string | undefined, byHand: FactRows = []): PanelSection {
  return {
    kind: 'facts',
    id: 'keeping',
    heading: l10n.t('Where the sign-in is kept'),
    rows: [
      { term: l10n.t('Your accounts'), value: displayText(places.vault, longestPath), look: 'text' },
      {
        term: l10n.t('Codex on this computer'),
        value: displayText(places.home, longestPath),
        look: places.homePlace.kind === 'file' ? 'path' : 'text',
        ...(occupant === undefined ? {} : { detail: occupant }),
      },
      ...byHand,
    ],
    note: noteOn(places),
  };
}

function noteOn({ homePlace }: PanelOptions['places']): string {
  switch (homePlace.kind) {
    case 'keyring':
      return homePlace.reach === 'direct'
        ? l10n.t('Every program of yours can read an unlocked keyring: lock your screen when you leave.')
        : l10n.t('The keychain is opened only when you click. Who is signed in there is what the codex program says.');
    case 'encrypted':
      return l10n.t(
        'That store takes no sign-in from other programs. Who is signed in there is what the codex program says.',
      );
    case 'file':
    case 'nowhere':
    case 'invalid':
      return hostFacts.copyIsPassword.say();
  }
}

/** Who Codex on this host is signed in as. */
function describeOccupant(account: Account, home: HomeOccupant, { hidePersonalInfo, places }: PanelOptions): string {
  switch (home.kind) {
    case 'none':
      return l10n.t('Nobody is signed in there.');
    case 'foreign':
      return l10n.t('In use there: {0}, which is not kept here.', nameFound(home.found, hidePersonalInfo));
    case 'ours':
      return home.account.id === account.id
        ? l10n.t('In use there: this account.')
        : l10n.t('In use there: {0}.', displayText(home.account.label));
    case 'untold':
      return explainUnknownAccount(home);
    case 'unreadable':
      return home.state.kind === 'problem'
        ? formatSentence(buildSentence(`home.${home.state.problem}`, { path: places.home }))
        : l10n.t('What stands there is not a sign-in that Codex or this extension can read. It was left as it is.');
  }
}

export function linksFor(kind: AccountKind): readonly PanelLink[] {
  switch (kind) {
    case 'chatgpt':
      return [
        { text: l10n.t('Your usage'), href: 'https://chatgpt.com/codex/settings/usage' },
        { text: l10n.t('Where you are signed in'), href: signInsUrl },
      ];
    case 'apiKey':
      return [
        { text: l10n.t('Your API keys'), href: apiKeysUrl },
        { text: l10n.t('API pricing'), href: apiPricingUrl },
      ];
    case 'accessToken':
      return [{ text: l10n.t('About access tokens'), href: accessTokensHelpUrl }];
    case 'azure':
    case 'bedrock':
    case 'local':
    case 'custom':
      return [{ text: l10n.t('About model providers'), href: providersHelpUrl }];
  }
}
