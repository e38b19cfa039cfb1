import type { RefreshReason } from '../../protocol/oauth/refresh.ts';
import { findIssuerOf } from '../../protocol/oauth/issuer.ts';
import type { Account } from '../../storage/account.ts';
import { BackOff, firstRetryMs } from '../../base/backOff.ts';
import { SingleFlight } from '../../base/singleFlight.ts';
import type { CodexActivity } from './codexActivity.ts';
import { decideRefresh, type RefreshQuestion, type RefreshStep, type SlowFacts } from './decideRefresh.ts';
import type { PendingMark, TokenAccount } from './grantStore.ts';
import type { GrantObservation } from './observeGrant.ts';
import type { LeaseOutcome, RefreshMode, RefreshOutcome, Stopped } from './refreshOutcome.ts';
import { keepLeased, keepRenewed, type Answered, type RenewedTokensPorts } from './renewedTokens.ts';
import { exchangeRefreshToken, type ExchangePorts } from './tokenExchange.ts';

/** What a refresh reads, sends and writes. */
export interface RefreshPorts extends Omit<ExchangePorts & RenewedTokensPorts, 'backOff'> {
  /** Spreads windows and retries; 0…1. */
  readonly random: () => number;
  /** What the Codex processes on this Home can be doing. */
  readonly lookAtCodex: () => Promise<CodexActivity>;
  /** Aborts when this extension ends: every wait ends with it. */
  readonly ended: AbortSignal;
}

const mostLooks = 3;

/** What renews: the service itself, or what loads it with the first request. */
export type Renewal = Pick<RefreshService, 'run' | 'lease'>;

/** Why a new token is wanted. */
type Purpose = Pick<RefreshQuestion, 'mode'> & { readonly reason: RefreshReason };

type LookQuestion = Omit<RefreshQuestion, 'nowMs'>;

type Renewed = Answered & { readonly kind: 'answered' };

/** The token was not sent, or nobody saw the answer: what is known is decided on anew. */
interface LookAgain {
  readonly kind: 'lookAgain';
  readonly facts: SlowFacts;
}

/** A decision with what it was made on. */
interface Look {
  readonly observation: GrantObservation;
  readonly facts: SlowFacts;
  readonly step: Exclude<RefreshStep, { kind: 'waitForVault' | 'checkHome' | 'lookAtCodex' }>;
}

/**
 * Renews ChatGPT grants, one request at a time over all windows and products of this user (docs/decisions.md, Refresh).
 * Under the grant's lock: observe, decide, exchange, store. Just before a request goes out, everything is observed and
 * decided once more.
 */
export class RefreshService {
  readonly #ports: RefreshPorts & { readonly backOff: BackOff };
  readonly #flights = new SingleFlight<string, RefreshOutcome>();

  constructor(ports: RefreshPorts) {
    this.#ports = { ...ports, backOff: new BackOff(ports.clock, ports.random) };
  }

  /** Callers that want the same for the same account share one answer; all others on the grant wait for its lock. */
  run(account: Account, mode: RefreshMode, reason: RefreshReason = 'proactive_expiry'): Promise<RefreshOutcome> {
    const { grantStore, ended } = this.#ports;
    return this.#flights.run(JSON.stringify([account.grantId, account.id, mode]), () =>
      grantStore.withGrant(account.grantId, ended, async () => {
        const result = await this.#refresh(account, { mode, reason });
        return result.kind === 'answered' ? keepRenewed(this.#ports, result) : result;
      }),
    );
  }

