import { isElsewhere } from '../../home/running/inventory.ts';
import { computeDueMs } from '../../protocol/tokens/tokenLife.ts';
import type { Placed } from '../../storage/hostRecords.ts';
import { AuthError, Cancelled, isCancelled, isExpected } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { RemoteSignInStatus } from './remoteSignInStatus.ts';
import type { RemoteHost } from './remoteHost.ts';
import type { RenewOutcome } from './remoteState.ts';

/** The host with its lease, and the time it is looked at. */
export interface LeaseSchedulePorts {
  readonly host: Pick<RemoteHost, 'state' | 'look' | 'renew'>;
  readonly clock: Clock;
  /** Spreads windows and hosts; 0…1. */
  readonly random: () => number;
}

/** What came of a renewal: `failure` when no lease could be made. */
export type LeaseNews = RenewOutcome | { readonly kind: 'failed'; readonly failure: AuthError };

const lookEveryMs = 60_000;
/** Asking the host costs a round trip; our own record tells when something is due. What is said to be wrong is asked for sooner. */
const askEveryMs = 15 * 60_000;
const firstRetryMs = 2 * 60_000;
const longestRetryMs = 30 * 60_000;
const refusedRetryMs = 2 * 60 * 60_000;

/**
 * Renews the lease on the connected host long before it ends, while a window is open there (docs/decisions.md,
 * Bindings).
 */
export class LeaseSchedule implements Disposable {
  readonly #ports: LeaseSchedulePorts;
  readonly #ended = new AbortController();
  readonly #heard = new Emitter<LeaseNews>();
  readonly onDidTry: Event<LeaseNews> = this.#heard.event;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #notBeforeMs = 0;
  #failures = 0;

  constructor(ports: LeaseSchedulePorts) {
    this.#ports = ports;
  }

  /** Runs until disposed. @returns when it has ended */
  async run(): Promise<void> {
    try {
      for (;;) {
        // A busy lock or a full disk ends this look, not the schedule; anything else is a defect of ours.
        await this.step().catch((failure: unknown) => {
          if (!isExpected(failure)) {
            throw failure;
          }
        });
        await this.#ports.clock.delay(lookEveryMs, this.#ended.signal);
      }
    } catch (failure) {
      if (!isCancelled(failure)) {
        throw failure;
      }
    }
  }

  /** One look: asks the host from time to time, and renews its lease when that is due. */
  async step(): Promise<void> {
    const { host, clock } = this.#ports;
    // A companion that is not there may be installed any moment.
    const isQuiet =
      host.state.kind === 'connected' &&
      !host.state.running.some(isElsewhere) &&
      clock.nowMs() - this.#askedAtMs < askEveryMs;
    const isDue = (): boolean =>
      clock.nowMs() >= this.#notBeforeMs && clock.nowMs() >= (this.#findDueMs() ?? Number.POSITIVE_INFINITY);
    if (isQuiet && !isDue()) {
      return;
    }
    // Another window may have renewed it: what the records and the host say now counts. That time passes tells nothing of
    // what runs there: a server is asked in the beginning, after a change, and when it is shown.
    await host.look({ asksCodex: host.state.kind !== 'connected' });
    this.#askedAtMs = clock.nowMs();
    if (isDue()) {
      await this.#renew();
    }
  }

  dispose(): void {
    this.#ended.abort(new Cancelled());
    this.#heard.dispose();
  }

  async #renew(): Promise<void> {
    const { host, clock, random } = this.#ports;
    const news = await host.renew('silently').catch((failure: unknown): LeaseNews => {
      if (failure instanceof AuthError) {
        return { kind: 'failed', failure };
      }
      throw failure;
    });
    // A lease that has ended as soon as it is there, by a clock that is wrong, would be renewed for ever.
    const isDone = news.kind === 'ok' || news.kind === 'left';
    const isSettled = isDone && clock.nowMs() < (this.#findDueMs() ?? Number.POSITIVE_INFINITY);
    this.#failures = isSettled ? 0 : this.#failures + 1;
    if (news.kind === 'refused' || news.kind === 'ruledOut') {
      // Each attempt costs a token; what the companion or a rule there refuses, it refuses again for a while.
      this.#notBeforeMs = clock.nowMs() + refusedRetryMs;
      this.#heard.fire(news);
      return;
    }
    const ceilingMs = Math.min(firstRetryMs * 2 ** (this.#failures - 1), longestRetryMs);
    this.#notBeforeMs = isSettled ? 0 : clock.nowMs() + ceilingMs * (0.5 + random() / 2);
    this.#heard.fire(news);
  }

  #findDueMs(): number | undefined {
    const { state } = this.#ports.host;
    if (state.kind !== 'connected' || (state.signIn.kind !== 'placed' && state.signIn.kind !== 'restartRequired')) {
      return undefined;
    }
    // What is there may end before our note says so: machines copied with their home folder share one note.
    return isNearItsEnd(state.signIn)
      ? Number.NEGATIVE_INFINITY
      : findLeaseDueMs(state.signIn.placed, this.#ports.random());
  }
}

type OursThere = Extract<RemoteSignInStatus, { kind: 'placed' | 'restartRequired' }>;

function isNearItsEnd(signIn: OursThere): boolean {
  return signIn.kind === 'restartRequired' ? !signIn.isRenewed : signIn.ending === 'soon' || signIn.ending === 'ended';
}

/** When a lease should be renewed, in ms; undefined for what does not end. */
export function findLeaseDueMs({ binding, placedAtMs, expiresAtMs }: Placed, jitter: number): number | undefined {
  return binding === 'lease' && expiresAtMs !== undefined
    ? computeDueMs({ startedAtMs: placedAtMs, endsAtMs: expiresAtMs }, jitter)
    : undefined;
}
