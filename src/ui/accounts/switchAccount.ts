import { ThemeIcon, l10n, type QuickInputButton, type QuickPickItem } from 'vscode';
import { ruledKindOf, toHomeKey } from '../../accounts/directory/accountIdentity.ts';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { ListedAccount } from '../../accounts/directory/listedAccount.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { SwitchOutcome, SwitchService } from '../../accounts/use/switchService.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import { AuthError } from '../../errors/authError.ts';
import { iconSafeText, linkSafeText } from '../../base/displayText.ts';
import {
  chooseColour,
  forgetAccount,
  renameAccount,
  signInAgain,
  useInThisEditorOnly,
  type AccountEditsFlow,
  type SignInAgainFlow,
} from './accountEdits.ts';
import { colourOf } from '../text/accountColours.ts';
import { describeInRow, kindIcon, kindWord } from '../text/accountText.ts';
import { warnAboutAgentHost, type AgentHostWarningFlow } from '../running/agentHostWarning.ts';
import { ensureHomeWritable, type HomeAccessFlow } from '../home/ensureHomeWritable.ts';
import { explain, formatSentence } from '../text/errorText.ts';
import { sayRuled } from '../text/ruleText.ts';
import type { Log } from '../shell/log.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import { settings } from '../shell/settings.ts';
import { chooseMethod, type SignInFlow } from '../signIn/signInPicker.ts';
import { followInBackground, type FollowFlow } from '../running/followInBackground.ts';

/** For an account that is known: it is given to Codex, or signed in again. */
export type SwitchToFlow = HomeAccessFlow &
  SignInAgainFlow &
  FollowFlow &
  AgentHostWarningFlow & {
    readonly prompts: Pick<Prompts, 'tell' | 'offer' | 'flash' | 'confirm'>;
    readonly run: (name: CommandName) => Promise<void>;
    readonly log: Pick<Log, 'info'>;
    readonly current: Pick<CurrentAccount, 'update'>;
    readonly directory: Pick<AccountDirectory, 'find'>;
    readonly loadSwitch: () => Promise<Pick<SwitchService, 'switchTo'>>;
  };

export type AccountPickerFlow = AccountEditsFlow & {
  readonly prompts: Pick<Prompts, 'pickRowOrButton'>;
  readonly current: Pick<CurrentAccount, 'state' | 'update'>;
  readonly directory: Pick<AccountDirectory, 'list'>;
};

export type SwitchFlow = {
  readonly loadSwitch: () => Promise<Pick<SwitchService, 'findPrevious'>>;
} & AccountPickerFlow &
  SwitchToFlow &
  SignInFlow;

interface AccountRow extends QuickPickItem {
  readonly listed?: ListedAccount;
}

interface RowButton extends QuickInputButton {
  readonly edit: (account: Account, flow: AccountEditsFlow) => Promise<void>;
}

/** Every account of this editor, the one in use marked; choosing one gives it to Codex on this host. */
export async function switchAccount(flow: SwitchFlow): Promise<void> {
  const picked = await pickAccount(flow, l10n.t('Which account should Codex on this computer use?'));
  if (picked === 'add') {
    await chooseMethod(flow);
  } else if (picked?.kind === 'ready') {
    await switchTo(picked.account.id, flow);
  } else if (picked !== undefined) {
    await chooseMethod(flow);
  }
}

/** Back to the account that was used before this one; where there was none, the person chooses. */
export async function switchToPrevious(flow: SwitchFlow): Promise<void> {
  const previous = await (await flow.loadSwitch()).findPrevious();
  await (previous === undefined ? switchAccount(flow) : switchTo(previous, flow));
}

/** @returns what became of it; undefined where it was not begun */
export async function switchTo(id: AccountId, flow: SwitchToFlow): Promise<SwitchOutcome | undefined> {
  if (!(await mayBreakRule(id, flow)) || !(await isHomeReady(id, flow))) {
    return undefined;
  }
  const outcome = await switchOrSignInAgain(id, flow);
  flow.log.info('switch', outcome.kind);
  await flow.current.update();
  if (outcome.kind === 'left') {
    return outcome;
  }
  const label = linkSafeText(outcome.account.label);
  if (outcome.kind === 'already') {
    flow.prompts.flash(l10n.t('Codex already uses {0}.', label));
    return outcome;
  }
  if (outcome.placement.kind === 'failed') {
    await flow.prompts.tell(
      'warning',
      l10n.t('{0} could not be given to Codex. {1}', label, formatSentence(outcome.placement.sentence)),
    );
    return outcome;
  }
  flow.prompts.flash(l10n.t('Codex on this computer uses {0} now.', label));
  followInBackground(flow);
  await warnAboutAgentHost(outcome.account, flow);
  return outcome;
}

