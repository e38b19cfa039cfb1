import type { AccountCheck } from '../../accounts/use/accountCheck.ts';
import type { AccountDirectory } from '../../accounts/directory/accountDirectory.ts';
import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { HomeLink } from '../../accounts/home/homeLink.ts';
import type { HomeSight } from '../../accounts/home/homeSight.ts';
import type { CodexSpokesman } from '../../accounts/home/ports.ts';
import type { RunningCodexService } from '../../home/running/runningCodexService.ts';
import type { HostSituation } from '../../window/hostSituation.ts';
import type { Renewal } from '../../accounts/refresh/refreshService.ts';
import type { Browser } from '../../accounts/signIn/ports.ts';
import type { SignInService } from '../../accounts/signIn/signInService.ts';
import type { SignOutService } from '../../accounts/use/signOutService.ts';
import type { StoreService } from '../../home/store/storeService.ts';
import type { SwitchService } from '../../accounts/use/switchService.ts';
import type { HomePlace } from '../../home/store/decidedCredential.ts';
import type { CopyService } from '../../hosts/copy/copyService.ts';
import type { Account } from '../../storage/account.ts';
import type { Clock } from '../../util/clock.ts';
import type { AttemptFollower } from './attemptFollower.ts';
import type { FolderAccount } from './folderAccount.ts';
import type { KeychainNotice } from './keychainNotice.ts';
import type { HostServices } from './hostServices.ts';
import type { Log } from './log.ts';
import type { Clipboard } from './clipboard.ts';
import type { Prompts } from './prompts.ts';
import type { RemoteFollower } from './remoteFollower.ts';
import type { CommandName } from './registerCommands.ts';
import type { RunningAtHand } from './runningAtHand.ts';
import type { RunningState } from './runningState.ts';

/** What the surfaces work with. Services that only a click needs are loaded by it. */
export interface Services {
  readonly current: CurrentAccount;
  readonly attempt: AttemptFollower;
  readonly directory: AccountDirectory;
  readonly sight: Pick<HomeSight, 'locate' | 'reach' | 'renew'>;
  readonly codex: Pick<CodexSpokesman, 'signIn'>;
  readonly keychainNotice: KeychainNotice;
  readonly check: AccountCheck;
  readonly refresh: Renewal;
  /** Which Codex of this host uses another account than its Home. */
  readonly running: RunningState;
  readonly folder: FolderAccount;
  readonly clock: Clock;
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
  readonly loadStore: () => Promise<StoreService>;
  readonly loadHosts: () => Promise<HostServices>;
  readonly loadCopy: () => Promise<CopyService>;
  readonly loadSignOut: () => Promise<SignOutService>;
  readonly showPanel: () => Promise<void>;
  /** Runs a command of ours to its end; what went wrong has been said. */
  readonly run: (name: CommandName) => Promise<void>;
  /** Asks how far a sign-out shall reach, and does it. */
  readonly signOutOf: (account: Account) => Promise<void>;
}

/** What brings the Codex of this host along. */
export interface RunningOfThisHost extends RunningAtHand {
  readonly service: RunningCodexService;
  /** Whether another sign-in stands in the Home than at the look before. */
  readonly hasHomeChanged: () => Promise<boolean>;
}

/** Where things rest on this machine, to be shown. */
export interface Places {
  /** A sentence about the Vault. */
  readonly vault: string;
  /** Where Codex keeps its sign-in as of the last look: a path, or words. */
  readonly home: string;
  readonly homePlace: HomePlace;
}
