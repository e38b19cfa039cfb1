import type { Hello, PutAnswer } from './companionProtocol.ts';
import type { RuledSignIn } from '../../accounts/use/signInRules.ts';
import type { RulesReading } from '../../home/rules/evaluateRules.ts';
import type { RunningCodex } from '../../home/running/inventory.ts';
import type { Identity } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import type { HostRecord, Placed } from '../../storage/hostRecords.ts';
import type { RemoteSignInStatus } from './remoteSignInStatus.ts';
import type { HostAnswer, NoAnswer } from './remoteHome.ts';

/** A host whose companion has answered. */
export interface ConnectedHost {
  readonly kind: 'connected';
  readonly host: Hello;
  readonly record: HostRecord;
  readonly signIn: RemoteSignInStatus;
  readonly canPutBack: boolean;
  /** Every Codex that runs there, with what it uses. */
  readonly running: readonly RunningCodex[];
  /** What the files there prescribe for signing in; undefined where that is not known. */
  readonly rules: RulesReading | undefined;
  /** What they do to the sign-in that is there. */
  readonly ruled: RuledSignIn | undefined;
}

/** What is known of the host of this window. */
export type RemoteState = { readonly kind: 'unknown' } | NoAnswer | ConnectedHost;

/** What was put there, what it took the place of, and what the host says of itself since. */
export interface PlacedCredential extends Pick<PutAnswer, 'replaced' | 'status'> {
  readonly placed: Placed;
}

/** A rule of the host is against what was to be put there: nothing was made, and nothing sent. */
export interface RuledOut {
  readonly kind: 'ruledOut';
  readonly ruled: RuledSignIn;
}

/** What became of an account that was to be put on a host. */
export type PutOutcome = HostAnswer<PlacedCredential> | RuledOut;

/** What became of a lease that was due. */
export type RenewOutcome =
  | PutOutcome
  /** Another window was faster, or what is there is not the lease that we put there: nothing was sent. */
  | { readonly kind: 'left' }
  /** The account that it was made of is no longer here. */
  | { readonly kind: 'noAccount' };

/**
 * `silently`: not where the companion would ask the person, because it does not know its own writing again; `restarting`: the
 * person asks for it, and a background server there that gave up on its lease is started again, once it is idle or they say so there.
 */
export type RenewManner = 'silently' | 'asking' | 'restarting';

/** Whose sign-in goes there, and what it is called. */
export interface Belonging {
  readonly accountId: AccountId | undefined;
  readonly label: string;
  /** For an own sign-in: the same where it is hidden who the person is, as on the host itself. */
  readonly hiddenLabel?: string | undefined;
  readonly identity: Identity;
}
