import type { CurrentAccount } from '../../accounts/use/currentAccount.ts';
import type { Account } from '../../storage/account.ts';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { Secret } from '../../base/secret.ts';
import { Cancelled, isCancelled } from '../../errors/authError.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { findNotices, listMeters, type UsageNotice } from './usageNotices.ts';
import { findUsageBearer, type UsageAnswer, type UsageReader } from './usageReader.ts';
import { extendHistory, type UsageRecord, type UsageRecords } from './usageRecords.ts';
import { findNextQuestionMs, type UsageWatch } from './usageSchedule.ts';

/** What is known of the usage of an account, and what became of the last question. */
export interface UsageSight {
  readonly account: Account;
  /** Undefined for an account that has no limits of a plan. */
  readonly record: UsageRecord | undefined;
  /** The last question of this window had no answer. `sentence`: what stood in the way, where that is known. */
  readonly failure: { readonly atMs: number; readonly sentence: Sentence | undefined } | undefined;
}

/** What it asks, where it keeps and shows the answers, and who is looking. */
export interface UsageFollowerPorts {
  readonly current: Pick<CurrentAccount, 'state' | 'onDidChange'>;
  readonly reader: Pick<UsageReader, 'ask'>;
  readonly records: UsageRecords;
  readonly clock: Clock;
  /** Spreads windows; 0…1. */
  readonly random: () => number;
  readonly surfaces: UsageSurfaces;
}

/** Who looks at the usage, and who is told. */
interface UsageSurfaces {
  /** Whether anything is asked and shown at all. */
  readonly isOn: () => boolean;
  readonly findWatch: () => UsageWatch | undefined;
  /** Whether the person wants to be told before a limit, and when it is over. */
  readonly wantsNotices: () => boolean;
  /** Undefined where there is nothing to show. */
  readonly show: (sight: UsageSight | undefined) => void;
  readonly tell: (notices: readonly UsageNotice[], account: Account) => void;
}

/** Nothing is asked while a window is still starting, unless its page is looked at. */
const firstQuestionMs = 30_000;
/** Words like “in 2 h 10 min” are drawn anew that often while somebody can see them. */
const redrawMs = 60_000;
const restMs = 24 * 60 * 60 * 1000;

/** Follows the usage of the account in use; of any other only what a click asked for is known. */
export class UsageFollower implements Disposable {
  readonly #ports: UsageFollowerPorts;
  readonly #scope = new Disposables();
  readonly #startedAtMs: number;
  readonly #failures = new Map<Account['id'], UsageSight['failure']>();
  #jitter: number;
  #wakes = 0;
  #alarm = new AbortController();
  #asking: { readonly id: Account['id']; readonly ends: AbortController } | undefined;

