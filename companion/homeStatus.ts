import { markCredential } from '../src/home/credentialMark.ts';
import type { Home, HomeState } from '../src/home/home.ts';
import type { HomeStatus } from '../src/home/homeAccess.ts';
import type { CodexRole } from '../src/home/running/ports.ts';
import type { Placement, Placements } from '../src/storage/placements.ts';
import { isPlaced } from './placedCredential.ts';
import type { KeptSignIns } from './ports.ts';

/** A process as the operating system tells of it; `usesHome` is undefined where it does not say. */
export interface CodexProcessRow {
  readonly role: CodexRole;
  readonly usesHome: boolean | undefined;
}

export interface StatusPorts {
  readonly home: Home;
  readonly placements: Placements;
  readonly kept: KeptSignIns;
  readonly processes: { list(): Promise<readonly CodexProcessRow[]> };
}

/** What stands in the Home of this host, without any credential. */
export async function readHomeStatus({ home, placements, kept, processes }: StatusPorts): Promise<HomeStatus> {
  const [state, placement, rows, last] = await Promise.all([
    home.read(),
    placements.read(home.folder),
    processes.list(),
    kept.findLast(),
  ]);
  return {
    home: await describe(state, placement),
    processes: rows.filter(({ usesHome }) => usesHome !== false).flatMap(({ role }) => describeRole(role)),
    canPutBack: last !== undefined,
  };
}

/** The update loop of a background server holds no account. */
function describeRole(role: CodexRole): HomeStatus['processes'] {
  switch (role) {
    case 'updateLoop':
      return [];
    case 'backgroundServer':
    case 'agentHost':
      return [{ role: 'appServer' }];
    case 'appServer':
    case 'exec':
    case 'terminal':
      return [{ role }];
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
        ...{ userId: cut(userId), workspaceId: cut(workspaceId), email: cut(email) },
        ...{ accessTokenHash: mark.secretHash, canRenew, expiresAtMs },
        placement: placement !== undefined && isPlaced(placement, mark) ? pick(placement) : undefined,
      };
    }
  }
}

function pick({ placementId, binding, label, placedAtMs }: Placement): Pick<Placement, 'placementId' | 'binding' | 'label' | 'placedAtMs'> {
  return { placementId, binding, label, placedAtMs };
}

/** Claims come from somebody's token; the other side takes texts of at most this length. */
function cut(claim: string | undefined): string | undefined {
  return claim?.slice(0, 500);
}
