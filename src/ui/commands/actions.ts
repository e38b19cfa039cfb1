import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import { signInAgain, type SignInAgainFlow } from '../accounts/accountEdits.ts';
import { showAccountMenu } from './accountMenu.ts';
import { switchAccount, switchToPrevious } from '../accounts/switchAccount.ts';
import { setUpCi } from '../ci/setUpCi.ts';
import { migrateToChatGpt } from '../migration/migrateToChatGpt.ts';
import { copySignInToHost } from '../copy/copySignInToHost.ts';
import { showOtherHostWays } from '../copy/showOtherHostWays.ts';
import { copyDiagnosis, diagnose } from '../diagnosis/diagnose.ts';
import { copyEnvironment, showEnvironment } from '../environment/showEnvironment.ts';
import { setFolderAccount } from '../accounts/folderAccountPicker.ts';
import { undoConfigChange } from '../home/credentialStoreMove.ts';
import { lookAtLoginShell } from '../home/lookAtLoginShell.ts';
import { takeOutRuledOut } from '../home/ruleNews.ts';
import { showSignInRules } from '../home/signInRuleList.ts';
import { chooseCredentialStore } from '../home/credentialStorePicker.ts';
import { refreshAccount } from '../accounts/checkAgain.ts';
import { copyCurrentMessage, openCurrentPage } from '../failure/currentAnswer.ts';
import { runGuarded, type GuardedFlow } from '../failure/runGuarded.ts';
import { bringAlongOnHost, installOnHost, renewOnHost, useAccountOnHost } from '../hosts/hostActions.ts';
import { showHosts } from '../hosts/hostList.ts';
import { signInHost } from '../hosts/hostMenu.ts';
import { importFromCodex } from '../signIn/importFromCodex.ts';
import type { Log } from '../shell/log.ts';
import type { CommandName } from '../shell/registerCommands.ts';
import type { BringAlongFlow } from '../shell/bringAlongFlow.ts';
import { signInWithAccessToken } from '../signIn/accessTokenFlow.ts';
import { signInWithApiKey } from '../signIn/apiKeyFlow.ts';
import { chooseMethod } from '../signIn/signInPicker.ts';
import { copySignInLink, pasteCallbackUrl, signInWithBrowser } from '../signIn/browserProgress.ts';
import { signInWithDeviceCode } from '../signIn/deviceCodeProgress.ts';
import { restartRunning } from '../running/restartPrompts.ts';
import { useProvider } from '../providers/useProvider.ts';
import { signOut } from '../accounts/signOutMenu.ts';
import { showUsage } from '../accounts/showUsage.ts';
import { removeUsageHistory } from '../accounts/usageHistory.ts';

/** What each command does. */
const actions = {
  signIn: chooseMethod,
  signInWithBrowser,
  signInWithDeviceCode,
  signInWithApiKey,
  signInWithAccessToken,
  useProvider,
  pasteCallbackUrl,
  copySignInLink,
  manageAccounts: showAccountMenu,
  switchAccount,
  switchToPrevious,
  setFolderAccount,
  showAccount: ({ showPanel }: { readonly showPanel: () => Promise<void> }) => showPanel(),
  refreshAccount,
  showUsage,
  removeUsageHistory,
  restartCodex: async ({ loadRunning }: { readonly loadRunning: () => Promise<BringAlongFlow> }) =>
    restartRunning(await loadRunning()),
  importFromCodex,
  chooseCredentialStore,
  undoConfigChange,
  showSignInRules,
  signInHost,
  showHosts,
  copySignInToHost,
  showOtherHostWays,
  showEnvironment,
  copyEnvironment,
  setUpCi,
  migrateToChatGpt,
  diagnose,
  copyDiagnosis,
  signOut,
  showLog: ({ log }: { readonly log: Pick<Log, 'show'> }) => {
    log.show();
    return Promise.resolve();
  },
} as const satisfies Readonly<Record<CommandName, (flow: never) => Promise<void>>>;

type GuardFlow = GuardedFlow & { readonly log: Pick<Log, 'info'> };

/** What some actions need, all of them together. */
type FlowOf<Action> = [Action] extends [(flow: infer Flow) => unknown] ? Flow : never;

export type ActionFlow = FlowOf<(typeof actions)[CommandName]> & GuardFlow;

/** Runs a command. */
export async function runAction(name: CommandName, flow: ActionFlow): Promise<void> {
  flow.log.info('command', name);
  await runGuarded(() => actions[name](flow), flow);
}

/** What only the panel and the account menu offer. */
const panelActions = {
  signInAgain: signInAgainInPlace,
  installOnHost,
  useAccountOnHost,
  renewOnHost,
  bringAlongOnHost,
  takeOutOfCodex: takeOutRuledOut,
  lookAtLoginShell,
  copyHelpMessage: copyCurrentMessage,
  openHelpPage: openCurrentPage,
} as const satisfies Readonly<Record<string, (flow: never) => Promise<void>>>;

export type PanelActionName = keyof typeof panelActions;

export type PanelActionFlow = FlowOf<(typeof panelActions)[PanelActionName]> & GuardFlow;

export async function runPanelAction(name: PanelActionName, flow: PanelActionFlow): Promise<void> {
  flow.log.info('command', name);
  await runGuarded(() => panelActions[name](flow), flow);
}

/** In place, for the account that is shown. */
async function signInAgainInPlace(
  flow: SignInAgainFlow & Parameters<typeof chooseMethod>[0] & { readonly current: Pick<CurrentAccount, 'update'> },
): Promise<void> {
  const state = await flow.current.update();
  await ('account' in state ? signInAgain(state.account, flow) : chooseMethod(flow));
}
