import { judgeTurn } from '../../home/renewalTurn.ts';
import {
  buildRefreshRequest,
  judgeRefresh,
  type RefreshReason,
  type RefreshVerdict,
} from '../../protocol/oauth/refresh.ts';
import type { HttpClient } from '../../network/http.ts';
import { findIssuerOf, type Issuer } from '../../protocol/oauth/issuer.ts';
import { findDueMs, hasRunOut } from '../../protocol/tokens/tokenLife.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account } from '../../storage/account.ts';
import { findDeath, type DeathCause } from '../../storage/ledger.ts';
import { AuthError } from '../../errors/authError.ts';
import { HttpFailure } from '../../errors/httpFailure.ts';
import { BackOff, firstRetryMs } from '../../util/backOff.ts';
import { rfc3339, type Clock } from '../../util/clock.ts';
import { Secret } from '../../util/secret.ts';
import { SingleFlight } from '../../util/singleFlight.ts';
import type { CodexActivity } from './codexTurn.ts';
import { isMeantFor } from '../directory/grantTokens.ts';
import { isNewerThan, type GrantKeeper, type PendingMark, type TokenAccount } from './grantKeeper.ts';
import type { HomeTokens } from './homeTokens.ts';
import type { Attempt, LeaseOutcome, Plan, RefreshOutcome, RefreshWish, Stopped } from './refreshOutcome.ts';
import { requestOwnAccess, type OwnAccess } from './workspaceAccess.ts';

export interface RefreshPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly keeper: GrantKeeper;
  readonly homeTokens: HomeTokens;
  readonly issuer: () => Issuer;
  /** Who we are in the Ledger: the product's name. */
  readonly product: string;
  /** Spreads windows and retries; 0…1. */
  readonly random: () => number;
  /** What the Codex processes on this Home can be doing. */
  readonly lookAtCodex: () => Promise<CodexActivity>;
}

const mostLooks = 3;
/** Between reading the Home and its connection the CLI needs some milliseconds. */
const silenceMs = 1000;

/** What renews: the service itself, or what loads it with the first wish. */
export type Renewal = Pick<RefreshService, 'run' | 'lease'>;

/**
 * Renews ChatGPT grants, one request at a time over all windows and products of this user (docs/decisions.md, Refresh):
 * grant lock, Ledger, Vault and Home again, adopt what is newer, only then a request; Ledger and Vault before anybody
 * uses the answer.
 */
export class RefreshService {
  readonly #ports: RefreshPorts;
  readonly #flights = new SingleFlight<string, RefreshOutcome>();
  readonly #backOff: BackOff;

  constructor(ports: RefreshPorts) {
    this.#ports = ports;
    this.#backOff = new BackOff(ports.clock, ports.random);
  }

  /** Callers with the same wish for the same account share one answer; all others on the grant wait for its lock. */
  run(account: Account, wish: RefreshWish, reason: RefreshReason = 'proactive_expiry'): Promise<RefreshOutcome> {
    const plan: Plan<RefreshOutcome> = { wish, reason, keep: (held, tokens) => this.#keep(held, tokens) };
    return this.#flights.run(JSON.stringify([account.grantId, account.id, wish]), () =>
      this.#ports.keeper.withGrant(account.grantId, () => this.#runLocked(account, plan)),
    );
  }

