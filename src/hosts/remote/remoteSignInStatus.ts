import type { HomeStatus, RunningThere } from './companionProtocol.ts';
import type { Placed } from '../../storage/hostRecords.ts';

type HomeThere = HomeStatus['home'];
type SignedInThere = Extract<HomeThere, { kind: 'signedIn' }>;

/** A foreign sign-in, as far as the host says: its credential never comes here. */
export interface FoundThere {
  readonly credential: SignedInThere['credential'];
  readonly email: string | undefined;
  /** What another computer of ours called it when it put it there. */
  readonly label: string | undefined;
}

/** How long what is there is good. `never`: it does not end by itself. */
type Ending = 'never' | 'good' | 'soon' | 'ended';

/** What has to start again: the background server, which the companion sees to; what lives in the extension host there. */
interface RestartScope {
  readonly isServer: boolean;
  readonly isExtension: boolean;
}

/** The sign-in on a host, compared with what we put there. */
export type RemoteSignInStatus =
  | { readonly kind: 'empty' }
  /** What was put there is gone: signed out there, or the container was rebuilt. */
  | { readonly kind: 'signedOutRemotely'; readonly was: Placed }
  | { readonly kind: 'placed'; readonly placed: Placed; readonly ending: Ending }
  /** A Codex there gave up on its lease and goes on signed out until it starts again. */
  | {
      readonly kind: 'restartRequired';
      readonly placed: Placed;
      readonly isRenewed: boolean;
      readonly what: RestartScope;
    }
  /** Another account than the one that was bound. */
  | { readonly kind: 'accountChangedRemotely'; readonly placed: Placed; readonly found: FoundThere }
  | { readonly kind: 'foreign'; readonly found: FoundThere }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** What the companion tells, and what was noted here when it was placed. */
export interface RemoteSignInFacts {
  readonly status: HomeStatus;
  readonly placed: Placed | undefined;
  readonly nowMs: number;
}

/** Codex takes a token with less than this left for ended (docs/codex-protocol.md, Refresh). */
const codexMarginMs = 5 * 60 * 1000;

/** How what is there relates to what we placed. */
export function judgeRemoteSignIn({ status, placed, nowMs }: RemoteSignInFacts): RemoteSignInStatus {
  const { home } = status;
  switch (home.kind) {
    case 'signedOut':
      return placed === undefined ? { kind: 'empty' } : { kind: 'signedOutRemotely', was: placed };
    case 'unreadable':
      return { kind: 'unreadable', problem: home.problem };
    case 'signedIn':
      return judgeSignedIn({ home, placed, nowMs, running: status.running });
  }
}

/** A lease ends for Codex some minutes before it ends for the server. */
export function isOverForCodex(expiresAtMs: number | undefined, nowMs: number): boolean {
  return expiresAtMs !== undefined && expiresAtMs - nowMs <= codexMarginMs;
}

interface SignedInFacts {
  readonly home: SignedInThere;
  readonly placed: Placed | undefined;
  readonly nowMs: number;
  readonly running: readonly RunningThere[];
}

function judgeSignedIn({ home, placed, nowMs, running }: SignedInFacts): RemoteSignInStatus {
  const found = { credential: home.credential, email: home.email, label: home.placement?.label };
  if (placed === undefined) {
    return { kind: 'foreign', found };
  }
  if (!isWhatWePut(home, placed)) {
    return { kind: 'accountChangedRemotely', placed, found };
  }
  const ending = judgeEnding(home, placed, nowMs);
  const waiting =
    placed.binding === 'lease' ? running.filter((codex) => needsRestart(codex, { placed, ending, nowMs })) : [];
  if (waiting.length === 0) {
    return { kind: 'placed', placed, ending };
  }
  const what = {
    isServer: waiting.some(({ kind }) => kind === 'terminals'),
    isExtension: waiting.some(({ kind }) => kind === 'extension'),
  };
  return { kind: 'restartRequired', placed, isRenewed: ending !== 'ended', what };
}

interface LeaseFacts {
  readonly placed: Placed;
  readonly ending: Ending;
  readonly nowMs: number;
}

/**
 * Whether a Codex has given up on the lease. A background server says so itself; of the rest only the age tells: what ran
 * when the lease had ended goes on without one until it starts again. An `exec` reads the Home with each start.
 */
function needsRestart({ kind, used, ageMs }: RunningThere, { placed, ending, nowMs }: LeaseFacts): boolean {
  if (kind === 'exec') {
    return false;
  }
  if (ending === 'ended') {
    return ageMs === undefined || placed.expiresAtMs === undefined || nowMs - ageMs < placed.expiresAtMs;
  }
  return kind === 'terminals'
    ? used.kind === 'none'
    : placed.codexNeedsRestartSinceMs !== undefined &&
        ageMs !== undefined &&
        nowMs - ageMs < placed.codexNeedsRestartSinceMs;
}

/** The companion knows its own writing; where it has lost its memory, the token of a lease still tells. */
function isWhatWePut(home: SignedInThere, placed: Placed): boolean {
  if (home.placement !== undefined) {
    return home.placement.placementId === placed.placementId;
  }
  switch (placed.binding) {
    case 'lease':
      return home.accessTokenHash !== undefined && home.accessTokenHash === placed.accessTokenHash;
    case 'own':
      // Codex there renews its own sign-in: other tokens, the same person and workspace.
      return (
        home.canRenew &&
        home.userId !== undefined &&
        home.userId === placed.userId &&
        home.workspaceId === placed.workspaceId
      );
    case 'copy':
      return false;
  }
}

function judgeEnding(home: SignedInThere, placed: Placed, nowMs: number): Ending {
  const expiresAtMs = placed.binding === 'lease' ? (home.expiresAtMs ?? placed.expiresAtMs) : undefined;
  if (expiresAtMs === undefined) {
    return 'never';
  }
  if (isOverForCodex(expiresAtMs, nowMs)) {
    return 'ended';
  }
  return (expiresAtMs - nowMs) * 4 < expiresAtMs - placed.placedAtMs ? 'soon' : 'good';
}
