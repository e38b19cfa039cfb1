import type { KeyWarning } from '../billing/keyWarning.ts';
import type { WhoPays } from '../billing/whoPays.ts';
import type { AuthErrorReason, NetworkReason } from '../errors/authError.ts';
import type { Sentence } from '../errors/sentence.ts';
import type { RuledSignIn } from '../accounts/use/signInRules.ts';
import type { FileProblem } from '../home/ports.ts';
import type { RuleObservation } from '../home/rules/ruleReader.ts';
import type { RunningCodex } from '../home/running/inventory.ts';
import type { StoreDecision } from '../home/store/credentialStore.ts';
import type { KeyringReach } from '../home/store/keyringReach.ts';
import type { PageAuthor } from '../network/blockPage.ts';
import type { HomeProxyFault } from '../network/homeProxy.ts';
import type { Route } from '../network/route.ts';
import type { RemoteSignInStatus } from '../hosts/remote/remoteSignInStatus.ts';
import type { Sandbox } from './value.ts';

/** Ports that the system keeps from every program, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** A callback port, as a sign-in would find it. */
export type PortSight =
  | { readonly kind: 'free'; readonly port: number }
  | { readonly kind: 'taken'; readonly port: number; readonly process: string | undefined }
  | { readonly kind: 'reserved'; readonly port: number }
  /** It was opened, and what answers there is somebody else. */
  | { readonly kind: 'notReached'; readonly port: number };

/** Whether a listener of ours is reached through one address of this computer. */
export type LoopbackSight = 'reached' | 'absent' | 'notReached';

/** The ports that a browser comes back to. */
interface CallbackSights {
  readonly tryPort: (port: number, signal: AbortSignal) => Promise<PortSight>;
  /** Of Windows; empty elsewhere, and where it does not tell. */
  readonly readReservedRanges: (signal: AbortSignal) => Promise<readonly PortRange[]>;
  readonly tryLoopback: (address: '127.0.0.1' | '::1', signal: AbortSignal) => Promise<LoopbackSight>;
  /** What `localhost` means to this computer. */
  readonly resolveLocalhost: (signal: AbortSignal) => Promise<readonly string[]>;
  /** The port of a sign-in of ours that is open now. */
  readonly isSigningIn: () => boolean;
}

/** A service that a sign-in needs. */
export type ServiceName = 'issuer' | 'backend';

/** What came back from a service that was asked without any credential. */
export type ServiceAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly page: PageAuthor | undefined;
      readonly isRegionRefused: boolean;
      /** How far this computer's clock is ahead of the service's; undefined where that says no time. */
      readonly aheadMs: number | undefined;
    }
  | { readonly kind: 'failure'; readonly reason: NetworkReason; readonly sentence: Sentence };

/** The way to the services. Every answer is had once in a run, whichever checks want it: each waits for its own signal. */
interface NetworkSights {
  readonly hostOf: (service: ServiceName) => string;
  readonly isSecure: (service: ServiceName) => boolean;
  readonly lookUp: (host: string, signal: AbortSignal) => Promise<'found' | 'notFound' | 'noAnswer'>;
  readonly observe: (signal: AbortSignal) => Promise<{
    readonly route: Route;
    readonly homeProxyFault: HomeProxyFault | undefined;
    /** The Home's `.env`. */
    readonly variablesPath: string;
  }>;
  readonly isListening: (
    place: { readonly host: string; readonly port: number },
    signal: AbortSignal,
  ) => Promise<boolean>;
  readonly ask: (service: ServiceName, signal: AbortSignal) => Promise<ServiceAnswer>;
  /** The file with certificates that variables name, when Codex takes nothing of it. */
  readonly findCaFault: (signal: AbortSignal) => Promise<Sentence | undefined>;
}

/** The Codex of this computer. */
export interface CodexSights {
  readonly find: (signal: AbortSignal) => Promise<{
    readonly path: string | undefined;
    readonly version: string | undefined;
    /** One that only a folder of this window has put on PATH: it is not run. */
    readonly ofWorkspace: string | undefined;
    /** The official extension, which brings its own. */
    readonly hasExtension: boolean;
  }>;
  /** Whether Codex takes the configuration of the Home; undefined where it cannot be asked. */
  readonly takesConfig: (signal: AbortSignal) => Promise<boolean | undefined>;
  /** The names of variables that a login shell has otherwise than this window; values are compared by their hashes. */
  readonly compareShell: (signal: AbortSignal) => Promise<readonly string[] | undefined>;
}

