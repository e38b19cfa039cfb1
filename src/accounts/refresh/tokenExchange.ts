import {
  buildRefreshRequest,
  judgeRefresh,
  type RefreshReason,
  type RefreshVerdict,
} from '../../protocol/oauth/refresh.ts';
import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { DeathCause } from '../../storage/ledger.ts';
import { AuthError } from '../../errors/authError.ts';
import { HttpFailure } from '../../errors/httpFailure.ts';
import type { Sentence } from '../../errors/sentence.ts';
import type { BackOff } from '../../base/backOff.ts';
import { rfc3339, type Clock } from '../../base/clock.ts';
import { isNewerThan, type GrantStore, type PendingMark, type TokenAccount } from './grantStore.ts';
import type { HomeTokens } from './homeTokens.ts';
import type { Stopped } from './refreshOutcome.ts';

/** What sends the one request that spends a refresh token. */
export interface ExchangePorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly grantStore: GrantStore;
  readonly homeTokens: HomeTokens;
  readonly backOff: BackOff;
}

/** One refresh token about to be sent; its mark is in the Ledger. */
export interface Exchange {
  readonly issuer: Issuer;
  readonly held: TokenAccount;
  readonly reason: RefreshReason;
  readonly mark: PendingMark;
  /** The mark of a request with the same token whose answer nobody has seen. */
  readonly earlier: PendingMark | undefined;
}

/** What came of a request. `lost`: it may have been answered; the token may be sent once more after another look. */
export type Exchanged = { readonly kind: 'answered'; readonly tokens: TokenSet } | { readonly kind: 'lost' } | Stopped;

/** Sends a refresh token, and writes down whether it may have been spent. Called under the grant's lock. */
export async function exchangeRefreshToken(ports: ExchangePorts, exchange: Exchange): Promise<Exchanged> {
  const { http, clock } = ports;
  const { issuer, held, reason, mark, earlier } = exchange;
  let verdict: RefreshVerdict;
  try {
    const answer = await http.send(buildRefreshRequest(issuer, held.tokens, reason));
    verdict = judgeRefresh(answer, held.tokens, rfc3339(clock.nowMs()));
  } catch (failure) {
    if (!(failure instanceof AuthError)) {
      throw failure;
    }
    const isUncertain = failure instanceof HttpFailure && failure.delivery === 'uncertain';
    return isUncertain && earlier === undefined
      ? { kind: 'lost' }
      : postpone(ports, held, { mark: isUncertain ? mark : earlier, sentence: failure.sentence });
  }
  return conclude(ports, exchange, verdict);
}

async function conclude(
  ports: ExchangePorts,
  { held, mark, earlier }: Exchange,
  verdict: RefreshVerdict,
): Promise<Exchanged> {
  switch (verdict.kind) {
    case 'renewed':
      return { kind: 'answered', tokens: verdict.tokens };
    case 'reused':
      return (
        (await findNewer(ports, held)) ??
        markDead(ports, held, earlier === undefined ? 'usedByAnotherCopy' : 'answerLost')
      );
    case 'dead':
      return markDead(ports, held, 'revoked');
    case 'later': {
      // A gateway that gave up, or a page that is no answer, may have passed the request on.
      const isUncertain = verdict.status >= 500 || verdict.status < 300;
      return postpone(ports, held, { ...verdict, mark: isUncertain ? mark : earlier });
    }
  }
}

/** After the server said "used before": who has the newer token, if it is within reach. */
async function findNewer({ grantStore, homeTokens }: ExchangePorts, held: TokenAccount): Promise<Stopped | undefined> {
  const { id, grantId } = held.account;
  await homeTokens.adoptNewer(held.account);
  const vault = await grantStore.look(id, grantId);
  if (vault.kind === 'behind') {
    return { kind: 'keptElsewhere', product: vault.entry.writtenBy };
  }
  return vault.kind === 'current' && isNewerThan(vault.held, held.account)
    ? { kind: 'fresh', account: vault.held.account }
    : undefined;
}

async function markDead({ grantStore }: ExchangePorts, held: TokenAccount, cause: DeathCause): Promise<Stopped> {
  await grantStore.markDead(held, cause);
  return { kind: 'dead', cause };
}

interface Postponement {
  readonly retryAfterMs?: number | undefined;
  readonly sentence: Sentence | undefined;
  /** What stays in the Ledger: the mark of a request that may have spent the token. */
  readonly mark: PendingMark | undefined;
}

async function postpone(
  { grantStore, backOff }: ExchangePorts,
  { account }: TokenAccount,
  { retryAfterMs, sentence, mark }: Postponement,
): Promise<Stopped> {
  await grantStore.clearPending(account.grantId, mark);
  return { kind: 'offline', retryAtMs: backOff.next(account.grantId, retryAfterMs), sentence };
}
