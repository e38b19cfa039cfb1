import type { Hello, HomeStatus, RemoveAnswer, RestartAnswer } from './companionProtocol.ts';
import { ignoreExpected } from '../../errors/authError.ts';
import type { RemoteCredential } from '../../home/credential/remoteCredential.ts';
import type { Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import type { HostChoice, Placed } from '../../storage/hostRecords.ts';
import { randomBase64Url } from '../../base/bytes.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { SingleFlight } from '../../base/singleFlight.ts';
import { changeNote, notePlaced, noteSeen, type HostNotesPorts } from './hostNotes.ts';
import { isOverForCodex, judgeRemoteSignIn } from './remoteSignInStatus.ts';
import type { HostAnswer, RemoteHome } from './remoteHome.ts';
import type {
  Belonging,
  ConnectedHost,
  PlacedCredential,
  PutOutcome,
  RemoteState,
  RenewManner,
  RenewOutcome,
} from './remoteState.ts';
import { readRemoteRunning } from './remoteRunning.ts';
import { findRefusal, judgeStanding } from './hostRules.ts';
import { readRules } from './rulesThere.ts';

/** The companion, the records of hosts, and what makes a lease. */
export interface RemoteHostPorts extends HostNotesPorts {
  readonly home: RemoteHome;
  /** What another host may use of an account of ours. */
  readonly make: (account: Account) => Promise<RemoteCredential>;
  readonly findAccount: (id: AccountId) => Promise<Account | undefined>;
}

interface Seen {
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

/**
 * The host that this window is connected to: what is there, and putting, renewing and removing what is ours. In one
 * file, because all of these share one order of answers: none that was long on its way replaces a later one.
 */
export class RemoteHost {
  readonly #ports: RemoteHostPorts;
  readonly #changed = new Emitter<RemoteState>();
  readonly #looks = new SingleFlight<boolean, RemoteState>();
  readonly onDidChange: Event<RemoteState> = this.#changed.event;
  #state: RemoteState = { kind: 'unknown' };
  /** Each thing the host says has a number, so that an answer that was long on its way replaces no later one. */
  #lastAsked = 0;
  #lastShown = 0;

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
      const number = this.#nextNumber();
      const reached = await this.#reach(asksCodex);
      return this.#show(number, reached.kind === 'ok' ? await this.#judge(reached.answer) : reached);
    });
  }

  /**
   * Gives the host a lease of an account, or a copy of a key.
   * @param choice what the person said about this host with it
   * @throws AuthError when none can be made: nothing was sent then
   */
  async lend(account: Account, choice?: HostChoice): Promise<PutOutcome> {
    const host = await this.#findHost();
    if (host.kind !== 'ok') {
      return host;
    }
    const rules = this.#state.kind === 'connected' ? this.#state.rules : undefined;
    const ruled = findRefusal(rules, account.credential.kind, account.identity);
    return (
      ruled ??
      this.#place(host.answer, {
        credential: await this.#ports.make(account),
        belonging: belongingOf(account),
        choice,
      })
    );
  }

  /** Hands a sign-in over that was made for this host; a note of it is all that stays here. */
  async giveOwn(credential: RemoteCredential, belonging: Belonging, choice?: HostChoice): Promise<PutOutcome> {
    const host = await this.#findHost();
    if (host.kind !== 'ok') {
      return host;
    }
    const rules = this.#state.kind === 'connected' ? this.#state.rules : undefined;
    return (
      findRefusal(rules, 'chatgpt', belonging.identity) ?? this.#place(host.answer, { credential, belonging, choice })
    );
  }

  /**
   * Renews the lease that the last look saw, in place.
   * @throws AuthError when none can be made: nothing was sent then
   */
  async renew(manner: RenewManner): Promise<RenewOutcome> {
    const state = this.#state;
    const placed = state.kind === 'connected' ? state.record.placed : undefined;
    if (state.kind !== 'connected' || placed === undefined) {
      return { kind: 'left' };
    }
    const { host } = state;
    const outcome = await this.#ports.records.withHost(host.hostId, () => this.#renewLocked(host, placed, manner));
    await (outcome.kind === 'ok' ? this.#seeAfter(host, outcome) : this.look({ asksCodex: false }));
    return outcome;
  }

  /** Takes away what we put there, and nothing else. */
  async remove(): Promise<HostAnswer<RemoveAnswer>> {
    const host = await this.#findHost();
    if (host.kind !== 'ok') {
      return host;
    }
    const result = await this.#ports.home.remove(host.answer.hostId);
    if (result.kind === 'ok') {
      const { records } = this.#ports;
      await changeNote(host.answer.hostId, (record) => ({ ...record, placed: undefined }), records);
    }
    await this.#seeAfter(host.answer, result);
    return result;
  }

  /** The person's word about this host; it is kept until they say another. */
  async choose(choice: HostChoice): Promise<void> {
    if (this.#state.kind === 'connected') {
      await changeNote(this.#state.record.id, (record) => ({ ...record, choice }), this.#ports.records);
      await this.look();
    }
  }

  /** Has a Codex there started again that uses something else than its Home holds: the background server of its terminals. */
  async restartCodex(): Promise<HostAnswer<RestartAnswer>> {
    const host = await this.#findHost();
    if (host.kind !== 'ok') {
      return host;
    }
    const result = await this.#ports.home.restartCodex(host.answer.hostId);
    await this.#seeAfter(host.answer, result);
    return result;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #reach(asksCodex: boolean): Promise<HostAnswer<Seen>> {
    const { home } = this.#ports;
    const hello = await home.hello();
    if (hello.kind !== 'ok') {
      return hello;
    }
    const status = await home.status({ hostId: hello.answer.hostId, asksCodex });
    return status.kind === 'ok' ? { kind: 'ok', answer: { host: hello.answer, status: status.answer } } : status;
  }

  /** The host that was seen: the companion itself refuses a request that is meant for another one. */
  async #findHost(): Promise<HostAnswer<Hello>> {
    return this.#state.kind === 'connected' ? { kind: 'ok', answer: this.#state.host } : this.#ports.home.hello();
  }

  /** After a change: the answer to it says what is there now, else the host is asked. */
  async #seeAfter(host: Hello, result: HostAnswer<{ readonly status?: HomeStatus | undefined }>): Promise<void> {
    const number = this.#nextNumber();
    const status = result.kind === 'ok' ? result.answer.status : undefined;
    if (status === undefined) {
      await this.look();
    } else {
      this.#show(number, await this.#judge({ host, status }));
    }
  }

  #nextNumber(): number {
    this.#lastAsked += 1;
    return this.#lastAsked;
  }

  #show(number: number, state: RemoteState): RemoteState {
    if (number > this.#lastShown) {
      this.#lastShown = number;
      this.#state = state;
      this.#changed.fire(state);
    }
    return this.#state;
  }

  async #judge({ host, status }: Seen): Promise<ConnectedHost> {
    const { record, predecessor } = await noteSeen(host, this.#ports);
    // What was in the container before it was rebuilt is missed in the empty one.
    const expected = status.home.kind === 'signedOut' ? (record.placed ?? predecessor?.placed) : record.placed;
    const signIn = judgeRemoteSignIn({ status, placed: expected, nowMs: this.#ports.clock.nowMs() });
    const rules = status.rules && readRules(status.rules);
    return {
      kind: 'connected',
      host,
      record,
      signIn,
      canPutBack: status.canPutBack,
      running: readRemoteRunning(status),
      rules,
      ruled: rules && judgeStanding(rules, status.home),
    };
  }

  async #place(
    host: Hello,
    given: Omit<Putting, 'host' | 'placementId'> & { readonly choice: HostChoice | undefined },
  ): Promise<HostAnswer<PlacedCredential>> {
    const { choice, ...what } = given;
    const outcome = await this.#put({ ...what, host, placementId: randomBase64Url(18) });
    if (outcome.kind === 'ok') {
      const { placed } = outcome.answer;
      // An error would have the caller end a sign-in that is in use.
      await notePlaced(host, { placed, choice }, this.#ports).catch(ignoreExpected);
    }
    await this.#seeAfter(host, outcome).catch(ignoreExpected);
    return outcome;
  }

  async #renewLocked(host: Hello, seen: Placed, manner: RenewManner): Promise<RenewOutcome> {
    const { home, records, clock, make, findAccount } = this.#ports;
    const record = await records.read(host.hostId);
    const placed = record?.placed;
    if (record === undefined || placed?.binding !== 'lease' || placed.accessTokenHash !== seen.accessTokenHash) {
      return { kind: 'left' };
    }
    // Somebody may have signed in there since the last look: a lease costs a request, and is put over our own alone.
    const status = await home.status({ hostId: host.hostId, asksCodex: false });
    if (status.kind !== 'ok') {
      return status;
    }
    const nowMs = clock.nowMs();
    const signIn = judgeRemoteSignIn({ status: status.answer, placed, nowMs }).kind;
    const isOurs = signIn === 'placed' || signIn === 'restartRequired';
    if (!isOurs || (manner === 'silently' && !isKnownThere(status.answer))) {
      return { kind: 'left' };
    }
    const account = placed.accountId === undefined ? undefined : await findAccount(placed.accountId);
    if (account === undefined) {
      return { kind: 'noAccount' };
    }
    const { rules } = status.answer;
    const ruled = findRefusal(rules && readRules(rules), account.credential.kind, account.identity);
    if (ruled !== undefined) {
      return ruled;
    }
    const outcome = await this.#put({
      host,
      credential: await make(account),
      belonging: belongingOf(account),
      placementId: placed.placementId,
      codexNeedsRestartSinceMs: isOverForCodex(placed.expiresAtMs, nowMs) ? nowMs : placed.codexNeedsRestartSinceMs,
      restartsCodex: manner === 'restarting',
    });
    if (outcome.kind === 'ok') {
      await records.write({ ...record, placed: outcome.answer.placed });
    }
    return outcome;
  }

  async #put(putting: Putting): Promise<HostAnswer<PlacedCredential>> {
    const { host, credential, belonging, placementId, restartsCodex = false } = putting;
    const result = await this.#ports.home.put({
      hostId: host.hostId,
      placementId,
      label: (belonging.hiddenLabel ?? belonging.label).slice(0, longestLabel),
      binding: credential.binding,
      document: credential.document.reveal(),
      ...(restartsCodex ? { restartsCodex } : {}),
    });
    if (result.kind !== 'ok') {
      return result;
    }
    const { replaced, status } = result.answer;
    // By this computer's clock, as everything else in our records.
    return { kind: 'ok', answer: { placed: describePlaced(putting, this.#ports.clock.nowMs()), replaced, status } };
  }
}

const longestLabel = 200;

/** The companion knows its own writing again, so it asks nobody about a renewal. */
function isKnownThere({ home }: HomeStatus): boolean {
  return home.kind === 'signedIn' && home.placement !== undefined;
}

function describePlaced(
  { host, credential, belonging, placementId, codexNeedsRestartSinceMs }: Putting,
  placedAtMs: number,
): Placed {
  const { binding, accessTokenHash, expiresAtMs } = credential;
  const { accountId, label, hiddenLabel, identity } = belonging;
  return {
    binding,
    accountId,
    label,
    hiddenLabel,
    userId: identity.userId,
    workspaceId: identity.workspaceId,
    placementId,
    accessTokenHash,
    placedAtMs,
    expiresAtMs,
    path: host.home.path,
    codexNeedsRestartSinceMs,
  };
}

function belongingOf({ id, label, identity }: Account): Belonging {
  return { accountId: id, label, identity };
}
