import { decideRefreshOwner, type RefreshOwner } from '../../home/refreshOwner.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import { AuthError, signInNeeded } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { AccountDirectory } from '../directory/accountDirectory.ts';
import { toHomeKey } from '../directory/accountIdentity.ts';
import { isUnderWay } from '../refresh/codexActivity.ts';
import type { HomeLink, PlaceResult } from '../home/homeLink.ts';
import type { HomeOccupant } from '../home/homeOccupantReader.ts';
import type { ProviderReader } from '../home/providerReader.ts';
import type { CodexProcess } from '../../home/running/ports.ts';
import type { Renewal } from '../refresh/refreshService.ts';

/** What a switch reads and changes, and whom it asks before it disturbs a Codex. */
export interface SwitchPorts {
  readonly directory: AccountDirectory;
  readonly homeLink: HomeLink;
  readonly providerReader: Pick<ProviderReader, 'look'>;
  readonly refresh: Pick<Renewal, 'run'>;
  /** The Codex processes on this Home that may be at work: a background server that says it is idle is none. */
  readonly findWorkers: () => Promise<readonly CodexProcess[]>;
  readonly clock: Clock;
  /** Aborts when this extension ends: nobody waits for Codex any longer. */
  readonly ended: AbortSignal;
  /**
   * Codex is running a task on the old account: switch all the same? `movesTo` is the new account when what runs takes it
   * over by itself at its next renewal.
   */
  readonly mayDisturb: (processes: readonly CodexProcess[], movesTo: Account | undefined) => Promise<boolean>;
  /** Codex has let its sign-in run out and may be renewing it in this very moment: switch all the same? */
  readonly mayInterrupt: (account: Account, processes: readonly CodexProcess[]) => Promise<boolean>;
}

/** `left`: the person would rather not disturb what runs. */
export type SwitchOutcome =
  | {
      readonly kind: 'switched';
      readonly account: Account;
      readonly placement: PlaceResult;
    }
  | { readonly kind: 'already'; readonly account: Account }
  | { readonly kind: 'left' };

/**
 * `putBack`: the Home is signed in as before, and whose models Codex uses by now stays. `useAgain`: a provider that was in use
 * is used again, unless another has been chosen since.
 */
type SwitchManner = 'use' | 'putBack' | 'useAgain';

const longestSilenceWaitMs = 5000;
const lookEveryMs = 250;

/** How often the account may be renewed by another window while it is being placed. */
const mostRenewals = 3;

/** Gives Codex on this host another account: read back, newest kept, the new one written, the rest told the truth. */
export class SwitchService {
  readonly #ports: SwitchPorts;

  constructor(ports: SwitchPorts) {
    this.#ports = ports;
  }

  /** @throws AuthError `signInAgain` when the account has no secrets here, `tryAgain` when Codex is renewing right now */
  async switchTo(id: AccountId, manner: SwitchManner = 'use'): Promise<SwitchOutcome> {
    const { directory, homeLink, providerReader, findWorkers } = this.#ports;
    if (manner === 'useAgain' && (await providerReader.look()) !== undefined) {
      return { kind: 'left' };
    }
    const entry = await directory.find(id);
    if (entry.kind !== 'account') {
      throw signInNeeded(buildSentence('account.secretsLost', {}));
    }
    const occupant = await homeLink.look('onClick');
    const isThere =
      manner === 'putBack'
        ? await this.#isSignedIn(entry.account, occupant)
        : await this.#isInUse(entry.account, occupant);
    if (isThere) {
      return { kind: 'already', account: entry.account };
    }
    if (isProvider(entry.account.credential) && toHomeKey(entry.account.credential) === undefined) {
      // The credential stays, and what runs goes on as it was started: nothing is lost or disturbed.
      const placement = await homeLink.place(entry.account, 'asking');
      return { kind: 'switched', account: entry.account, placement };
    }
    const movesTo = isOfSameWorkspace(occupant, entry.account) ? entry.account : undefined;
    if (!(await this.#mayWrite(occupant, await findWorkers(), movesTo))) {
      return { kind: 'left' };
    }
    const { account, placement } = await this.#place(entry.account, manner);
    return placement.kind === 'left' ? { kind: 'left' } : { kind: 'switched', account, placement };
  }

  async #isInUse(account: Account, occupant: HomeOccupant): Promise<boolean> {
    const provider = await this.#ports.providerReader.look();
    if (provider?.kind === 'ours') {
      return provider.account.id === account.id && hasItsKey(account, occupant);
    }
    return provider?.provider.usesSignIn !== false && this.#isSignedIn(account, occupant);
  }

