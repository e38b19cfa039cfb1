import * as z from 'zod/mini';
import { Secret } from '../../base/secret.ts';
import { decodeClaims } from '../tokens/claims.ts';
import { jsonType, successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import { originator, type Issuer } from '../oauth/issuer.ts';
import type { Sentence } from '../../errors/sentence.ts';
import { findErrorCode, sparesCredential } from '../oauth/serverAnswer.ts';
import { findObstacle } from '../oauth/tokenEndpoint.ts';

/** What the server says to the wish for an access token of another workspace of the same sign-in. */
export type WorkspaceTokenVerdict =
  | { readonly kind: 'given'; readonly accessToken: Secret }
  /** This sign-in is not let into that workspace. */
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'later';
      readonly retryAfterMs: number | undefined;
      /** What was in the way, where that is known. */
      readonly sentence: Sentence | undefined;
    };

const given = z.object({ access_token: z.string().check(z.minLength(1)) });

/**
 * As the CLI asks: with the access token it has, and no account header (docs/codex-protocol.md, Backend). It spends
 * nothing.
 */
export function buildWorkspaceTokenRequest(issuer: Issuer, accessToken: Secret, workspaceId: string): HttpRequest {
  return {
    method: 'POST',
    url: issuer.switchWorkspaceUrl,
    headers: { authorization: `Bearer ${accessToken.reveal()}`, 'content-type': jsonType, originator },
    body: JSON.stringify({ workspace_id: workspaceId }),
  };
}

/** A token that says it is for yet another workspace is no answer. */
export function judgeWorkspaceToken(answer: HttpAnswer, workspaceId: string): WorkspaceTokenVerdict {
  const parsed = given.safeParse(successJson(answer));
  const accessToken = parsed.success ? new Secret(parsed.data.access_token) : undefined;
  if (accessToken !== undefined && (decodeClaims(accessToken)?.workspaceId ?? workspaceId) === workspaceId) {
    return { kind: 'given', accessToken };
  }
  // A gateway's page says 403 and 404 too, and nothing about the workspace; nor does what the service says of anything else.
  const isRefusal =
    (answer.status === 403 || answer.status === 404) &&
    findErrorCode(answer) !== undefined &&
    !sparesCredential(answer);
  return isRefusal
    ? { kind: 'closed' }
    : { kind: 'later', retryAfterMs: answer.retryAfterMs, sentence: findObstacle(answer) };
}
