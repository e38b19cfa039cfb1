import type { AccountCheck } from '../accounts/use/accountCheck.ts';
import type { AccountDirectory } from '../accounts/directory/accountDirectory.ts';
import type { CurrentAccount } from '../accounts/use/currentAccount.ts';
import type { HomeLink } from '../accounts/home/homeLink.ts';
import type { HomeInspector } from '../accounts/home/homeInspector.ts';
import type { CodexAppServer } from '../accounts/home/ports.ts';
import type { HostSituation } from '../window/hostSituation.ts';
import type { Renewal } from '../accounts/refresh/refreshService.ts';
import type { Browser } from '../accounts/signIn/ports.ts';
import type { SignInService } from '../accounts/signIn/signInService.ts';
import type { SignInRules } from '../accounts/use/signInRules.ts';
import type { SignOutService } from '../accounts/use/signOutService.ts';
import type { StoreService } from '../home/store/storeService.ts';
import type { SwitchService } from '../accounts/use/switchService.ts';
import type { CopyService } from '../hosts/copy/copyService.ts';
import type { Account, ProviderAccount } from '../storage/account.ts';
import type { Clock } from '../base/clock.ts';
import type { CiAccess } from '../ui/ci/ciFlow.ts';
import type { DiagnosisParts } from '../ui/diagnosis/diagnosisParts.ts';
import type { FailureFlow } from '../ui/failure/failure.ts';
import type { EnvironmentAccess } from '../ui/environment/showEnvironment.ts';
import type { SignInAttemptState } from '../ui/shell/signInAttemptState.ts';
import type { FolderAccount } from '../ui/shell/folderAccount.ts';
import type { KeychainNotice } from '../ui/shell/keychainNotice.ts';
import type { HostServices } from '../ui/shell/hostServices.ts';
import type { ShowPage } from '../ui/shell/markdownPages.ts';
import type { Log } from '../ui/shell/log.ts';
import type { Clipboard } from '../ui/shell/clipboard.ts';
import type { Prompts } from '../ui/shell/prompts.ts';
import type { ComposedProviders } from './composeProviders.ts';
import type { RemoteFollower } from '../ui/shell/remoteFollower.ts';
import type { CommandName } from '../ui/shell/registerCommands.ts';
import type { PayerState } from '../ui/shell/payerState.ts';
import type { WindowTerminals } from '../ui/shell/windowTerminals.ts';
import type { Places } from '../ui/shell/storagePlaces.ts';
import type { RunningOfThisHost } from '../ui/shell/bringAlongFlow.ts';
import type { RunningState } from '../ui/shell/runningState.ts';
import type { UsageState } from '../ui/shell/usageState.ts';
import type { UsageFollower } from '../billing/usage/usageFollower.ts';

/** Everything that the flows of `ui` are given; each of them names the part that it needs. What only a click needs is loaded by it. */
export interface Services {
  readonly current: CurrentAccount;
  readonly attempt: SignInAttemptState;
  readonly directory: AccountDirectory;
  readonly inspector: Pick<HomeInspector, 'locate' | 'reach' | 'renew'>;
  readonly codex: Pick<CodexAppServer, 'signIn'>;
  readonly keychainNotice: KeychainNotice;
  readonly check: AccountCheck;
  readonly refresh: Renewal;
  /** Which Codex of this host uses another account than its Home. */
  readonly running: RunningState;
  /** Who pays for each Codex that is started here. */
  readonly payer: PayerState;
  /** What the account in use has used. */
  readonly usage: UsageState;
  readonly folder: FolderAccount;
  readonly clock: Clock;
  /** Aborts when this extension ends: for a wait that no click can end. */
  readonly ended: AbortSignal;
  readonly log: Log;
  readonly prompts: Prompts;
  readonly browser: Pick<Browser, 'open'>;
  readonly clipboard: Clipboard;
  readonly host: HostSituation;
  readonly places: Places;
  /** What is said about the other host of this window, if it has one. */
  readonly remote: RemoteFollower;
  readonly loadHomeLink: () => Promise<HomeLink>;
  readonly loadRunning: () => Promise<RunningOfThisHost>;
  readonly loadSignIn: () => Promise<SignInService>;
  readonly loadSwitch: () => Promise<SwitchService>;
  readonly openFile: (path: string) => Promise<void>;
  readonly showPage: ShowPage;
  readonly loadRules: () => Promise<SignInRules>;
  readonly loadStore: () => Promise<StoreService>;
  readonly loadHosts: () => Promise<HostServices>;
  readonly loadCopy: () => Promise<CopyService>;
  readonly loadCi: () => Promise<CiAccess>;
  /** The release of the Codex CLI of this computer; undefined where there is none. */
  readonly findCodexVersion: () => Promise<string | undefined>;
  readonly loadEnvironment: () => Promise<EnvironmentAccess>;
  readonly findCause: FailureFlow['findCause'];
  readonly loadDiagnosis: () => Promise<DiagnosisParts>;
  /** What the new terminals of this window get. */
  readonly loadTerminals: () => Promise<WindowTerminals>;
  readonly showFolder: (path: string) => Promise<void>;
  readonly openSettings: (query: 'http.proxy') => Promise<void>;
  readonly loadProviders: () => Promise<ComposedProviders>;
  /** Asks again for what a provider of ours is reached by. */
  readonly editProvider: (account: ProviderAccount) => Promise<void>;
  readonly loadUsage: () => Promise<Pick<UsageFollower, 'find' | 'askNow' | 'removeHistory'>>;
  readonly loadSignOut: () => Promise<SignOutService>;
  readonly showPanel: () => Promise<void>;
  /** Runs a command of ours to its end; what went wrong has been said. */
  readonly run: (name: CommandName) => Promise<void>;
  /** Asks how far a sign-out shall reach, and does it. */
  readonly signOutOf: (account: Account) => Promise<void>;
}
