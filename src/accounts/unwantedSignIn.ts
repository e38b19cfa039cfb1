import type { HttpClient } from '../protocol/http.ts';
import type { Issuer } from '../protocol/issuer.ts';
import { buildRevokeRequest } from '../protocol/tokenEndpoint.ts';
import type { TokenSet } from '../protocol/tokenSet.ts';
import { AuthError } from '../util/authError.ts';

/** A fresh sign-in that nobody wants is ended on the server; every other one is left alone. */
export async function endUnwanted(http: HttpClient, issuer: Issuer, tokens: TokenSet): Promise<void> {
  try {
    await http.send(buildRevokeRequest(issuer, tokens.refreshToken));
  } catch (failure) {
    // It is not saved anywhere; unused, it ends by itself.
    if (!(failure instanceof AuthError)) {
      throw failure;
    }
  }
}