  async #isSignedIn({ id }: Account, occupant: HomeOccupant): Promise<boolean> {
    const binding = await this.#ports.homeLink.binding();
    return occupant.kind === 'ours' && occupant.account.id === id && binding?.accountId === id;
  }

  /** The account used before this one; undefined when there was none, or it is gone. */
  async findPrevious(): Promise<AccountId | undefined> {
    const provider = await this.#ports.providerReader.look();
    const id = provider?.kind === 'ours' ? provider.previousId : (await this.#ports.homeLink.binding())?.previousId;
    return id !== undefined && (await this.#ports.directory.find(id)).kind === 'account' ? id : undefined;
  }

  /** One question at most: about what may be lost, else about what would be disturbed. */
  async #mayWrite(
    occupant: HomeOccupant,
    running: readonly CodexProcess[],
    movesTo: Account | undefined,
  ): Promise<boolean> {
    const { homeLink, mayInterrupt, mayDisturb } = this.#ports;
    // What Codex has renewed counts, and is kept, before anybody is asked.
    const account =
      occupant.kind === 'ours' && running.length > 0 ? await homeLink.keepNewestOf(occupant.account) : undefined;
    const owner = account === undefined ? 'extension' : await this.#decideRefreshOwner(account);
    if (owner === 'codex' || (owner === 'codexOverdue' && running.some(isUnderWay))) {
      throw new AuthError('tryAgain', buildSentence('switch.codexRenews', {}));
    }
    if (account !== undefined && owner === 'codexOverdue') {
      return (await mayInterrupt(account, running)) && (await this.#waitForSilence());
    }
    // What the background server and app-servers go on with is seen to after the switch.
    const atWork = running.filter(
      ({ role, isAlone }) => role === 'exec' || (role === 'terminal' && (isAlone || !hasServer(running))),
    );
    return atWork.length === 0 || mayDisturb(atWork, movesTo);
  }

  /** A sign-in that is known to be over can not be lost: nobody has to wait for its renewal. */
  async #decideRefreshOwner({ credential }: Account): Promise<RefreshOwner> {
    const { directory, clock } = this.#ports;
    return credential.kind !== 'chatgpt' || (await directory.isOver(credential))
      ? 'extension'
      : decideRefreshOwner(credential.tokens, clock.nowMs());
  }

  /** A request that can be seen is over soon, and then its tokens are in the Home and are kept; not for ever. */
  async #waitForSilence(): Promise<true> {
    const { clock, ended, findWorkers } = this.#ports;
    const deadlineMs = clock.nowMs() + longestSilenceWaitMs;
    while (clock.nowMs() < deadlineMs && (await findWorkers()).some(isConnected)) {
      await clock.delay(lookEveryMs, ended);
    }
    return true;
  }

  /**
   * Another window may renew the account between our reading and our writing: it looks at the Home after the Ledger,
   * we at the Ledger after the Home, so one of us sees the other and the newest tokens are there in the end.
   */
  async #place(
    wanted: Account,
    manner: SwitchManner,
  ): Promise<{ readonly account: Account; readonly placement: PlaceResult }> {
    const { directory, homeLink } = this.#ports;
    for (let renewals = 0; ; renewals += 1) {
      const account = await this.#freshen(wanted);
      const placement = await (manner === 'putBack'
        ? homeLink.putBack(account, 'asking')
        : homeLink.place(account, 'asking'));
      const isOutrun = placement.kind === 'placed' && (await directory.freshness(account.credential)) === 'spent';
      if (!isOutrun || renewals >= mostRenewals) {
        return { account, placement };
      }
    }
  }

  /** An account that rested may be due; offline it is placed as it is, and renewed later. A spent token never is. */
  async #freshen(account: Account): Promise<Account> {
    if (account.credential.kind !== 'chatgpt') {
      return account;
    }
    const outcome = await this.#ports.refresh.run(account, 'ifDue');
    if (outcome.kind === 'dead') {
      throw signInNeeded(buildSentence(`grant.${outcome.cause}`, {}));
    }
    if (outcome.kind === 'keptElsewhere') {
      throw signInNeeded(buildSentence('grant.keptElsewhere', { product: outcome.product }));
    }
    if (outcome.kind === 'workspaceClosed') {
      throw signInNeeded(buildSentence('grant.workspaceClosed', {}));
    }
    if ('account' in outcome) {
      return outcome.account;
    }
    const entry = await this.#ports.directory.find(account.id);
    return entry.kind === 'account' ? entry.account : account;
  }
}

/**
 * Codex reads its Home again at each renewal, and takes what is there when it is of the workspace that it started with,
 * whoever the person is.
 */
function isOfSameWorkspace(occupant: HomeOccupant, { credential, identity }: Account): boolean {
  const before =
    occupant.kind === 'ours'
      ? { kind: occupant.account.credential.kind, identity: occupant.account.identity }
      : occupant.kind === 'foreign'
        ? occupant.found
        : undefined;
  const isChatgpt = before?.kind === 'chatgpt' && credential.kind === 'chatgpt';
  return isChatgpt && identity.workspaceId !== undefined && before.identity.workspaceId === identity.workspaceId;
}

/** The key of a provider that is in the Home has to be there: another program may have put a sign-in in its place. */
function hasItsKey({ credential }: Account, occupant: HomeOccupant): boolean {
  const isInHome = isProvider(credential) && toHomeKey(credential) !== undefined;
  return !isInHome || (occupant.kind === 'ours' && isProvider(occupant.account.credential));
}

function isConnected({ hasConnection }: CodexProcess): boolean {
  return hasConnection === true;
}

function hasServer(running: readonly CodexProcess[]): boolean {
  return running.some(({ role }) => role === 'backgroundServer');
}
