import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import {
  buildWorkspaceTokenRequest,
  judgeWorkspaceToken,
  type WorkspaceTokenVerdict,
} from '../../protocol/api/workspaceToken.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Secret } from '../../base/secret.ts';

/** Whether the access token of a grant opens the workspace of one of its accounts. */
export type OwnAccess = WorkspaceTokenVerdict;

/**
 * An access token for one workspace, asked for with a fresh one of another on the same grant. The refresh token is not
 * touched by it, so a lost answer costs nothing.
 */
export async function requestOwnAccess(
  { http, issuer }: { readonly http: HttpClient; readonly issuer: () => Issuer },
  { accessToken, workspaceId }: { readonly accessToken: Secret; readonly workspaceId: string },
): Promise<OwnAccess> {
  try {
    return judgeWorkspaceToken(
      await http.send(buildWorkspaceTokenRequest(issuer(), accessToken, workspaceId)),
      workspaceId,
    );
  } catch (failure) {
    if (failure instanceof AuthError) {
      return { kind: 'later', retryAfterMs: undefined, sentence: failure.sentence };
    }
    throw failure;
  }
}
