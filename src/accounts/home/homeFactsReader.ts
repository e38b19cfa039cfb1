import type { Home } from '../../home/home.ts';
import { nothingToRenew, describeRenewal, type RenewalState } from '../../home/running/renewalState.ts';
import type { HomeFacts, HomeHolder } from '../../home/running/ports.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { isProvider, type Account, type Identity } from '../../storage/account.ts';
import type { Clock } from '../../base/clock.ts';
import { toHomeKey } from '../directory/accountIdentity.ts';
import type { HomeOccupant, HomeOccupantReader } from './homeOccupantReader.ts';
import type { ProviderInUse, ProviderReader } from './providerReader.ts';
import type { HomeInspector } from './homeInspector.ts';
import type { FoundKind } from '../../storage/accountKinds.ts';

/** Whose sign-in is in the Home, and by whose choice. */
export interface HomeFactsPorts {
  readonly home: Pick<Home, 'read'>;
  readonly inspector: Pick<HomeInspector, 'look'>;
  readonly reader: Pick<HomeOccupantReader, 'binding'>;
  readonly providerReader: Pick<ProviderReader, 'look'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Tells whose sign-in is in the Home, and since when: what its running Codex is compared with. */
export class HomeFactsReader {
  readonly #ports: HomeFactsPorts;
  /** As of the last look that could tell, with the moment when a look first found it there instead of another. */
  #seen: Seen | undefined;
  #changes = 0;

  constructor(ports: HomeFactsPorts) {
    this.#ports = ports;
  }

  /** How often a look has found another in the Home than the one before. */
  get changes(): number {
    return this.#changes;
  }

  async read(): Promise<HomeFacts> {
    const occupant = await this.#ports.inspector.look();
    const seenSinceMs = this.#noteSeen(occupant);
    const provider = await this.#ports.providerReader.look();
    if (provider !== undefined && (!provider.provider.usesSignIn || hasHomeKey(provider))) {
      return { ...describeProvider(provider), ...(await this.#findRest(occupant)) };
    }
    const sinceMs = (await this.#findBoundSinceMs(occupant)) ?? seenSinceMs;
    return { holder: describeHolder(occupant), sinceMs, ...(await this.#findRest(occupant)) };
  }

  /** Our own note of it outlives this window; somebody else's sign-out leaves none. */
  async #findBoundSinceMs(occupant: HomeOccupant): Promise<number | undefined> {
    const binding = await this.#ports.reader.binding();
    return binding?.binding === 'full' && binding.accountId === idOf(occupant) ? binding.sinceMs : undefined;
  }

  /** Not to know for a moment is no change, and to learn it is none either. */
  #noteSeen(occupant: HomeOccupant): number | undefined {
    if (occupant.kind === 'untold' || occupant.kind === 'unreadable') {
      return this.#seen?.sinceMs;
    }
    const now = { holder: JSON.stringify(describeHolder(occupant)), accountId: idOf(occupant) };
    const isChange = this.#seen !== undefined && !isSameSignIn(this.#seen, now);
    this.#changes += isChange ? 1 : 0;
    this.#seen = { ...now, sinceMs: isChange ? this.#ports.clock.nowMs() : this.#seen?.sinceMs };
    return this.#seen.sinceMs;
  }

  /** Asked who is signed in, a server whose token is due would renew it first. */
  async #findRest(occupant: HomeOccupant): Promise<RenewalState> {
    const state = await this.#ports.home.read();
    const inHome =
      state.kind === 'signedIn' && state.credential.kind === 'chatgpt' ? state.credential.tokens : undefined;
    const tokens: TokenSet | undefined = inHome ?? tokensOf(occupant);
    return tokens === undefined ? nothingToRenew : describeRenewal(tokens, this.#ports.clock.nowMs());
  }
}

/** Each conversation reads the configuration anew (measured with 0.171.0), but a variable or a key is that of the start. */
function describeProvider(inUse: ProviderInUse): Pick<HomeFacts, 'holder' | 'sinceMs'> {
  const needsStart = inUse.kind === 'ours' && (inUse.provider.envKey !== undefined || hasHomeKey(inUse));
  return { holder: { kind: 'provider' }, sinceMs: needsStart ? inUse.sinceMs : undefined };
}

function hasHomeKey(inUse: ProviderInUse): boolean {
  return (
    inUse.kind === 'ours' && isProvider(inUse.account.credential) && toHomeKey(inUse.account.credential) !== undefined
  );
}

interface SignIn {
  /** As text, to be compared. */
  readonly holder: string;
  /** Undefined for one that is not among our accounts. */
  readonly accountId: string | undefined;
}

interface Seen extends SignIn {
  readonly sinceMs: number | undefined;
}

/** What was somebody else's and is taken over, or was ours and is forgotten, is still there as it was. */
function isSameSignIn(before: SignIn, now: SignIn): boolean {
  const isOurs = before.accountId !== undefined && now.accountId !== undefined;
  return isOurs ? before.accountId === now.accountId : before.holder === now.holder;
}

function describeHolder(occupant: HomeOccupant): HomeHolder {
  switch (occupant.kind) {
    case 'none':
      return { kind: 'none' };
    case 'ours':
      return describeAccountHolder(occupant.account);
    case 'foreign':
      return holderOf(occupant.found.kind, occupant.found.identity);
    case 'untold':
    case 'unreadable':
      return { kind: 'unknown' };
  }
}

/** A provider has no credential in a Home. */
function describeAccountHolder({ credential, identity }: Account): HomeHolder {
  return isProvider(credential) ? { kind: 'unknown' } : holderOf(credential.kind, identity);
}

function holderOf(kind: FoundKind, { userId, workspaceId }: Identity): HomeHolder {
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
  return occupant.kind === 'ours' && occupant.account.credential.kind === 'chatgpt'
    ? occupant.account.credential.tokens
    : undefined;
}
