import type { Hello, HomeStatus, RestartAnswer } from './homeAccess.ts';
import { isExpected } from '../../errors/authError.ts';
import type { RemoteCredential } from '../../home/credential/remoteCredential.ts';
import type { Account, AccountId } from '../../storage/account.ts';
import type { HostChoice, HostRecord, HostRecords, Placed } from '../../storage/hostRecords.ts';
import { randomBase64Url } from '../../util/bytes.ts';
import type { Clock } from '../../util/clock.ts';
import { Emitter, type Event } from '../../util/emitter.ts';
import { SingleFlight } from '../../util/singleFlight.ts';
import { isOverForCodex, judgeRemoteSignIn } from './remoteSignInStatus.ts';
import type { RemoteHome } from './remoteHome.ts';
import type {
  Belonging,
  ConnectedHost,
  NoAnswer,
  PlaceOutcome,
  RemoteState,
  RenewManner,
  RenewOutcome,
} from './remoteState.ts';
import { readRunning } from './runningThere.ts';

export interface RemoteHostPorts {
  readonly home: RemoteHome;
  readonly records: HostRecords;
  readonly clock: Clock;
  /** What VS Code calls the remote; a rebuilt container keeps it. */
  readonly authority: string | undefined;
  /** What another host may use of an account of ours. */
  readonly make: (account: Account) => Promise<RemoteCredential>;
  readonly findAccount: (id: AccountId) => Promise<Account | undefined>;
}

interface Reached {
  readonly kind: 'reached';
  readonly host: Hello;
  readonly status: HomeStatus;
}

interface Putting {
  readonly host: Hello;
  readonly credential: RemoteCredential;
  readonly belonging: Belonging;
  readonly placementId: string;
  readonly codexNeedsRestartSinceMs?: number | undefined;
  readonly restartsCodex?: boolean;
}

/** The host that this window is connected to: what stands there, and putting, renewing and removing what is ours. */
export class RemoteHost {
  readonly #ports: RemoteHostPorts;
  readonly #changed = new Emitter<RemoteState>();
  readonly #looks = new SingleFlight<boolean, RemoteState>();
  readonly onDidChange: Event<RemoteState> = this.#changed.event;
  #state: RemoteState = { kind: 'unknown' };

  constructor(ports: RemoteHostPorts) {
    this.#ports = ports;
  }

  get state(): RemoteState {
    return this.#state;
  }