  constructor(ports: UsageFollowerPorts) {
    this.#ports = ports;
    this.#jitter = ports.random();
    this.#startedAtMs = ports.clock.nowMs();
    const { current, records } = ports;
    this.#scope.add(
      current.onDidChange(() => {
        if (this.#asking !== undefined && this.#asking.id !== this.#findAccount()?.id) {
          this.#asking.ends.abort(new Cancelled());
        }
        this.wake();
      }),
    );
    this.#scope.add(
      records.onDidChange(() => {
        this.wake();
      }),
    );
  }

  /** Looks again now: who looks, or what is wanted, has changed. */
  wake(): void {
    this.#wakes += 1;
    this.#alarm.abort(new Cancelled());
  }

  /** Runs until disposed. @returns when it has ended */
  async run(): Promise<void> {
    const { records, clock } = this.#ports;
    try {
      await records.removeAbandoned(clock.nowMs()).catch(() => undefined);
      for (;;) {
        const wakes = this.#wakes;
        const waitMs = await this.#look();
        await this.#sleep(waitMs, wakes);
      }
    } catch (failure) {
      if (!isCancelled(failure)) {
        throw failure;
      }
    }
  }

  /** What is known of an account, without asking. */
  async find(account: Account): Promise<UsageSight> {
    const hasUsage = findUsageBearer(account) !== undefined;
    return {
      account,
      record: hasUsage ? await this.#ports.records.read(account.id) : undefined,
      failure: this.#failures.get(account.id),
    };
  }

  /** Asks about any account, because a person wants to know. @throws Cancelled when the signal ends it */
  async askNow(account: Account, signal: AbortSignal): Promise<UsageSight> {
    const bearer = findUsageBearer(account);
    if (bearer !== undefined) {
      await this.#ports.records.change(account.id, (record) => ({ ...record, askedAtMs: this.#ports.clock.nowMs() }));
      await this.#send(account, bearer, AbortSignal.any([signal, this.#scope.ended]));
      this.wake();
    }
    return this.find(account);
  }

  /** Forgets what was seen, of every account. */
  async removeHistory(): Promise<void> {
    this.#failures.clear();
    await this.#ports.records.removeAll();
    this.wake();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  /** Shows what is known and asks if that is due. @returns how long to rest */
  async #look(): Promise<number> {
    const { surfaces, clock } = this.#ports;
    const account = surfaces.isOn() ? this.#findAccount() : undefined;
    if (account === undefined) {
      surfaces.show(undefined);
      return restMs;
    }
    const sight = await this.find(account);
    if (this.#findAccount()?.id !== account.id) {
      return 0;
    }
    surfaces.show(sight);
    const bearer = findUsageBearer(account);
    const dueMs = sight.record && this.#findDueMs(sight.record);
    if (bearer !== undefined && dueMs !== undefined && dueMs <= clock.nowMs()) {
      await this.#askIfDue(account, bearer);
      return 0;
    }
    const watch = surfaces.findWatch();
    const redraw = watch === 'page' || watch === 'window' ? redrawMs : restMs;
    return dueMs === undefined ? redraw : Math.min(redraw, Math.max(dueMs - clock.nowMs(), 1));
  }

  /** Of several windows, the one that is first asks; the others see its answer. */
  async #askIfDue(account: Account, bearer: Secret): Promise<void> {
    const { records, clock, random } = this.#ports;
    const nowMs = clock.nowMs();
    const ends = new AbortController();
    const signal = AbortSignal.any([ends.signal, this.#scope.ended]);
    this.#asking = { id: account.id, ends };
    try {
      const claimed = await records.change(account.id, (record) => {
        const dueMs = this.#findDueMs(record);
        // The wait for another window may have been long.
        const isDue = dueMs !== undefined && dueMs <= nowMs && !signal.aborted;
        return isDue ? { ...record, askedAtMs: nowMs } : undefined;
      });
      if (claimed !== undefined) {
        this.#jitter = random();
        await this.#send(account, bearer, signal);
      }
    } catch (failure) {
      // Another account is in use by now: of this one nobody wants to know any more.
      if (!isCancelled(failure) || this.#scope.ended.aborted) {
        throw failure;
      }
    } finally {
      this.#asking = undefined;
    }
  }

  async #send(account: Account, bearer: Secret, signal: AbortSignal): Promise<void> {
    const { reader, records, clock, surfaces } = this.#ports;
    const answer = await reader.ask(account, bearer, signal);
    const nowMs = clock.nowMs();
    this.#failures.set(account.id, answer.kind === 'told' ? undefined : { atMs: nowMs, sentence: answer.sentence });
    let notices: readonly UsageNotice[] = [];
    await records.change(account.id, (record) => {
      const found =
        answer.kind === 'told' && this.#isInUse(account) && surfaces.wantsNotices()
          ? findNotices(answer.usage, record.told, nowMs)
          : { notices: [], told: record.told };
      notices = found.notices;
      return { ...keepAnswer(record, answer, nowMs), told: found.told };
    });
    if (notices.length > 0) {
      surfaces.tell(notices, account);
    }
  }

  #findDueMs(record: UsageRecord): number | undefined {
    const { surfaces, clock } = this.#ports;
    const watch = surfaces.findWatch();
    const quietUntilMs = watch === 'page' ? 0 : this.#startedAtMs + firstQuestionMs * (1 + this.#jitter);
    return findNextQuestionMs({
      watch,
      nowMs: clock.nowMs(),
      askedAtMs: record.askedAtMs,
      failures: record.failures,
      notBeforeMs: Math.max(record.notBeforeMs, quietUntilMs),
      resetsAtMs: record.seen === undefined ? [] : listMeters(record.seen.usage).map(({ resetsAtMs }) => resetsAtMs),
      random: this.#jitter,
    });
  }

  #findAccount(): Account | undefined {
    const { state } = this.#ports.current;
    return state.kind === 'signedIn' ? state.account : undefined;
  }

  #isInUse({ id }: Account): boolean {
    return this.#findAccount()?.id === id;
  }

  async #sleep(ms: number, wakes: number): Promise<void> {
    if (this.#wakes !== wakes) {
      this.#scope.ended.throwIfAborted();
      return;
    }
    this.#alarm = new AbortController();
    try {
      await this.#ports.clock.delay(ms, AbortSignal.any([this.#alarm.signal, this.#scope.ended]));
    } catch (failure) {
      if (!isCancelled(failure) || this.#scope.ended.aborted) {
        throw failure;
      }
    }
  }
}

/** The record after an answer, or after there was none. */
function keepAnswer(record: UsageRecord, answer: UsageAnswer, nowMs: number): UsageRecord {
  return answer.kind === 'told'
    ? {
        ...record,
        failures: 0,
        notBeforeMs: 0,
        seen: { atMs: nowMs, usage: answer.usage },
        history: extendHistory(record.history, answer.usage, nowMs),
      }
    : { ...record, failures: record.failures + 1, notBeforeMs: nowMs + (answer.retryAfterMs ?? 0) };
}
