import { isPage, type HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { buildRevokeRequest } from '../../protocol/oauth/tokenEndpoint.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import { AuthError } from '../../errors/authError.ts';

/**
 * A fresh sign-in that is not wanted is ended on the server; every other one is left alone.
 * @returns whether the server has said so
 */
export async function revokeNewGrant(http: HttpClient, issuer: Issuer, tokens: TokenSet): Promise<boolean> {
  try {
    const answer = await http.send(buildRevokeRequest(issuer, tokens.refreshToken));
    // A page that says "200" may come from in between.
    return answer.status >= 200 && answer.status < 300 && !isPage(answer);
  } catch (failure) {
    // It is not saved anywhere; unused, it ends by itself.
    if (!(failure instanceof AuthError)) {
      throw failure;
    }
    return false;
  }
}
