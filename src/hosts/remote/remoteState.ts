import type { Hello, PutAnswer } from './homeAccess.ts';
import type { RunningCodex } from '../../home/running/inventory.ts';
import type { AccountId, Identity } from '../../storage/account.ts';
import type { HostRecord, Placed } from '../../storage/hostRecords.ts';
import type { RemoteSignInStatus } from './remoteSignInStatus.ts';
import type { HostAnswer } from './remoteHome.ts';

export interface ConnectedHost {
  readonly kind: 'connected';
  readonly host: Hello;
  readonly record: HostRecord;
  readonly signIn: RemoteSignInStatus;
  readonly canPutBack: boolean;
  /** Every Codex that runs there, with what it uses. */
  readonly running: readonly RunningCodex[];
}

/** Nothing came of asking the host. */
export type NoAnswer = Exclude<HostAnswer<never>, { readonly kind: 'answer' }>;

export type RemoteState = { readonly kind: 'unknown' } | NoAnswer | ConnectedHost;

interface PlacedThere {
  readonly kind: 'placed';
  readonly placed: Placed;
  readonly replaced: PutAnswer['replaced'];
}

export type PlaceOutcome = PlacedThere | NoAnswer;

export type RenewOutcome =
  | PlaceOutcome
  /** Another window was faster, or what stands there is not the lease that we put there: nothing was sent. */
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
  /** For an own sign-in: the same where nobody may see who the person is, as on the host itself. */
  readonly hiddenLabel?: string | undefined;
  readonly identity: Identity;
}
