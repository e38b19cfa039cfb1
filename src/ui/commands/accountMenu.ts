import { l10n } from 'vscode';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { AttemptState, SignInService } from '../../accounts/signIn/signInService.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { RuledSignIn } from '../../accounts/use/signInRules.ts';
import type { SwitchService } from '../../accounts/use/switchService.ts';
import { findSignInVariables } from '../../home/signInVariables.ts';
import type { HomePlace } from '../../home/store/decidedCredential.ts';
import type { Account } from '../../storage/account.ts';
import { signInAgain, type SignInAgainFlow } from '../accounts/accountEdits.ts';
import { switchTo, type SwitchToFlow } from '../accounts/switchAccount.ts';
import { moveCodexToFile, signInWithCodexCli, type CodexSignInFlow } from '../home/ensureHomeWritable.ts';
import { bringAlongOnHost, installOnHost, renewOnHost, useAccountOnHost, type HostFlow } from '../hosts/hostActions.ts';
import type { Clipboard } from '../shell/clipboard.ts';
import type { FolderAccount } from '../shell/folderAccount.ts';
import type { Prompts } from '../shell/prompts.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import type { RemoteFollower } from '../shell/remoteFollower.ts';
import { settings } from '../shell/settings.ts';
import { addWorkspace, type WorkspacePickerFlow } from '../signIn/workspacePicker.ts';
import { describeMenu, listAttemptRows, listMenuRows, type MenuAction } from './accountMenuRows.ts';

export type AccountMenuFlow = {
  readonly prompts: Prompts;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly browser: Pick<Browser, 'open'>;
  readonly attempt: { readonly state: AttemptState };
  readonly current: Pick<CurrentAccount, 'update'>;
  readonly directory: Pick<AccountDirectory, 'list'>;
  readonly folder: Pick<FolderAccount, 'find'>;
  readonly remote: Pick<RemoteFollower, 'view'>;
  readonly places: { readonly homePlace: HomePlace };
  readonly loadSignIn: () => Promise<Pick<SignInService, 'cancel'>>;
  readonly loadSwitch: () => Promise<Pick<SwitchService, 'findPrevious'>>;
  readonly run: (name: CommandName) => Promise<void>;
} & SignInAgainFlow &
  SwitchToFlow &
  WorkspacePickerFlow &
  CodexSignInFlow &
  HostFlow;

/** What a click on the status bar opens: who is in use, and everything one can do about it. */
export async function showAccountMenu(flow: AccountMenuFlow): Promise<void> {
  const { state: attempt } = flow.attempt;
  const state = await flow.current.update();
  const hidePersonalInfo = settings.hidePersonalInfo();
  const rows =
    attempt.kind === 'idle'
      ? listMenuRows(state, {
          accounts: (await flow.directory.list()).flatMap((row) => (row.kind === 'ready' ? [row.account] : [])),
          previousId: await (await flow.loadSwitch()).findPrevious(),
          expectedId: flow.folder.find()?.accountId,
          remote: flow.remote.view,
          homePlace: flow.places.homePlace,
          ruled: 'account' in state ? await judge(state.account, flow) : undefined,
          variables: findSignInVariables(process.env),
          hidePersonalInfo,
        })
      : listAttemptRows(attempt);
  const picked = await flow.prompts.pick(rows, {
    title: l10n.t('Codex Accounts'),
    placeHolder: attempt.kind === 'idle' ? describeMenu(state, hidePersonalInfo) : l10n.t('Signing in…'),
    matchOnDetail: true,
  });
  if (picked?.action !== undefined) {
    await runMenuAction(picked.action, flow);
  }
}

async function judge({ credential, identity }: Account, flow: AccountMenuFlow): Promise<RuledSignIn | undefined> {
  return (await flow.loadRules()).judge(credential.kind, identity);
}

async function runMenuAction(action: MenuAction, flow: AccountMenuFlow): Promise<void> {
  switch (action) {
    case 'installOnHost':
      return installOnHost(flow);
    case 'useAccountOnHost':
      return useAccountOnHost(flow);
    case 'renewOnHost':
      return renewOnHost(flow);
    case 'bringAlongOnHost':
      return bringAlongOnHost(flow);
    case 'cancelSignIn':
      (await flow.loadSignIn()).cancel();
      return;
    case 'signInWithCodexCli':
      return signInWithCodexCli(flow);
    case 'moveCodexToFile':
      return moveCodexToFile(flow);
    default:
      return typeof action === 'string' ? flow.run(action) : runActionOn(action, flow);
  }
}

/** What is done to one account, or with the sign-in that is open. */
async function runActionOn(action: Exclude<MenuAction, string>, flow: AccountMenuFlow): Promise<void> {
  if ('openAgain' in action) {
    await flow.browser.open(action.openAgain.reveal());
  } else if ('copyCode' in action) {
    await flow.clipboard.writeText(action.copyCode);
    await flow.browser.open(action.open);
  } else if ('signInAgain' in action) {
    await signInAgain(action.signInAgain, flow);
  } else if ('addWorkspaceOf' in action) {
    await addWorkspace(action.addWorkspaceOf, flow);
  } else {
    await switchTo(action.switchTo, flow);
  }
}