  /**
   * A refresh whose access token is for another host alone, so that a sign-out there does not reach ours
   * (docs/decisions.md, Bindings): every caller gets one of its own. The new refresh token goes where it always goes.
   */
  lease(account: Account): Promise<LeaseOutcome> {
    const { grantStore, clock, ended } = this.#ports;
    return grantStore.withGrant(account.grantId, ended, async () => {
      for (let looks = 0; looks < mostLooks; looks += 1) {
        const result = await this.#refresh(account, { mode: 'lease', reason: 'proactive_expiry' });
        if (result.kind === 'answered') {
          return keepLeased(this.#ports, result);
        }
        // Somebody renewed the account meanwhile: its token is theirs, ours is still to come.
        if (result.kind !== 'fresh') {
          return result;
        }
      }
      return { kind: 'offline', retryAtMs: clock.nowMs() + firstRetryMs };
    });
  }

  /** Two requests at most: after a lost answer the token is sent once more, if nobody has a newer one. */
  async #refresh(wanted: Account, { mode, reason }: Purpose): Promise<Renewed | Stopped> {
    const question = { wanted, mode, jitter: this.#ports.random() };
    let facts: SlowFacts = {};
    for (;;) {
      const look = await this.#look(question, facts);
      const { step } = look;
      switch (step.kind) {
        case 'stop':
          return step.outcome;
        case 'use':
          return this.#use(step.held, look.observation);
        case 'adopt':
          await this.#ports.homeTokens.adopt(step.held, step.inHome);
          facts = { ...look.facts, adopted: step.inHome.tokens };
          break;
        case 'send': {
          const sent = await this.#send(step, look, { question, reason });
          if (sent.kind !== 'lookAgain') {
            return sent;
          }
          facts = sent.facts;
          break;
        }
      }
    }
  }

  /**
   * A full disk may have kept the Ledger from learning of these tokens; a process that died half-way may have left an
   * older one in the Home, for Codex to send.
   */
  async #use(held: TokenAccount, observation: GrantObservation): Promise<Stopped> {
    const { grantStore, homeTokens } = this.#ports;
    await grantStore.record(held);
    await homeTokens.replaceOlder(held.account, observation);
    return { kind: 'fresh', account: held.account };
  }

  /** Marks the token in the Ledger, looks once more, and sends it if nothing has changed. */
  async #send(
    { held, afterMs }: Extract<RefreshStep, { kind: 'send' }>,
    { observation, facts }: Look,
    { question, reason }: { readonly question: LookQuestion; readonly reason: RefreshReason },
  ): Promise<Renewed | LookAgain | Stopped> {
    const { grantStore, clock, issuer: currentIssuer, ended } = this.#ports;
    const issuer = findIssuerOf(held.tokens.provenance, currentIssuer());
    if (issuer === undefined) {
      return { kind: 'missing' };
    }
    if (afterMs > 0) {
      // A Codex that had read the Home just before the look is connected by the next.
      await clock.delay(afterMs, ended);
    }
    const earlier = observation.vault.kind === 'current' ? observation.vault.entry?.pending : undefined;
    const mark = await grantStore.markPending(held);
    const last = await this.#look(question, { ...facts, codex: undefined });
    if (!hasMark(last.observation, mark)) {
      return { kind: 'offline', retryAtMs: clock.nowMs() + firstRetryMs };
    }
    if (last.step.kind !== 'send') {
      await grantStore.clearPending(held.account.grantId, earlier);
      return { kind: 'lookAgain', facts: last.facts };
    }
    const result = await exchangeRefreshToken(this.#ports, { issuer, held, reason, mark, earlier });
    switch (result.kind) {
      case 'answered':
        return { ...result, held, inHome: last.observation.inHome };
      case 'lost':
        return { kind: 'lookAgain', facts: { adopted: last.facts.adopted } };
      default:
        return result;
    }
  }

  /** Observes until something other than another fact is needed. A slow look is followed by a new one at the tokens. */
  async #look(question: LookQuestion, known: SlowFacts): Promise<Look> {
    const { grantStore, homeTokens, clock, lookAtCodex, ended } = this.#ports;
    const { wanted } = question;
    let facts = known;
    let observation = await homeTokens.observe(wanted);
    for (;;) {
      const step = decideRefresh(observation, facts, { ...question, nowMs: clock.nowMs() });
      switch (step.kind) {
        case 'checkHome':
          facts = { ...facts, obstacle: (await homeTokens.findObstacle()) ?? 'none' };
          break;
        case 'waitForVault':
          await grantStore.waitForVault(wanted, ended);
          facts = { ...facts, hasWaitedForVault: true };
          observation = await homeTokens.observe(wanted);
          break;
        case 'lookAtCodex':
          facts = { ...facts, codex: await lookAtCodex() };
          observation = await homeTokens.observe(wanted);
          break;
        case 'adopt':
        case 'use':
        case 'send':
        case 'stop':
          return { observation, facts, step };
      }
    }
  }
}

/** Whether the attempt is still ours: another process may have taken the lock of one that was halted for long. */
function hasMark({ vault }: GrantObservation, mark: PendingMark): boolean {
  const entry = vault.kind === 'missing' ? undefined : vault.entry;
  return entry?.current === mark.hash && entry.pending?.hash === mark.hash && entry.pending.sinceMs === mark.sinceMs;
}
