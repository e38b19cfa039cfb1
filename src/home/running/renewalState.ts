import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { findDueSinceMs, decideRefreshOwner } from '../refreshOwner.ts';
import type { HomeFacts } from './ports.ts';

/** Whether Codex may renew what is in a Home, and since when. */
export type RenewalState = Pick<HomeFacts, 'isAtRest' | 'dueSinceMs'>;

/** That of a Home which holds nothing to renew. */
export const nothingToRenew: RenewalState = { isAtRest: true, dueSinceMs: undefined };

/** A lease has no refresh token that could be spent. */
export function describeRenewal(tokens: TokenSet, nowMs: number): RenewalState {
  return {
    isAtRest: decideRefreshOwner(tokens, nowMs) === 'extension',
    dueSinceMs: tokens.refreshToken.isEmpty ? undefined : findDueSinceMs(tokens, nowMs),
  };
}