/** A provider without a key there leaves the credential of the Home alone, wherever that is kept. */
async function isHomeReady(id: AccountId, flow: SwitchToFlow): Promise<boolean> {
  const entry = await flow.directory.find(id);
  const { credential } = entry.kind === 'account' ? entry.account : {};
  const isBeside = credential !== undefined && isProvider(credential) && toHomeKey(credential) === undefined;
  return isBeside || ensureHomeWritable(flow);
}

/** What Codex will do with an account that a rule is against is said before Codex gets it. */
async function mayBreakRule(id: AccountId, { directory, loadRules, prompts, run }: SwitchToFlow): Promise<boolean> {
  const entry = await directory.find(id);
  const ruled =
    entry.kind === 'account'
      ? await (await loadRules()).judge(ruledKindOf(entry.account), entry.account.identity)
      : undefined;
  if (ruled === undefined || entry.kind !== 'account') {
    return true;
  }
  const proceed = l10n.t('Switch Anyway');
  const show = l10n.t('Show Rules of Codex');
  const question = {
    detail: sayRuled(entry.account.label, ruled),
    buttons: [proceed, show],
  };
  const choice = await prompts.confirm('warning', l10n.t('A sign-in rule of Codex is in the way.'), question);
  if (choice === show) {
    await run('showSignInRules');
  }
  return choice === proceed;
}

/** An account that needs a new sign-in gets it in place, for one click: the switch goes on with what came back. */
async function switchOrSignInAgain(id: AccountId, flow: SwitchToFlow): Promise<SwitchOutcome> {
  try {
    return await (await flow.loadSwitch()).switchTo(id);
  } catch (failure) {
    const entry = await flow.directory.find(id);
    if (!(failure instanceof AuthError) || failure.reason !== 'needsSignIn' || entry.kind !== 'account') {
      throw failure;
    }
    const again = l10n.t('Sign In Again');
    if ((await flow.prompts.offer('warning', explain(failure), again)) === again) {
      await signInAgain(entry.account, flow);
    }
    return { kind: 'left' };
  }
}

/** Lets the person choose one of the accounts, or change one by its buttons. */
export async function pickAccount(
  flow: AccountPickerFlow,
  placeHolder: string,
): Promise<ListedAccount | 'add' | undefined> {
  for (;;) {
    const picked = await flow.prompts.pickRowOrButton(buildRows(flow), {
      title: l10n.t('Codex Accounts'),
      placeHolder,
      matchOnDescription: true,
    });
    if (picked?.button === undefined) {
      return picked === undefined ? undefined : (picked.row.listed ?? 'add');
    }
    const { row, button } = picked;
    const chosen = rowButtons().find(({ tooltip }) => tooltip === button.tooltip);
    if (row.listed?.kind === 'ready') {
      await chosen?.edit(row.listed.account, flow);
    }
    await flow.current.update();
  }
}

async function buildRows({ directory, current }: AccountPickerFlow): Promise<readonly AccountRow[]> {
  const inUse = current.state.kind === 'signedIn' ? current.state.account.id : undefined;
  const listed = [...(await directory.list())].sort((left, right) => labelOf(left).localeCompare(labelOf(right)));
  return [
    ...listed.map((row) => describeRow(row, inUse)),
    { label: l10n.t('$(add) Add Another Account…'), detail: l10n.t('The accounts you have stay signed in.') },
  ];
}

function describeRow(listed: ListedAccount, inUse: AccountId | undefined): AccountRow {
  if (listed.kind !== 'ready') {
    const detail =
      listed.kind === 'newerRelease'
        ? l10n.t('Written by a newer release of Codex Accounts: update this one to use it.')
        : l10n.t('Its sign-in was lost by the secret storage: sign in again to bring it back.');
    return { label: l10n.t('An account of this computer'), iconPath: new ThemeIcon('warning'), detail, listed };
  }
  const { account } = listed;
  const isInUse = account.id === inUse;
  return {
    label: iconSafeText(account.label),
    iconPath: new ThemeIcon(isInUse ? 'check' : kindIcon(account.credential.kind), colourOf(account)),
    description: isInUse ? l10n.t('in use') : '',
    detail: `${kindWord(account.credential.kind)} · ${describeInRow(account, settings.hidePersonalInfo())}`,
    buttons: rowButtons().filter(({ edit }) => edit !== useInThisEditorOnly || !isProvider(account.credential)),
    listed,
  };
}

function labelOf(listed: ListedAccount): string {
  return listed.kind === 'ready' ? listed.account.label : '';
}

function rowButtons(): readonly RowButton[] {
  return [
    { iconPath: new ThemeIcon('edit'), tooltip: l10n.t('Rename…'), edit: renameAccount },
    { iconPath: new ThemeIcon('paintcan'), tooltip: l10n.t('Choose Color…'), edit: chooseColour },
    { iconPath: new ThemeIcon('sync'), tooltip: l10n.t('Sign In Again'), edit: signInAgain },
    { iconPath: new ThemeIcon('lock'), tooltip: l10n.t('Use in This Editor Only'), edit: useInThisEditorOnly },
    { iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Forget on This Computer…'), edit: forgetAccount },
  ];
}
