import { findWrittenEndMs, readTokenLife } from '../protocol/tokenLife.ts';
import type { TokenSet } from '../protocol/tokenSet.ts';

/** The CLI renews with 5 minutes left. From 6 on, while one is alive on this Home, the token is its to spend (design.md 6). */
const handsOffMs = 6 * 60 * 1000;

/**
 * Whether a Codex process may be renewing these tokens at this moment. It compares `exp` with this machine's clock,
 * right or wrong; so that moment counts too, when it comes before the end that we reckon with (codex-protocol.md 6.1).
 */
export function isCodexTurn(tokens: TokenSet, nowMs: number): boolean {
  const reckonedMs = readTokenLife(tokens)?.endsAtMs ?? Number.POSITIVE_INFINITY;
  const writtenMs = findWrittenEndMs(tokens) ?? Number.POSITIVE_INFINITY;
  return Math.min(reckonedMs, writtenMs) - nowMs <= handsOffMs;
}
