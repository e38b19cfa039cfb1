import { QuickPickItemKind, env, l10n, window, type QuickPickItem } from 'vscode';
import type { AccountState } from '../../accounts/use/currentAccount.ts';
import { findSignInVariables } from '../../home/signInVariables.ts';
import type { AttemptState } from '../../accounts/signIn/signInService.ts';
import type { Account } from '../../storage/account.ts';
import { displayText, iconSafeText } from '../../util/displayText.ts';
import { describeAccount, describeInRow, healthWord } from '../text/accountWords.ts';
import { buildVariablesRow } from '../text/variableWords.ts';
import { signInAgain } from '../accounts/accountEdits.ts';
import { switchAccount, switchTo } from '../accounts/accountPicker.ts';
import { copySignInToHost } from '../copy/copySignInToHost.ts';
import { copySignInLink, pasteCallbackUrl } from '../signIn/browserProgress.ts';
import { signInWithDeviceCode } from '../signIn/deviceCodeProgress.ts';
import { explainEnd, explainKeptElsewhere, productWord } from '../text/messages/endWords.ts';
import { moveCodexToFile, signInWithCodexCli } from '../home/homeGate.ts';
import { buildHostRows } from './hostRows.ts';
import { importFromCodex } from '../signIn/importFromCodex.ts';
import { refreshAccount } from '../accounts/checkAgain.ts';
import type { Services } from '../shell/services.ts';
import { sayInWords } from '../text/messages.ts';
import { settings } from '../shell/settings.ts';
import { chooseMethod } from '../signIn/signInPicker.ts';
import { signOut } from '../accounts/signOutMenu.ts';
import { vscodeBrowser } from '../shell/vscodeBrowser.ts';
import { addWorkspace } from '../signIn/workspacePicker.ts';

interface MenuRow extends QuickPickItem {
  readonly run?: () => Promise<void>;
}

/** What a click on the status bar opens: who is in use, and everything one can do about it. */
export async function showAccountMenu(services: Services): Promise<void> {
  const { state: attempt } = services.attempt;
  const state = await services.current.update();
  const rows = attempt.kind === 'idle' ? await buildRows(state, services) : buildAttemptRows(attempt, services);
  const picked = await window.showQuickPick(rows, {
    title: l10n.t('Codex Accounts'),
    placeHolder: attempt.kind === 'idle' ? describe(state) : l10n.t('Signing in…'),
    matchOnDetail: true,
  });
  await picked?.run?.();
}

function buildAttemptRows(attempt: AttemptState, services: Services): readonly MenuRow[] {
  const cancel: MenuRow = {
    label: l10n.t('$(close) Cancel Sign-In'),
    run: async () => {
      (await services.loadSignIn()).cancel();
    },
  };
  switch (attempt.kind) {
    case 'browser':
      return [
        {
          label: l10n.t('$(copy) Copy Sign-In Link'),
          detail: l10n.t('For another browser or profile on this computer.'),
          run: () => copySignInLink(services),
        },
        {
          label: l10n.t('$(globe) Open the Browser Again'),
          run: async () => {
            await vscodeBrowser.open(attempt.waiting.link.reveal());
          },
        },
        {
          label: l10n.t('$(link) Paste the Address of the Error Page…'),
          detail: l10n.t(
            'When the browser cannot reach this host: its last page fails, but its address is all that is needed.',
          ),
          run: () => pasteCallbackUrl(services),
        },
        { label: l10n.t('$(device-mobile) Use a Device Code Instead'), run: () => signInWithDeviceCode(services) },
        cancel,
      ];
    case 'deviceCode': {
      const { userCode, verificationUrl } = attempt.waiting;
      return [
        {
          label: l10n.t('$(copy) Copy Code and Open'),
          description: userCode,
          detail: verificationUrl,
          run: async () => {
            await env.clipboard.writeText(userCode);
            await vscodeBrowser.open(verificationUrl);
          },
        },
        { label: l10n.t('$(eye) Show the Code Again'), run: () => signInWithDeviceCode(services) },
        cancel,
      ];
    }
    case 'idle':
    case 'starting':
    case 'finishing':
      return [cancel];
  }
}

/** The accounts to switch to stand first, the one used before this on top: two keystrokes from the status bar. */
async function buildSwitchRows(state: AccountState, services: Services): Promise<readonly MenuRow[]> {
  const inUse = state.kind === 'signedIn' ? state.account.id : undefined;
  const previous = await (await services.loadSwitch()).findPrevious();
  const expected = services.folder.find()?.accountId;
  const rank = (id: string): number => (id === expected ? 0 : id === previous ? 1 : 2);
  const others = (await services.directory.list()).flatMap((row) =>
    row.kind === 'ready' && row.account.id !== inUse ? [row.account] : [],
  );
  return others
    .sort((left, right) => rank(left.id) - rank(right.id) || left.label.localeCompare(right.label))
    .slice(0, mostSwitchRows)
    .map((account) => ({
      label: l10n.t('$(arrow-swap) Switch to {0}', iconSafeText(account.label)),
      description: describeInRow(account, settings.hidePersonalInfo()),
      run: () => switchTo(account.id, services),
    }));
}

const mostSwitchRows = 5;

