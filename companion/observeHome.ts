import { markCredential, type CredentialMark } from '../src/home/credential/credentialMark.ts';
import type { Home, HomeSnapshot, HomeState } from '../src/home/home.ts';
import type { PutAnswer, HomeAccessRefusal } from '../src/hosts/remote/companionProtocol.ts';
import type { Placement, Placements } from '../src/storage/placements.ts';
import { isPlaced } from './putDecisions.ts';
import type { FoundSignIn } from './ports.ts';

/** A look at the Home: what is there, and whether we wrote it. */
export interface HomeLook {
  readonly seen: HomeSnapshot;
  readonly found: FoundSignIn;
  readonly mark: CredentialMark | undefined;
  readonly placement: Placement | undefined;
}

/** The Home, and what is noted of what was placed in it. */
export interface HomeLookPorts {
  readonly home: Home;
  readonly placements: Placements;
}

/** @returns a refusal when the Home cannot be read */
export async function lookAtHome({ home, placements }: HomeLookPorts): Promise<HomeLook | HomeAccessRefusal> {
  const [state, placement] = await Promise.all([home.read(), placements.read(home.folder)]);
  if (state.kind === 'problem') {
    return { code: 'problem', problem: state.problem, path: home.credentialPath };
  }
  const mark = state.kind === 'signedIn' ? await markCredential(state.credential) : undefined;
  return { seen: state.seen, mark, placement, found: describeFound(state, mark, placement) };
}

/** Two windows may have asked about the same sign-in: who comes second must not let go of what the first has kept. */
export async function isUnchanged({ seen }: HomeLook, home: Home): Promise<boolean> {
  const state = await home.read();
  return state.kind !== 'problem' && state.seen.fingerprint === seen.fingerprint;
}

/** What a placing replaces, as main is told. */
export function nameReplaced({ found }: HomeLook): PutAnswer['replaced'] {
  return found.kind === 'none' ? 'nothing' : found.kind === 'placed' ? 'ours' : 'foreign';
}

function describeFound(
  state: Exclude<HomeState, { kind: 'problem' }>,
  mark: CredentialMark | undefined,
  placement: Placement | undefined,
): FoundSignIn {
  if (state.kind === 'signedOut') {
    return { kind: 'none' };
  }
  if (mark === undefined) {
    return { kind: 'unreadable' };
  }
  return placement !== undefined && isPlaced(placement, mark)
    ? { kind: 'placed', label: placement.label }
    : { kind: 'foreign', credential: mark.kind, email: mark.email };
}
