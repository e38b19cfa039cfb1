import { decodeClaims } from './claims.ts';
import type { TokenSet } from './tokenSet.ts';

/** The times of a token set, by the clock of this machine. Milliseconds. */
export interface TokenLife {
  readonly startedAtMs: number;
  readonly endsAtMs: number;
}

/** Less than this left, and it is renewed however long it lives. */
const shortestMarginMs = 10 * 60 * 1000;
/** An opaque token is renewed as the CLI does: 8 days after the last time (docs/codex-protocol.md, Refresh). */
const opaqueLifeMs = 8 * 24 * 60 * 60 * 1000;

/**
 * When a token set began and ends. Its length comes from the token (`exp` - `iat`), its beginning from `last_refresh`,
 * which was written by this machine's clock: so a clock that is wrong neither ends a token early nor keeps a dead one.
 */
export function readTokenLife(tokens: TokenSet): TokenLife | undefined {
  const claims = decodeClaims(tokens.accessToken);
  const received = Date.parse(tokens.lastRefresh ?? '');
  const startedAtMs = Number.isFinite(received) ? received : claims?.issuedAtMs;
  if (claims?.expiresAtMs === undefined) {
    return startedAtMs === undefined ? undefined : { startedAtMs, endsAtMs: startedAtMs + opaqueLifeMs };
  }
  const { issuedAtMs, expiresAtMs } = claims;
  if (startedAtMs === undefined || issuedAtMs === undefined || issuedAtMs >= expiresAtMs) {
    return { startedAtMs: startedAtMs ?? 0, endsAtMs: expiresAtMs };
  }
  // A token received long after it was issued has less to live than its full length.
  const lengthMs = expiresAtMs - issuedAtMs;
  const skewMs = startedAtMs - issuedAtMs;
  return Math.abs(skewMs) < lengthMs / 2
    ? { startedAtMs, endsAtMs: expiresAtMs }
    : { startedAtMs, endsAtMs: startedAtMs + lengthMs };
}

/** When a token set should be renewed, in ms; undefined when it does not say how long it lives. @param random 0…1 */
export function findDueMs(tokens: TokenSet, random: number): number | undefined {
  const life = readTokenLife(tokens);
  return life === undefined ? undefined : computeDueMs(life, random);
}

/** Whether the access token is over; one that does not say when is not. */
export function hasRunOut(tokens: TokenSet, nowMs: number): boolean {
  return (readTokenLife(tokens)?.endsAtMs ?? Number.POSITIVE_INFINITY) <= nowMs;
}

/** The end as it is written in the access token: what a program goes by that trusts this machine's clock. */
export function findWrittenEndMs(tokens: TokenSet): number | undefined {
  return decodeClaims(tokens.accessToken)?.expiresAtMs;
}

/**
 * When a token set should be renewed: with a third of its life left, at least 10 minutes before the end, but never in
 * the first third (docs/decisions.md, Refresh). `jitter` in 0…1 spreads several windows over the last tenth before
 * that.
 */
export function computeDueMs({ startedAtMs, endsAtMs }: TokenLife, jitter: number): number {
  const lengthMs = Math.max(endsAtMs - startedAtMs, 0);
  const marginMs = Math.min(Math.max(lengthMs / 3, shortestMarginMs), (lengthMs * 2) / 3);
  return endsAtMs - marginMs - jitter * (lengthMs / 10);
}