async function buildRows(state: AccountState, services: Services): Promise<readonly MenuRow[]> {
  const switchRows = await buildSwitchRows(state, services);
  const again: readonly MenuRow[] =
    state.kind === 'needsSignIn' || state.kind === 'keptElsewhere'
      ? [
          {
            label: l10n.t('$(sign-in) Sign In Again as {0}', iconSafeText(state.account.label)),
            detail:
              state.kind === 'keptElsewhere'
                ? l10n.t(
                    'Kept by {0}, which goes on as it is: this gives it a sign-in of its own here.',
                    iconSafeText(productWord(state.product)),
                  )
                : l10n.t('In place: its name, color and settings stay.'),
            run: () => signInAgain(state.account, services),
          },
        ]
      : [];
  const signIn: MenuRow = {
    label: state.kind === 'signedIn' ? l10n.t('$(add) Add Another Account…') : l10n.t('$(sign-in) Sign In…'),
    detail:
      state.kind === 'signedIn'
        ? l10n.t('The account you have stays signed in.')
        : l10n.t('With ChatGPT, a device code, an API key or an access token.'),
    run: () => chooseMethod(services),
  };
  const takeOver: readonly MenuRow[] =
    'home' in state && state.home.kind === 'foreign'
      ? [
          {
            label: l10n.t('$(cloud-download) Take Over the Codex CLI’s Sign-In'),
            detail: l10n.t('The CLI on this computer is signed in; it stays so.'),
            run: () => importFromCodex(services),
          },
        ]
      : [];
  const own: readonly MenuRow[] =
    'account' in state
      ? [
          {
            label: l10n.t('$(list-unordered) All Accounts…'),
            detail: l10n.t('Switch, rename, color, sign in again, forget.'),
            run: () => switchAccount(services),
          },
          ...buildWorkspaceRow(state.account, services),
          { label: l10n.t('$(refresh) Check My Plan Again'), run: () => refreshAccount(services) },
          {
            label: l10n.t('$(cloud-upload) Copy Account to a Host…'),
            detail: l10n.t('Over SSH, into a container or a folder, where no window is connected.'),
            run: () => copySignInToHost(services),
          },
          { label: l10n.t('$(sign-out) Sign Out…'), run: () => signOut(services) },
        ]
      : [];
  const [first, last] = state.kind === 'signedIn' ? [[], [signIn]] : [[signIn], []];
  return [
    ...buildHostRows(services),
    ...again,
    ...buildReturnRow(state, services),
    ...first,
    ...switchRows,
    ...takeOver,
    ...buildWayRows(services),
    ...buildVariableRows(services),
    {
      label: l10n.t('$(account) Show Account'),
      detail: l10n.t('Plan, what it unlocks, where the sign-in is kept.'),
      run: () => services.showPanel(),
    },
    ...own,
    ...last,
    { kind: QuickPickItemKind.Separator, label: '' },
    {
      label: l10n.t('$(output) Show Log'),
      run: () => {
        services.log.show();
        return Promise.resolve();
      },
    },
  ];
}

/** The account is here and Codex is signed out, as after a rebuild: one click puts it back. */
function buildReturnRow(state: AccountState, services: Services): readonly MenuRow[] {
  return state.kind === 'signedIn' && state.home.kind === 'nobody'
    ? [
        {
          label: l10n.t('$(debug-continue) Use {0} in Codex', iconSafeText(state.account.label)),
          detail: l10n.t('The Codex CLI on this computer is signed out: this gives it the account.'),
          run: () => switchTo(state.account.id, services),
        },
      ]
    : [];
}

function buildWorkspaceRow(account: Account, services: Services): readonly MenuRow[] {
  return account.credential.kind === 'chatgpt'
    ? [
        {
          label: l10n.t('$(organization) Add Another Workspace…'),
          detail: l10n.t('One that this person may enter too, with a sign-in of its own.'),
          run: () => addWorkspace(account, services),
        },
      ]
    : [];
}

/** Variables of this environment may say who is signed in; the panel has the whole of it. */
function buildVariableRows({ showPanel }: Services): readonly MenuRow[] {
  return buildVariablesRow(findSignInVariables(process.env)).map((row) => ({ ...row, run: showPanel }));
}

/** Where Codex takes no account from here, the ways on stand in the menu too. */
function buildWayRows(services: Services): readonly MenuRow[] {
  if (services.places.homePlace.kind !== 'encrypted') {
    return [];
  }
  return [
    {
      label: l10n.t('$(key) Sign In with the Codex CLI'),
      detail: l10n.t('Codex keeps its sign-in in a store that takes none from other programs.'),
      run: () => signInWithCodexCli(services),
    },
    {
      label: l10n.t('$(file) Move Codex to the File Store'),
      detail: l10n.t('Then every account here can be given to Codex. It can be undone.'),
      run: () => moveCodexToFile(services),
    },
  ];
}

function describe(state: AccountState): string {
  switch (state.kind) {
    case 'loading':
    case 'signedOut':
      return l10n.t('Not signed in.');
    case 'unreadable':
      return sayInWords(state.sentence);
    case 'secretsLost':
      return l10n.t(
        'The sign-in of an account was lost by the secret storage, or cannot be read there. Sign in again to bring it back.',
      );
    case 'needsSignIn':
      return `${displayText(state.account.label)}. ${explainEnd(state.reason)}`;
    case 'keptElsewhere':
      return `${displayText(state.account.label)}. ${explainKeptElsewhere(state.product)}`;
    case 'signedIn': {
      const who = describeAccount(state.account, settings.hidePersonalInfo());
      return [displayText(state.account.label), who, healthWord(state.health)]
        .filter((part) => part !== undefined)
        .join(' · ');
    }
  }
}
