import { findDueMs } from '../../protocol/tokens/tokenLife.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { Cancelled, isCancelled } from '../../errors/authError.ts';
import type { AccountCheck } from './accountCheck.ts';
import { judgeOutcome } from './healthVerdict.ts';
import type { AccountState, CurrentAccount } from './currentAccount.ts';
import type { Renewal } from '../refresh/refreshService.ts';

/** The account in use, and what renews it when it is due. */
export interface RefreshSchedulePorts {
  readonly current: Pick<CurrentAccount, 'state' | 'update'>;
  readonly refresh: Pick<Renewal, 'run'>;
  readonly check: Pick<AccountCheck, 'note'>;
  readonly clock: Clock;
  /** Spreads windows; 0…1. */
  readonly random: () => number;
}

/** Nothing is sent while the window is still starting. */
const firstLookMs = 20_000;
/** Short enough to notice within a minute that the computer has slept. */
const lookEveryMs = 60_000;

/** Keeps the account in use fresh while a window is open (docs/decisions.md, Refresh). */
export class RefreshSchedule implements Disposable {
  readonly #ports: RefreshSchedulePorts;
  readonly #ended = new AbortController();
  #notBeforeMs = 0;
  /** The last attempt broke off; what it left half done is put right even if nothing is due. */
  #isUnsettled = false;

  constructor(ports: RefreshSchedulePorts) {
    this.#ports = ports;
  }

  /** Runs until disposed. @returns when it has ended */
  async run(): Promise<void> {
    const { clock } = this.#ports;
    try {
      await clock.delay(firstLookMs, this.#ended.signal);
      for (;;) {
        await this.look();
        await clock.delay(lookEveryMs, this.#ended.signal);
      }
    } catch (failure) {
      if (!isCancelled(failure)) {
        throw failure;
      }
    }
  }

  /** One look: renews the account in use if it is due. */
  async look(): Promise<void> {
    const { current, clock, random } = this.#ports;
    const { state } = current;
    const account = state.kind === 'signedIn' ? findRenewable(state) : undefined;
    const dueMs = account?.credential.kind === 'chatgpt' ? findDueMs(account.credential.tokens, random()) : undefined;
    if (account === undefined || dueMs === undefined) {
      return;
    }
    if (clock.nowMs() >= Math.max(this.#isUnsettled ? 0 : dueMs, this.#notBeforeMs)) {
      await this.#renew(account);
    }
  }

  dispose(): void {
    this.#ended.abort(new Cancelled());
  }

  async #renew(account: Account): Promise<void> {
    const { refresh, check, clock, current } = this.#ports;
    // A busy lock or a full disk ends this attempt, not the schedule.
    const outcome = await refresh.run(account, 'background').catch(() => undefined);
    this.#isUnsettled = outcome === undefined;
    if (outcome === undefined) {
      return;
    }
    this.#notBeforeMs = 'retryAtMs' in outcome ? outcome.retryAtMs : 0;
    if (outcome.kind !== 'leftToCodex') {
      check.note(account.id, { ...judgeOutcome(outcome), checkedAtMs: clock.nowMs() });
    }
    // What can not be read now ends no schedule either; whatever changes next has it read again.
    await current.update().catch(() => undefined);
  }
}

/** While a provider is in use, who is signed in beside it stays so. */
function findRenewable({ account, home }: Extract<AccountState, { kind: 'signedIn' }>): Account | undefined {
  return !isProvider(account.credential) ? account : home.kind === 'ours' ? home.account : undefined;
}
