import * as z from 'zod/mini';
import type { Sentence } from '../../errors/sentence.ts';
import { Secret } from '../../base/secret.ts';
import { jsonType, successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import { originator, type Issuer } from './issuer.ts';
import { findErrorCode, maybeWord } from './serverAnswer.ts';
import { findObstacle, isFinalRefusal } from './tokenEndpoint.ts';
import type { TokenSet } from '../tokens/tokenSet.ts';

/** Why a refresh is asked for; the same words as the CLI's `refresh_reason` (docs/codex-protocol.md, Refresh). */
export type RefreshReason = 'proactive_expiry' | 'unauthorized_recovery';

/** What the answer to a refresh means. */
export type RefreshVerdict =
  | { readonly kind: 'renewed'; readonly tokens: TokenSet }
  /** The token was spent before: by whom, the Ledger may know. Sending it again would kill the whole grant. */
  | { readonly kind: 'reused' }
  /** The service's own word that the grant is dead. */
  | { readonly kind: 'dead' }
  /** Everything else says nothing about the grant. */
  | {
      readonly kind: 'later';
      readonly status: number;
      readonly retryAfterMs: number | undefined;
      /** What was in the way, where that is known. */
      readonly sentence: Sentence | undefined;
    };

const renewed = z.object({
  id_token: maybeWord,
  access_token: maybeWord,
  refresh_token: maybeWord,
});

/** The body's keys in the CLI's order: alphabetical, compact (docs/codex-protocol.md, Refresh). */
export function buildRefreshRequest(issuer: Issuer, tokens: TokenSet, reason: RefreshReason): HttpRequest {
  return {
    method: 'POST',
    url: issuer.tokenUrl,
    headers: { 'content-type': jsonType, originator },
    body: JSON.stringify({
      client_id: issuer.clientId,
      grant_type: 'refresh_token',
      refresh_reason: reason,
      refresh_token: tokens.refreshToken.reveal(),
    }),
  };
}

/**
 * Reads the answer. Each token of it replaces the old one only if present; a page, a gateway
 * and an empty answer say nothing about the grant, whatever their status.
 */
export function judgeRefresh(answer: HttpAnswer, tokens: TokenSet, lastRefresh: string): RefreshVerdict {
  const parsed = renewed.safeParse(successJson(answer));
  if (parsed.success && parsed.data.access_token !== undefined) {
    const { id_token: idToken, access_token: accessToken, refresh_token: refreshToken } = parsed.data;
    return {
      kind: 'renewed',
      tokens: {
        ...tokens,
        idToken: idToken === undefined ? tokens.idToken : new Secret(idToken),
        accessToken: new Secret(accessToken),
        refreshToken: refreshToken === undefined ? tokens.refreshToken : new Secret(refreshToken),
        lastRefresh,
      },
    };
  }
  if (findErrorCode(answer) === 'refresh_token_reused') {
    return { kind: 'reused' };
  }
  return isFinalRefusal(answer)
    ? { kind: 'dead' }
    : { kind: 'later', status: answer.status, retryAfterMs: answer.retryAfterMs, sentence: findObstacle(answer) };
}