  /**
   * Asks the host anew. Callers at one time share one look.
   * @param asksCodex false where only time has passed: a background server there is as it last said then
   */
  look({ asksCodex }: { readonly asksCodex: boolean } = { asksCodex: true }): Promise<RemoteState> {
    return this.#looks.run(asksCodex, async () => {
      const reached = await this.#reach(asksCodex);
      this.#state = reached.kind === 'reached' ? await this.#judge(reached) : reached;
      this.#changed.fire(this.#state);
      return this.#state;
    });
  }

  /**
   * Gives the host a lease of an account, or a copy of a key.
   * @param choice what the person said about this host with it
   * @throws AuthError when none can be made: nothing was sent then
   */
  async lend(account: Account, choice?: HostChoice): Promise<PlaceOutcome> {
    const reached = await this.#reach();
    if (reached.kind !== 'reached') {
      return reached;
    }
    return this.#place(reached.host, {
      credential: await this.#ports.make(account),
      belonging: belongingOf(account),
      choice,
    });
  }

  /** Hands a sign-in over that was made for this host; a note of it is all that stays here. */
  async giveOwn(credential: RemoteCredential, belonging: Belonging, choice?: HostChoice): Promise<PlaceOutcome> {
    const reached = await this.#reach();
    return reached.kind === 'reached' ? this.#place(reached.host, { credential, belonging, choice }) : reached;
  }

  /**
   * Renews the lease that the last look saw, in place.
   * @throws AuthError when none can be made: nothing was sent then
   */
  async renew(manner: RenewManner): Promise<RenewOutcome> {
    const seen = this.#state.kind === 'connected' ? this.#state.record : undefined;
    if (seen?.placed === undefined) {
      return { kind: 'left' };
    }
    const { placed } = seen;
    const outcome = await this.#ports.records.withHost(seen.id, () => this.#renewLocked(seen.id, placed, manner));
    await this.look({ asksCodex: outcome.kind === 'placed' });
    return outcome;
  }

  /** Takes away what we put there, and nothing else. */
  async remove(): Promise<{ readonly kind: 'removed' } | NoAnswer> {
    const reached = await this.#reach();
    if (reached.kind !== 'reached') {
      return reached;
    }
    const result = await this.#ports.home.remove(reached.host.hostId);
    if (result.kind !== 'answer') {
      return result;
    }
    await this.#change(reached.host.hostId, (record) => ({ ...record, placed: undefined }));
    await this.look();
    return { kind: 'removed' };
  }

  /** The person's word about this host; it is kept until they say another. */
  async choose(choice: HostChoice): Promise<void> {
    if (this.#state.kind === 'connected') {
      await this.#change(this.#state.record.id, (record) => ({ ...record, choice }));
      await this.look();
    }
  }

  /** Has a Codex there started again that uses something else than its Home holds: the background server of its terminals. */
  async restartCodex(): Promise<{ readonly kind: 'restarted'; readonly step: RestartAnswer['step'] } | NoAnswer> {
    const reached = await this.#reach();
    if (reached.kind !== 'reached') {
      return reached;
    }
    const result = await this.#ports.home.restartCodex(reached.host.hostId);
    await this.look();
    return result.kind === 'answer' ? { kind: 'restarted', step: result.answer.step } : result;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #reach(asksCodex = false): Promise<Reached | NoAnswer> {
    const { home } = this.#ports;
    const hello = await home.hello();
    if (hello.kind !== 'answer') {
      return hello;
    }
    const status = await home.status({ hostId: hello.answer.hostId, asksCodex });
    return status.kind === 'answer' ? { kind: 'reached', host: hello.answer, status: status.answer } : status;
  }

  async #judge({ host, status }: Reached): Promise<ConnectedHost> {
    const { records, clock } = this.#ports;
    const before = await this.#findPredecessor(host);
    const record = await records.withHost(host.hostId, async () => {
      const seen = this.#noteSeen(host, await records.read(host.hostId), before);
      await records.write(seen);
      return seen;
    });
    // What stood in the container before it was rebuilt is missed in the empty one.
    const expected = status.home.kind === 'signedOut' ? (record.placed ?? before?.placed) : record.placed;
    const signIn = judgeRemoteSignIn({ status, placed: expected, nowMs: clock.nowMs() });
    return { kind: 'connected', host, record, signIn, canPutBack: status.canPutBack, running: readRunning(status) };
  }

  #noteSeen(host: Hello, known: HostRecord | undefined, before: HostRecord | undefined): HostRecord {
    return {
      id: host.hostId,
      via: 'window',
      name: host.hostName,
      userName: host.userName,
      authority: this.#ports.authority ?? known?.authority,
      choice: known?.choice ?? before?.choice ?? 'auto',
      placed: known?.placed,
      lastSeenMs: this.#ports.clock.nowMs(),
    };
  }

  /** The host that stood under the same name before: a rebuilt container is a new host to its companion. */
  async #findPredecessor({ hostId }: Hello): Promise<HostRecord | undefined> {
    const { authority, records } = this.#ports;
    return authority === undefined
      ? undefined
      : (await records.list()).find(
          (record) => record.via === 'window' && record.authority === authority && record.id !== hostId,
        );
  }

  async #place(
    host: Hello,
    given: Omit<Putting, 'host' | 'placementId'> & { readonly choice: HostChoice | undefined },
  ): Promise<PlaceOutcome> {
    const { choice, ...what } = given;
    const outcome = await this.#put({ ...what, host, placementId: randomBase64Url(18) });
    if (outcome.kind === 'placed') {
      await this.#notePlaced(host, outcome.placed, choice).catch(ignoreStorageFailure);
    }
    await this.look().catch(ignoreStorageFailure);
    return outcome;
  }

  async #notePlaced(host: Hello, placed: Placed, choice: HostChoice | undefined): Promise<void> {
    const { records } = this.#ports;
    const before = await this.#findPredecessor(host);
    await records.withHost(host.hostId, async () => {
      // The note may have been dropped, or this host never been looked at.
      const record = this.#noteSeen(host, await records.read(host.hostId), before);
      await records.write({ ...record, choice: choice ?? record.choice, placed });
    });
    // An own sign-in of the former container still lives on the server: its note stays until the person drops it.
    if (before !== undefined && before.placed?.binding !== 'own') {
      await records.remove(before.id);
    }
  }

  async #renewLocked(hostId: string, seen: Placed, manner: RenewManner): Promise<RenewOutcome> {
    const { records, clock, make, findAccount } = this.#ports;
    const record = await records.read(hostId);
    const placed = record?.placed;
    if (record === undefined || placed?.binding !== 'lease' || placed.accessTokenHash !== seen.accessTokenHash) {
      return { kind: 'left' };
    }
    const reached = await this.#reach();
    if (reached.kind !== 'reached') {
      return reached;
    }
    const { host, status } = reached;
    const nowMs = clock.nowMs();
    const signIn = judgeRemoteSignIn({ status, placed, nowMs }).kind;
    const isKnownThere = status.home.kind === 'signedIn' && status.home.placement !== undefined;
    const isOurs = signIn === 'placed' || signIn === 'restartRequired';
    if (host.hostId !== hostId || !isOurs || (manner === 'silently' && !isKnownThere)) {
      return { kind: 'left' };
    }
    const account = placed.accountId === undefined ? undefined : await findAccount(placed.accountId);
    if (account === undefined) {
      return { kind: 'noAccount' };
    }
    const { placementId } = placed;
    const codexNeedsRestartSinceMs = isOverForCodex(placed.expiresAtMs, nowMs)
      ? nowMs
      : placed.codexNeedsRestartSinceMs;
    const restartsCodex = manner === 'restarting';
    const outcome = await this.#put({
      host,
      credential: await make(account),
      belonging: belongingOf(account),
      placementId,
      codexNeedsRestartSinceMs,
      restartsCodex,
    });
    if (outcome.kind === 'placed') {
      await records.write({ ...record, placed: outcome.placed });
    }
    return outcome;
  }

  async #put({
    host,
    credential,
    belonging,
    placementId,
    codexNeedsRestartSinceMs,
    restartsCodex = false,
  }: Putting): Promise<PlaceOutcome> {
    const { label, hiddenLabel, accountId, identity } = belonging;
    const { binding, accessTokenHash, expiresAtMs } = credential;
    const result = await this.#ports.home.put({
      hostId: host.hostId,
      placementId,
      label: (hiddenLabel ?? label).slice(0, longestLabel),
      binding,
      document: credential.document.reveal(),
      ...(restartsCodex ? { restartsCodex } : {}),
    });
    if (result.kind !== 'answer') {
      return result;
    }
    const { userId, workspaceId } = identity;
    // By this computer's clock, as everything else in our records.
    const placedAtMs = this.#ports.clock.nowMs();
    const what = {
      binding,
      accountId,
      label,
      hiddenLabel,
      userId,
      workspaceId,
      placementId,
      accessTokenHash,
      expiresAtMs,
      codexNeedsRestartSinceMs,
    };
    return { kind: 'placed', placed: { ...what, placedAtMs, path: host.home.path }, replaced: result.answer.replaced };
  }

  async #change(id: string, change: (record: HostRecord) => HostRecord): Promise<void> {
    const { records } = this.#ports;
    await records.withHost(id, async () => {
      const record = await records.read(id);
      if (record !== undefined) {
        await records.write(change(record));
      }
    });
  }
}

const longestLabel = 200;

function belongingOf({ id, label, identity }: Account): Belonging {
  return { accountId: id, label, identity };
}

/**
 * The credential is placed whether or not we can record it now. An error would have the caller end a sign-in that is in
 * use.
 */
function ignoreStorageFailure(failure: unknown): void {
  if (!isExpected(failure)) {
    throw failure;
  }
}
