import type { Home } from '../home/home.ts';
import { judgeTurn } from '../home/renewalTurn.ts';
import type { HomeFacts, HomeHolder } from '../home/running/ports.ts';
import type { TokenSet } from '../protocol/tokenSet.ts';
import type { Identity } from '../storage/account.ts';
import type { Clock } from '../util/clock.ts';
import type { HomeLink, HomeOccupant } from './homeLink.ts';
import type { HomeSight } from './homeSight.ts';

export interface HomeFactsPorts {
  readonly home: Pick<Home, 'read'>;
  readonly sight: Pick<HomeSight, 'look'>;
  readonly homeLink: Pick<HomeLink, 'binding'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Tells who stands in the Home, and since when: what its running Codex is compared with. */
export class HomeFactsReader {
  readonly #ports: HomeFactsPorts;
  /** As of the last look, with the moment when a look first found it there instead of another. */
  #seen: { readonly key: string; readonly sinceMs: number | undefined } | undefined;

  constructor(ports: HomeFactsPorts) {
    this.#ports = ports;
  }

  async read(): Promise<HomeFacts> {
    const occupant = await this.#ports.sight.look();
    const holder = describeHolder(occupant);
    const sinceMs = (await this.#findBoundSinceMs(occupant)) ?? this.#noteSeen(JSON.stringify([holder, idOf(occupant)]));
    return { holder, sinceMs, isAtRest: await this.#isAtRest(occupant) };
  }

  /** Our own note of it outlives this window; somebody else's sign-out leaves none. */
  async #findBoundSinceMs(occupant: HomeOccupant): Promise<number | undefined> {
    const binding = await this.#ports.homeLink.binding();
    return binding?.binding === 'full' && binding.accountId === idOf(occupant) ? binding.sinceMs : undefined;
  }

  #noteSeen(key: string): number | undefined {
    if (this.#seen?.key !== key) {
      this.#seen = { key, sinceMs: this.#seen === undefined ? undefined : this.#ports.clock.nowMs() };
    }
    return this.#seen.sinceMs;
  }

  /** Asked who is signed in, a server whose token is due would renew it first. */
  async #isAtRest(occupant: HomeOccupant): Promise<boolean> {
    const state = await this.#ports.home.read();
    const inHome = state.kind === 'signedIn' && state.credential.kind === 'chatgpt' ? state.credential.tokens : undefined;
    const tokens: TokenSet | undefined = inHome ?? tokensOf(occupant);
    return tokens === undefined || judgeTurn(tokens, this.#ports.clock.nowMs()) === 'ours';
  }
}

function describeHolder(occupant: HomeOccupant): HomeHolder {
  switch (occupant.kind) {
    case 'nobody':
      return { kind: 'nobody' };
    case 'ours':
      return holderOf(occupant.account.credential.kind, occupant.account.identity);
    case 'foreign':
      return holderOf(occupant.found.kind, occupant.found.identity);
    case 'untold':
    case 'unreadable':
      return { kind: 'unknown' };
  }
}

function holderOf(kind: 'chatgpt' | 'apiKey' | 'accessToken' | 'other', { userId, workspaceId }: Identity): HomeHolder {
  switch (kind) {
    case 'chatgpt':
      return { kind, userId, workspaceId };
    case 'apiKey':
      return { kind };
    case 'accessToken':
    case 'other':
      return { kind: 'unknown' };
  }
}

function idOf(occupant: HomeOccupant): string | undefined {
  return occupant.kind === 'ours' ? occupant.account.id : undefined;
}

function tokensOf(occupant: HomeOccupant): TokenSet | undefined {
  return occupant.kind === 'ours' && occupant.account.credential.kind === 'chatgpt' ? occupant.account.credential.tokens : undefined;
}
