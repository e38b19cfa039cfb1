import { QuickPickItemKind, l10n, type QuickPickItem } from 'vscode';
import type { AttemptState } from '../../accounts/signIn/signInService.ts';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import type { RuledSignIn } from '../../accounts/use/signInRules.ts';
import type { SignInVariable } from '../../home/signInVariables.ts';
import type { HomePlace } from '../../home/store/decidedCredential.ts';
import type { Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import { displayText, iconSafeSentence, iconSafeText } from '../../base/displayText.ts';
import type { Secret } from '../../base/secret.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import { describeAccount, describeInRow, healthWord } from '../text/accountText.ts';
import type { HostView } from '../text/hostView.ts';
import { formatSentence } from '../text/errorText.ts';
import { explainEnd, explainKeptElsewhere, productWord } from '../text/errors/endText.ts';
import { sayKeeper } from '../text/ruleText.ts';
import { buildVariablesRow } from '../text/variableText.ts';
import { buildHostRows } from './hostRows.ts';

/** What a row does: a command of ours, or what only the menu offers. */
export type MenuAction =
  | CommandName
  | 'installOnHost'
  | 'useAccountOnHost'
  | 'renewOnHost'
  | 'bringAlongOnHost'
  | 'cancelSignIn'
  | 'signInWithCodexCli'
  | 'moveCodexToFile'
  | { readonly openAgain: Secret }
  | { readonly copyCode: string; readonly open: string }
  | { readonly signInAgain: Account }
  | { readonly addWorkspaceOf: Account }
  | { readonly switchTo: AccountId };

export interface MenuRow extends QuickPickItem {
  readonly action?: MenuAction;
}

/** While a sign-in is open the menu is about that alone. */
export function listAttemptRows(attempt: AttemptState): readonly MenuRow[] {
  const cancel: MenuRow = { label: l10n.t('$(close) Cancel Sign-In'), action: 'cancelSignIn' };
  switch (attempt.kind) {
    case 'browser':
      return [
        {
          label: l10n.t('$(copy) Copy Sign-In Link'),
          detail: l10n.t('For another browser or profile on this computer.'),
          action: 'copySignInLink',
        },
        { label: l10n.t('$(globe) Open the Browser Again'), action: { openAgain: attempt.waiting.link } },
        {
          label: l10n.t('$(link) Paste the Address of the Error Page…'),
          detail: l10n.t(
            'When the browser cannot reach this host: its last page fails, but its address is all that is needed.',
          ),
          action: 'pasteCallbackUrl',
        },
        { label: l10n.t('$(device-mobile) Use a Device Code Instead'), action: 'signInWithDeviceCode' },
        cancel,
      ];
    case 'deviceCode': {
      const { userCode, verificationUrl } = attempt.waiting;
      return [
        {
          label: l10n.t('$(copy) Copy Code and Open'),
          description: userCode,
          detail: verificationUrl,
          action: { copyCode: userCode, open: verificationUrl },
        },
        { label: l10n.t('$(eye) Show the Code Again'), action: 'signInWithDeviceCode' },
        cancel,
      ];
    }
    case 'idle':
    case 'starting':
    case 'finishing':
      return [cancel];
  }
}

export interface MenuFacts {
  readonly accounts: readonly Account[];
  /** The account that was used before this one. */
  readonly previousId: AccountId | undefined;
  /** The account that this folder expects. */
  readonly expectedId: AccountId | undefined;
  /** What is said about the other host of this window. */
  readonly remote: HostView | undefined;
  readonly homePlace: HomePlace;
  /** What a sign-in rule does to the account in use. */
  readonly ruled?: RuledSignIn | undefined;
  /** Of this environment, which may say who is signed in. */
  readonly variables: readonly SignInVariable[];
  readonly hidePersonalInfo: boolean;
}

/** Who is in use, and everything one can do about it. */
export function listMenuRows(state: AccountState, facts: MenuFacts): readonly MenuRow[] {
  const signIn: MenuRow =
    state.kind === 'signedIn'
      ? {
          label: l10n.t('$(add) Add Another Account…'),
          detail: l10n.t('The account you have stays signed in.'),
          action: 'signIn',
        }
      : {
          label: l10n.t('$(sign-in) Sign In…'),
          detail: l10n.t('With ChatGPT, a device code, an API key or an access token.'),
          action: 'signIn',
        };
  const [first, last] = state.kind === 'signedIn' ? [[], [signIn]] : [[signIn], []];
  return [
    ...buildHostRows(facts.remote),
    ...buildRuleRow(facts.ruled),
    ...buildAgainRow(state),
    ...buildReturnRow(state),
    ...first,
    ...buildSwitchRows(state, facts),
    ...buildTakeOverRow(state),
    ...buildWayRows(facts.homePlace),
    // The panel has the whole of it.
    ...buildVariablesRow(facts.variables).map((row): MenuRow => ({ ...row, action: 'showAccount' })),
    {
      label: l10n.t('$(account) Show Account'),
      detail: l10n.t('Plan, what it unlocks, where the sign-in is kept.'),
      action: 'showAccount',
    },
    ...('account' in state ? buildOwnRows(state.account) : []),
    ...last,
    { kind: QuickPickItemKind.Separator, label: '' },
    { label: l10n.t('$(output) Show Log'), action: 'showLog' },
  ];
}

function buildRuleRow(ruled: RuledSignIn | undefined): readonly MenuRow[] {
  if (ruled === undefined) {
    return [];
  }
  const source = ruled.verdict.kind === 'broken' ? ruled.verdict.source : ruled.verdict.rule.source;
  const label =
    ruled.verdict.kind === 'refused'
      ? l10n.t('$(law) A Sign-In Rule Is Against This Account')
      : l10n.t('$(law) Codex Does Not Start');
  return [{ label, detail: iconSafeSentence(sayKeeper(source)), action: 'showSignInRules' }];
}

function buildAgainRow(state: AccountState): readonly MenuRow[] {
  if (state.kind !== 'needsSignIn' && state.kind !== 'keptElsewhere') {
    return [];
  }
  return [
    {
      label: l10n.t('$(sign-in) Sign In Again as {0}', iconSafeText(state.account.label)),
      detail:
        state.kind === 'keptElsewhere'
          ? l10n.t(
              'Kept by {0}, which goes on as it is: this gives it a sign-in of its own here.',
              iconSafeText(productWord(state.product)),
            )
          : l10n.t('In place: its name, color and settings stay.'),
      action: { signInAgain: state.account },
    },
  ];
}

/** The account is here and Codex is signed out, as after a rebuild: one click puts it back. */
function buildReturnRow(state: AccountState): readonly MenuRow[] {
  return state.kind === 'signedIn' && state.home.kind === 'none'
    ? [
        {
          label: l10n.t('$(debug-continue) Use {0} in Codex', iconSafeText(state.account.label)),
          detail: l10n.t('The Codex CLI on this computer is signed out: this gives it the account.'),
          action: { switchTo: state.account.id },
        },
      ]
    : [];
}

const mostSwitchRows = 5;

/** The accounts to switch to come first, the one used before this on top: two keystrokes from the status bar. */
function buildSwitchRows(
  state: AccountState,
  { accounts, previousId, expectedId, hidePersonalInfo }: MenuFacts,
): readonly MenuRow[] {
  const inUse = state.kind === 'signedIn' ? state.account.id : undefined;
  const rank = (id: AccountId): number => (id === expectedId ? 0 : id === previousId ? 1 : 2);
  return accounts
    .filter(({ id }) => id !== inUse)
    .sort((left, right) => rank(left.id) - rank(right.id) || left.label.localeCompare(right.label))
    .slice(0, mostSwitchRows)
    .map((account) => ({
      label: l10n.t('$(arrow-swap) Switch to {0}', iconSafeText(account.label)),
      description: describeInRow(account, hidePersonalInfo),
      action: { switchTo: account.id },
    }));
}

function buildTakeOverRow(state: AccountState): readonly MenuRow[] {
  return 'home' in state && state.home.kind === 'foreign'
    ? [
        {
          label: l10n.t('$(cloud-download) Take Over the Codex CLI’s Sign-In'),
          detail: l10n.t('The CLI on this computer is signed in; it stays so.'),
          action: 'importFromCodex',
        },
      ]
    : [];
}

/** Where Codex takes no account from here, the ways on are in the menu too. */
function buildWayRows({ kind }: HomePlace): readonly MenuRow[] {
  return kind === 'encrypted'
    ? [
        {
          label: l10n.t('$(key) Sign In with the Codex CLI'),
          detail: l10n.t('Codex keeps its sign-in in a store that takes none from other programs.'),
          action: 'signInWithCodexCli',
        },
        {
          label: l10n.t('$(file) Move Codex to the File Store'),
          detail: l10n.t('Then every account here can be given to Codex. It can be undone.'),
          action: 'moveCodexToFile',
        },
      ]
    : [];
}

function buildOwnRows(account: Account): readonly MenuRow[] {
  const addWorkspace: readonly MenuRow[] =
    account.credential.kind === 'chatgpt'
      ? [
          {
            label: l10n.t('$(organization) Add Another Workspace…'),
            detail: l10n.t('One that this person may enter too, with a sign-in of its own.'),
            action: { addWorkspaceOf: account },
          },
        ]
      : [];
  return [
    {
      label: l10n.t('$(list-unordered) All Accounts…'),
      detail: l10n.t('Switch, rename, color, sign in again, forget.'),
      action: 'switchAccount',
    },
    ...addWorkspace,
    { label: l10n.t('$(refresh) Check My Plan Again'), action: 'refreshAccount' },
    {
      label: l10n.t('$(cloud-upload) Copy Account to a Host…'),
      detail: l10n.t('Over SSH, into a container or a folder, where no window is connected.'),
      action: 'copySignInToHost',
    },
    { label: l10n.t('$(sign-out) Sign Out…'), action: 'signOut' },
  ];
}

/** Above the rows: who is in use, and how the account is. */
export function describeMenu(state: AccountState, hidePersonalInfo: boolean): string {
  switch (state.kind) {
    case 'loading':
    case 'signedOut':
      return l10n.t('Not signed in.');
    case 'unreadable':
      return formatSentence(state.sentence);
    case 'secretsLost':
      return l10n.t(
        'The sign-in of an account was lost by the secret storage, or cannot be read there. Sign in again to bring it back.',
      );
    case 'needsSignIn':
      return `${displayText(state.account.label)}. ${explainEnd(state.reason)}`;
    case 'keptElsewhere':
      return `${displayText(state.account.label)}. ${explainKeptElsewhere(state.product)}`;
    case 'signedIn': {
      const who = describeAccount(state.account, hidePersonalInfo);
      return [displayText(state.account.label), who, healthWord(state.health)]
        .filter((part) => part !== undefined)
        .join(' · ');
    }
  }
}
