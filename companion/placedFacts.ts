import { l10n } from 'vscode';
import { markCredential } from '../src/home/credential/credentialMark.ts';
import type { HomeCredential } from '../src/home/credential/credentialDocument.ts';
import type { Home } from '../src/home/home.ts';
import type { HomeFacts, HomeHolder } from '../src/home/running/ports.ts';
import { nothingToRenew, describeRenewal } from '../src/home/running/renewalState.ts';
import type { Placement, Placements } from '../src/storage/placements.ts';
import type { Clock } from '../src/base/clock.ts';
import { linkSafeName } from '../src/base/displayText.ts';
import { isPlaced } from './putDecisions.ts';

/** The Home, what was placed in it, and the time. */
export interface PlacedFactsPorts {
  readonly home: Pick<Home, 'read' | 'folder'>;
  readonly placements: Pick<Placements, 'read'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Tells whose sign-in is in the Home of this host, and since when: what its running Codex is compared with. */
export class PlacedFacts {
  readonly #ports: PlacedFactsPorts;

  constructor(ports: PlacedFactsPorts) {
    this.#ports = ports;
  }

  async read(): Promise<HomeFacts> {
    const state = await this.#ports.home.read();
    switch (state.kind) {
      case 'signedOut':
        return { holder: { kind: 'none' }, sinceMs: undefined, ...nothingToRenew };
      case 'unreadable':
      case 'problem':
        return { holder: { kind: 'unknown' }, sinceMs: undefined, isAtRest: false, dueSinceMs: undefined };
      case 'signedIn': {
        const { credential } = state;
        const rest =
          credential.kind === 'chatgpt'
            ? describeRenewal(credential.tokens, this.#ports.clock.nowMs())
            : nothingToRenew;
        return {
          holder: await describeHolder(credential),
          sinceMs: (await this.#findPlacement(credential))?.sinceMs,
          ...rest,
        };
      }
    }
  }

  /** What the next Codex uses, in words; undefined when no one is signed in. */
  async nextAccount(): Promise<string | undefined> {
    const state = await this.#ports.home.read();
    if (state.kind === 'signedOut') {
      return undefined;
    }
    const placement = state.kind === 'signedIn' ? await this.#findPlacement(state.credential) : undefined;
    return placement === undefined ? l10n.t('the sign-in that stands there') : linkSafeName(placement.label);
  }

  /** Our note of what is there; undefined where another program wrote it. */
  async #findPlacement(credential: HomeCredential): Promise<Placement | undefined> {
    const { placements, home } = this.#ports;
    const placement = await placements.read(home.folder);
    return isPlaced(placement, await markCredential(credential)) ? placement : undefined;
  }
}

async function describeHolder(credential: HomeCredential): Promise<HomeHolder> {
  switch (credential.kind) {
    case 'chatgpt': {
      const { userId, workspaceId } = await markCredential(credential);
      return { kind: 'chatgpt', userId, workspaceId };
    }
    case 'apiKey':
      return { kind: 'apiKey' };
    case 'accessToken':
    case 'bedrockKey':
    case 'other':
      return { kind: 'unknown' };
  }
}
