import { findWrittenEndMs, readTokenLife } from '../protocol/tokens/tokenLife.ts';
import type { TokenSet } from '../protocol/tokens/tokenSet.ts';

/** From 6 minutes before its end, a live Codex on this Home may spend the token (docs/decisions.md, A running Codex). */
const codexMarginMs = 6 * 60 * 1000;

/** The CLI renews with 5 minutes left; the age of a process is known to the second. */
const dueMs = 5 * 60 * 1000 + 5000;

/**
 * The CLI looks at the token with every use, and tries again with every use when that failed (docs/codex-protocol.md,
 * Refresh): a Codex that has let it be over for this long was not used since, and nobody waits so long for one answer.
 */
const codexOverdueAfterMs = 10 * 60 * 1000;

/**
 * Which program renews a token in the Home: this extension; Codex, which may be doing so in this moment; or
 * `codexOverdue`: a Codex that is alive would have renewed it long ago, had it been used.
 */
export type RefreshOwner = 'extension' | 'codex' | 'codexOverdue';

/**
 * Codex compares `exp` with this machine's clock, right or wrong; so its time begins with that moment too, when it comes
 * before the end that we calculate, and is over only after both.
 */
export function decideRefreshOwner(tokens: TokenSet, nowMs: number): RefreshOwner {
  const ends = findEnds(tokens);
  if (ends.length === 0 || Math.min(...ends) - nowMs > codexMarginMs) {
    return 'extension';
  }
  return nowMs - Math.max(...ends) < codexOverdueAfterMs ? 'codex' : 'codexOverdue';
}

/** Since when a Codex that starts, or is used, renews a token; undefined while it does not. Milliseconds. */
export function findDueSinceMs(tokens: TokenSet, nowMs: number): number | undefined {
  const dueSinceMs = Math.min(...findEnds(tokens)) - dueMs;
  return dueSinceMs <= nowMs ? dueSinceMs : undefined;
}

function findEnds(tokens: TokenSet): readonly number[] {
  return [readTokenLife(tokens)?.endsAtMs, findWrittenEndMs(tokens)].filter((endMs) => endMs !== undefined);
}