  /**
   * A refresh whose access token is for another host alone, so that a sign-out there does not reach ours
   * (docs/decisions.md, Bindings): every caller gets one of its own. The new refresh token goes where it always goes.
   */
  lease(account: Account): Promise<LeaseOutcome> {
    const plan: Plan<LeaseOutcome> = {
      wish: 'lease',
      reason: 'proactive_expiry',
      keep: (held, tokens) => this.#keepLease(held, tokens),
    };
    return this.#ports.keeper.withGrant(account.grantId, async () => {
      for (let looks = 0; looks < mostLooks; looks += 1) {
        const outcome = await this.#runLocked(account, plan);
        // Somebody renewed the account meanwhile: its token is theirs, ours is still to come.
        if (outcome.kind !== 'fresh') {
          return outcome;
        }
      }
      return { kind: 'offline', retryAtMs: this.#ports.clock.nowMs() + firstRetryMs };
    });
  }

  async #runLocked<T>(wanted: Account, plan: Plan<T>): Promise<T | Stopped> {
    const { keeper, homeTokens, clock, random } = this.#ports;
    const { wish } = plan;
    await homeTokens.adoptNewer(wanted);
    const standing = await keeper.stand(wanted.id, wanted.grantId);
    if (standing.kind === 'missing') {
      return standing;
    }
    const { entry, held } = standing;
    const death = findDeath(entry);
    if (death !== undefined) {
      return { kind: 'dead', cause: death };
    }
    if (standing.kind === 'behind') {
      return { kind: 'keptElsewhere', product: standing.entry.writtenBy };
    }
    const isLease = wish === 'lease';
    if (
      (!isLease && isNewerThan(held, wanted)) ||
      (!isLease && wish !== 'now' && (findDueMs(held.tokens, random()) ?? 0) > clock.nowMs())
    ) {
      // A full disk may have kept the Ledger from learning of these tokens; a process that died half-way may have left an
      // older one in the Home, for Codex to send.
      await keeper.record(held);
      await homeTokens.replaceOlder(held.account);
      return { kind: 'fresh', account: held.account };
    }
    if (held.tokens.refreshToken.isEmpty) {
      return isLease || hasRunOut(held.tokens, clock.nowMs())
        ? { kind: 'dead', cause: 'notRenewable' }
        : { kind: 'missing' };
    }
    const obstacle = await homeTokens.findObstacle(held.account);
    if (obstacle !== undefined) {
      return { kind: 'homeNotWritable', sentence: obstacle };
    }
    const codex = await this.#lookAtCodex(held, wish);
    if (codex === 'busy') {
      return { kind: 'leftToCodex', retryAtMs: clock.nowMs() + firstRetryMs };
    }
    if (codex === 'silent') {
      // One that had read the Home just before the look is connected by the next.
      await clock.delay(silenceMs);
    }
    return this.#send({ held, plan, earlier: entry?.pending });
  }

  /** Two requests at most: a lost answer is read for first, then the token is sent once more. */
  async #send<T>(attempt: Attempt<T>): Promise<T | Stopped> {
    const { keeper, http, homeTokens } = this.#ports;
    const { held, plan, earlier } = attempt;
    const issuer = findIssuerOf(held.tokens.provenance, this.#ports.issuer());
    if (issuer === undefined) {
      return { kind: 'missing' };
    }
    const mark = await keeper.markPending(held);
    const settled = await this.#lookAgain(attempt, mark);
    if (settled !== undefined) {
      return settled;
    }
    let verdict: RefreshVerdict;
    try {
      const answer = await http.send(buildRefreshRequest(issuer, held.tokens, plan.reason));
      verdict = judgeRefresh(answer, held.tokens, rfc3339(this.#ports.clock.nowMs()));
    } catch (failure) {
      if (!(failure instanceof AuthError)) {
        throw failure;
      }
      const isUncertain = failure instanceof HttpFailure && failure.delivery === 'uncertain';
      if (isUncertain && earlier === undefined) {
        const newer = await homeTokens.adoptNewer(held.account);
        return newer === undefined ? this.#send({ ...attempt, earlier: mark }) : { kind: 'fresh', account: newer };
      }
      return this.#postpone(held, undefined, isUncertain ? mark : earlier);
    }
    return this.#conclude(attempt, verdict, mark);
  }

  /**
   * The last look before a request goes out, from the slowest sign to the fastest: a Codex process that started
   * meanwhile, one that has ended and left newer tokens, another process that took our lock for abandoned.
   */
  async #lookAgain({ held, plan, earlier }: Attempt<unknown>, mark: PendingMark): Promise<Stopped | undefined> {
    const { keeper, homeTokens, clock } = this.#ports;
    const { grantId } = held.account;
    if ((await this.#lookAtCodex(held, plan.wish)) === 'busy') {
      await keeper.clearPending(grantId, earlier);
      return { kind: 'leftToCodex', retryAtMs: clock.nowMs() + firstRetryMs };
    }
    const newer = await homeTokens.adoptNewer(held.account);
    if (newer !== undefined) {
      return { kind: 'fresh', account: newer };
    }
    return (await keeper.isPending(grantId, mark))
      ? undefined
      : { kind: 'offline', retryAtMs: clock.nowMs() + firstRetryMs };
  }

  async #conclude<T>(
    { held, plan, earlier }: Attempt<T>,
    verdict: RefreshVerdict,
    mark: PendingMark,
  ): Promise<T | Stopped> {
    switch (verdict.kind) {
      case 'renewed':
        return plan.keep(held, verdict.tokens);
      case 'reused':
        return (
          (await this.#findNewer(held)) ?? this.#bury(held, earlier === undefined ? 'usedByAnotherCopy' : 'answerLost')
        );
      case 'dead':
        return this.#bury(held, 'revoked');
      case 'later': {
        // A gateway that gave up, or a page that is no answer, may have passed the request on.
        const isUncertain = verdict.status >= 500 || verdict.status < 300;
        return this.#postpone(held, verdict.retryAfterMs, isUncertain ? mark : earlier);
      }
    }
  }

  async #keep(held: TokenAccount, tokens: TokenSet): Promise<RefreshOutcome> {
    const account = await this.#write(held, tokens);
    // The server may have answered for the workspace that the grant was switched to: then this account got no token yet.
    const access = await this.#findOwnAccess(account, tokens);
    if (access.kind !== 'given' || account.credential.kind !== 'chatgpt') {
      return this.#explainNoAccess(account, access);
    }
    this.#backOff.reset(account.grantId);
    const own = account.credential.tokens;
    if (own.accessToken.equals(access.accessToken)) {
      return { kind: 'renewed', account };
    }
    const whole: TokenSet = { ...own, accessToken: access.accessToken, lastRefresh: tokens.lastRefresh };
    return { kind: 'renewed', account: await this.#write({ account, tokens: own }, whole) };
  }

  /** The Home gets the new token also when the Ledger's disk is full: somebody would send the spent one from there. */
  async #write(held: TokenAccount, tokens: TokenSet): Promise<Account> {
    const { keeper, homeTokens, product } = this.#ports;
    try {
      return await keeper.advance(held, tokens, product);
    } finally {
      await homeTokens.replaceOlder(held.account);
    }
  }

  /** Keeps the refresh token; the access token that came with it is nobody's here. */
  async #keepLease(held: TokenAccount, tokens: TokenSet): Promise<LeaseOutcome> {
    const account = await this.#write(held, { ...held.tokens, refreshToken: tokens.refreshToken });
    // A token for another workspace is no lease of this account.
    const access = await this.#findOwnAccess(account, tokens);
    if (access.kind !== 'given') {
      return this.#explainNoAccess(account, access);
    }
    this.#backOff.reset(account.grantId);
    const { accountId = tokens.accountId } = held.tokens;
    return {
      kind: 'leased',
      account,
      tokens: { ...tokens, accountId, accessToken: access.accessToken, refreshToken: new Secret('') },
    };
  }

  async #findOwnAccess(account: Account, tokens: TokenSet): Promise<OwnAccess> {
    const { workspaceId } = account.identity;
    return workspaceId === undefined || isMeantFor(account, tokens) !== false
      ? { kind: 'given', accessToken: tokens.accessToken }
      : requestOwnAccess(this.#ports, { accessToken: tokens.accessToken, workspaceId });
  }

  #explainNoAccess({ grantId }: Account, access: OwnAccess): Extract<Stopped, { kind: 'offline' | 'workspaceClosed' }> {
    return access.kind === 'closed'
      ? { kind: 'workspaceClosed' }
      : {
          kind: 'offline',
          retryAtMs: this.#backOff.next(grantId, access.kind === 'later' ? access.retryAfterMs : undefined),
        };
  }

  /** After the server said "used before": who has the newer token, if it is within reach. */
  async #findNewer(held: TokenAccount): Promise<Stopped | undefined> {
    const { keeper, homeTokens } = this.#ports;
    const { id, grantId } = held.account;
    await homeTokens.adoptNewer(held.account);
    const standing = await keeper.look(id, grantId);
    if (standing.kind === 'behind') {
      return { kind: 'keptElsewhere', product: standing.entry.writtenBy };
    }
    return standing.kind === 'current' && isNewerThan(standing.held, held.account)
      ? { kind: 'fresh', account: standing.held.account }
      : undefined;
  }

  async #bury(held: TokenAccount, cause: DeathCause): Promise<Stopped> {
    await this.#ports.keeper.markDead(held, cause);
    return { kind: 'dead', cause };
  }

  /** What may have been spent stays marked. */
  async #postpone(
    { account }: TokenAccount,
    retryAfterMs: number | undefined,
    mark: PendingMark | undefined,
  ): Promise<Stopped> {
    await this.#ports.keeper.clearPending(account.grantId, mark);
    return { kind: 'offline', retryAtMs: this.#backOff.next(account.grantId, retryAfterMs) };
  }

  /** `busy`: the token is Codex's to renew. `silent`: it would be, but is overdue, and no request of Codex is under way. */
  async #lookAtCodex({ account, tokens }: TokenAccount, wish: Plan<unknown>['wish']): Promise<CodexActivity> {
    const { homeTokens, clock, lookAtCodex } = this.#ports;
    if (await homeTokens.isUnseen(account)) {
      return 'busy';
    }
    const turn = judgeTurn(tokens, clock.nowMs());
    if (turn === 'ours' || !(await homeTokens.isInHome(account))) {
      return 'absent';
    }
    const activity = await lookAtCodex();
    return activity === 'silent' && (turn === 'codex' || wish === 'inBackground') ? 'busy' : activity;
  }
}
