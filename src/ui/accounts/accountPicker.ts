import { ThemeIcon, l10n, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { ListedAccount } from '../../accounts/directory/listedAccount.ts';
import type { SwitchOutcome } from '../../accounts/use/switchService.ts';
import type { Account, AccountId } from '../../storage/account.ts';
import { AuthError } from '../../errors/authError.ts';
import { iconSafeText, linkSafeText } from '../../util/displayText.ts';
import { notice } from '../shell/notices.ts';
import { chooseColour, forgetAccount, renameAccount, signInAgain, useInThisEditorOnly } from './accountEdits.ts';
import { colourOf } from '../text/accountColours.ts';
import { describeInRow, kindIcon, kindWord } from '../text/accountWords.ts';
import { cautionAboutAgentHost } from '../running/agentHostCaution.ts';
import { mayReachHome } from '../home/homeGate.ts';
import { explain, sayInWords } from '../text/messages.ts';
import type { Services } from '../shell/services.ts';
import { settings } from '../shell/settings.ts';
import { chooseMethod } from '../signIn/signInPicker.ts';
import { followInBackground } from '../running/followInBackground.ts';

interface AccountRow extends QuickPickItem {
  readonly listed?: ListedAccount;
}

interface RowButton extends QuickInputButton {
  readonly edit: (account: Account, services: Services) => Promise<void>;
}

/** Every account of this editor, the one in use marked; choosing one gives it to Codex on this host. */
export async function switchAccount(services: Services): Promise<void> {
  const picked = await pickAccount(services, l10n.t('Which account should Codex on this computer use?'));
  if (picked === 'add') {
    await chooseMethod(services);
  } else if (picked?.kind === 'ready') {
    await switchTo(picked.account.id, services);
  } else if (picked !== undefined) {
    await chooseMethod(services);
  }
}

/** Back to the account that was used before this one; where there was none, the person chooses. */
export async function switchToPrevious(services: Services): Promise<void> {
  const previous = await (await services.loadSwitch()).findPrevious();
  await (previous === undefined ? switchAccount(services) : switchTo(previous, services));
}

export async function switchTo(id: AccountId, services: Services): Promise<void> {
  if (!(await mayReachHome(services))) {
    return;
  }
  const outcome = await switchOrSignInAgain(id, services);
  services.log.info('switch', outcome.kind);
  await services.current.update();
  if (outcome.kind === 'left') {
    return;
  }
  const label = linkSafeText(outcome.account.label);
  if (outcome.kind === 'already') {
    window.setStatusBarMessage(l10n.t('Codex already uses {0}.', label), 5000);
    return;
  }
  if (outcome.placement.kind === 'failed') {
    await notice.warning(l10n.t('{0} could not be given to Codex. {1}', label, sayInWords(outcome.placement.sentence)));
    return;
  }
  window.setStatusBarMessage(l10n.t('Codex on this computer uses {0} now.', label), 5000);
  followInBackground(services);
  await cautionAboutAgentHost(outcome.account, services);
}

/** An account that needs a new sign-in gets it in place, for one click: the switch goes on with what came back. */
async function switchOrSignInAgain(id: AccountId, services: Services): Promise<SwitchOutcome> {
  try {
    return await (await services.loadSwitch()).switchTo(id);
  } catch (failure) {
    const entry = await services.directory.find(id);
    if (!(failure instanceof AuthError) || failure.code !== 'signInAgain' || entry.kind !== 'account') {
      throw failure;
    }
    const again = l10n.t('Sign In Again');
    if ((await window.showWarningMessage(explain(failure), again)) === again) {
      await signInAgain(entry.account, services);
    }
    return { kind: 'left' };
  }
}

/** Lets the person choose one of the accounts, or change one by its buttons. */
export async function pickAccount(services: Services, placeHolder: string): Promise<ListedAccount | 'add' | undefined> {
  for (;;) {
    const action = await showPicker(services, placeHolder);
    if (action === undefined || action.kind === 'picked') {
      return action?.listed;
    }
    await action.edit();
    await services.current.update();
  }
}

type PickerAction =
  | { readonly kind: 'picked'; readonly listed: ListedAccount | 'add' }
  | { readonly kind: 'edit'; readonly edit: () => Promise<void> };

async function showPicker(services: Services, placeHolder: string): Promise<PickerAction | undefined> {
  const picker = window.createQuickPick<AccountRow>();
  try {
    picker.title = l10n.t('Codex Accounts');
    picker.placeholder = placeHolder;
    picker.matchOnDescription = true;
    picker.busy = true;
    picker.show();
    picker.items = await buildRows(services);
    picker.busy = false;
    return await new Promise((resolve) => {
      picker.onDidAccept(() => {
        const [row] = picker.selectedItems;
        resolve(row === undefined ? undefined : { kind: 'picked', listed: row.listed ?? 'add' });
      });
      picker.onDidTriggerItemButton(({ item, button }) => {
        const chosen = rowButtons().find(({ tooltip }) => tooltip === button.tooltip);
        if (item.listed?.kind === 'ready' && chosen !== undefined) {
          const { account } = item.listed;
          resolve({ kind: 'edit', edit: () => chosen.edit(account, services) });
        }
      });
      picker.onDidHide(() => {
        resolve(undefined);
      });
    });
  } finally {
    picker.dispose();
  }
}

async function buildRows({ directory, current }: Services): Promise<readonly AccountRow[]> {
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
    buttons: rowButtons(),
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
