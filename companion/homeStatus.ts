import { markCredential } from '../src/home/credential/credentialMark.ts';
import type { Home, HomeState } from '../src/home/home.ts';
import type { HomeStatus, RunningThere } from '../src/hosts/remote/companionProtocol.ts';
import type { RulesThere } from '../src/hosts/remote/rulesThere.ts';
import type { RunningCodex, UsedAccount } from '../src/home/running/inventory.ts';
import type { Placement, Placements } from '../src/storage/placements.ts';
import { isPlaced } from './putDecisions.ts';
import type { KeptSignIns, RunningHere } from './ports.ts';

/** What a status is read from. */
export interface StatusPorts {
  readonly home: Home;
  readonly placements: Placements;
  readonly kept: KeptSignIns;
  readonly running: Pick<RunningHere, 'look'>;
  /** The sign-in rules of this host; undefined where they cannot be looked at. */
  readonly findRules: () => Promise<RulesThere | undefined>;
}

/** What is in the Home of this host, without any credential. */
export async function readHomeStatus(
  { home, placements, kept, running, findRules }: StatusPorts,
  asksCodex: boolean,
): Promise<HomeStatus> {
  const [state, placement, rows, last, rules] = await Promise.all([
    home.read(),
    placements.read(home.folder),
    running.look(asksCodex),
    kept.findLast(),
    findRules(),
  ]);
  return {
    home: await describe(state, placement),
    running: rows.map(describeRunning),
    canPutBack: last !== undefined,
    ...(rules === undefined ? {} : { rules }),
  };
}

function describeRunning({ kind, pid, used, activity, clients, ageMs }: RunningCodex): RunningThere {
  return { kind, pid, used: describeUsed(used), activity, clients, ageMs };
}

function describeUsed(used: UsedAccount): RunningThere['used'] {
  switch (used.kind) {
    case 'other': {
      const { who } = used;
      return {
        kind: 'other',
        who:
          who?.kind === 'chatgpt'
            ? { kind: 'chatgpt', email: cut(who.email), userId: cut(who.userId), workspaceId: cut(who.workspaceId) }
            : who,
      };
    }
    case 'variable':
      return { kind: 'variable', name: used.name };
    case 'oldStore':
      // No store is moved from afar.
      return { kind: 'home' };
    case 'home':
    case 'none':
    case 'unknown':
      return { kind: used.kind };
  }
}

async function describe(state: HomeState, placement: Placement | undefined): Promise<HomeStatus['home']> {
  switch (state.kind) {
    case 'signedOut':
      return { kind: 'signedOut' };
    case 'unreadable':
    case 'problem':
      return { kind: 'unreadable', problem: state.problem };
    case 'signedIn': {
      const mark = await markCredential(state.credential);
      const { userId, workspaceId, email, canRenew, expiresAtMs } = mark;
      return {
        kind: 'signedIn',
        credential: mark.kind,
        userId: cut(userId),
        workspaceId: cut(workspaceId),
        email: cut(email),
        accessTokenHash: mark.secretHash,
        canRenew,
        expiresAtMs,
        placement: placement !== undefined && isPlaced(placement, mark) ? pick(placement) : undefined,
      };
    }
  }
}

function pick({
  placementId,
  binding,
  label,
  placedAtMs,
}: Placement): Pick<Placement, 'placementId' | 'binding' | 'label' | 'placedAtMs'> {
  return { placementId, binding, label, placedAtMs };
}

/** Claims come from somebody's token; the other side takes texts of at most this length. */
function cut(claim: string | undefined): string | undefined {
  return claim?.slice(0, 500);
}