/** The file that a credential is in, beside what the Home says of it. */
export interface FileSight {
  readonly path: string;
  readonly isUsed: boolean;
  readonly isThere: boolean;
  /** What keeps it from being read or written. */
  readonly problem: FileProblem | undefined;
  /** Of its folder, where that is what is wrong; undefined where the system has none. */
  readonly folderMode: number | undefined;
  /** Whether this user may change its permissions, and those of its folder. */
  readonly isOwn: boolean;
  readonly isFolderOwn: boolean;
  /** Why Codex takes it for none. */
  readonly refusal: Sentence | undefined;
  /** The permissions of the file; undefined where the system has none. */
  readonly mode: number | undefined;
  /** Where it leads, when it is a link. */
  readonly target: string | undefined;
  readonly hasNoModes: boolean;
  /** The git work tree that it is in, when nothing there keeps it out. */
  readonly repository: string | undefined;
  /** Whether its list of what git passes over is in it: a linked work tree and a submodule have it elsewhere. */
  readonly hasGitFolder: boolean;
  /** Whether git has the file already: then no rule keeps it out. */
  readonly isTracked: boolean;
  readonly userFolder: string;
}

/** The Home and what is configured for it. */
export interface HomeSights {
  readonly readFile: (signal: AbortSignal) => Promise<FileSight>;
  readonly decideStore: (signal: AbortSignal) => Promise<StoreDecision>;
  readonly readKeyring: (signal: AbortSignal) => Promise<{
    readonly store: StoreDecision;
    readonly reach: KeyringReach;
    readonly problem: FileProblem | undefined;
  }>;
  readonly readConfig: (signal: AbortSignal) => Promise<{
    readonly rules: RuleObservation;
    readonly userPath: string;
    /** The lines of the person's own file that keep it from being TOML, when nothing else does. */
    readonly brokenLines: readonly number[] | undefined;
  }>;
  readonly readPayers: (
    signal: AbortSignal,
  ) => Promise<{ readonly who: WhoPays; readonly warning: KeyWarning | undefined }>;
  readonly readRules: (signal: AbortSignal) => Promise<{
    readonly observation: RuleObservation;
    readonly ruled: RuledSignIn | undefined;
    readonly mayTakeOut: boolean;
  }>;
}

/** Where this extension keeps what it knows. */
export interface StorageSights {
  /** Whether a word that is stored comes back. */
  readonly trySecrets: (signal: AbortSignal) => Promise<boolean>;
  /** Accounts that are known and whose secrets are gone. */
  readonly countLost: (signal: AbortSignal) => Promise<number>;
  readonly tryStateFolder: (signal: AbortSignal) => Promise<{
    readonly path: string;
    readonly problem: { readonly reason: AuthErrorReason | undefined; readonly sentence: Sentence } | undefined;
    /** Of the folder; undefined where it is not there, or the system has none. */
    readonly mode: number | undefined;
    readonly isOwn: boolean;
  }>;
  readonly sandbox: () => Sandbox | undefined;
}

/** A host that an account of ours was put on. */
export interface HostSight {
  readonly name: string;
  /** As the host itself says; undefined where this window is not connected to it. */
  readonly signIn: RemoteSignInStatus | 'silent' | undefined;
  /** When the lease that was put there ends, by our own note. */
  readonly leaseEndsAtMs: number | undefined;
}

/** What runs, here and elsewhere. */
export interface RunningSights {
  readonly listRunning: (signal: AbortSignal) => Promise<readonly RunningCodex[]>;
  readonly listHosts: (
    signal: AbortSignal,
  ) => Promise<{ readonly hosts: readonly HostSight[]; readonly nowMs: number }>;
}

/**
 * Everything that checks look at. What other parts know is asked of them; nothing is read a second way. What has to be
 * waited for takes the signal of its check, and the wait ends with that.
 */
export interface DiagnosisPorts {
  readonly callback: CallbackSights;
  readonly network: NetworkSights;
  readonly codex: CodexSights;
  readonly home: HomeSights;
  readonly storage: StorageSights;
  readonly running: RunningSights;
}
