import {
  agentExpiryMs,
  buildWhoamiRequest,
  decodeAgentIdentity,
  parseWhoami,
  readAccessTokenInput,
  type AccessTokenShape,
  type TokenIdentity,
} from '../../protocol/api/accessToken.ts';
import type { HttpClient } from '../../network/http.ts';
import type { Issuer } from '../../protocol/oauth/issuer.ts';
import { findErrorCode, findServerAnswer, sparesCredential } from '../../protocol/oauth/serverAnswer.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Secret } from '../../base/secret.ts';
import { buildSentence } from '../../errors/sentence.ts';

/** A token that one real call has proved. */
export interface ProvedToken {
  readonly token: Secret;
  readonly shape: AccessTokenShape;
  readonly who: TokenIdentity;
}

/** A token out of whatever was typed or found. @throws AuthError `correctInput` that says what it is instead */
export function requireAccessToken(given: Secret): Omit<ProvedToken, 'who'> {
  const input = readAccessTokenInput(given);
  if (input.kind === 'refused') {
    throw new AuthError('correctInput', buildSentence(`accessToken.${input.problem}`, {}));
  }
  return input;
}

/**
 * Proves a token as the CLI does: a personal access token by asking whose it is, an agent identity by its signature
 * against the issuer's keys (docs/codex-protocol.md, Access tokens). Whether that is over, the clock of who gave the
 * keys says.
 * @throws AuthError `correctInput` when the server refuses it, `checkNetwork` when it could not be asked
 */
export async function proveAccessToken(
  http: HttpClient,
  issuer: Issuer,
  candidate: { readonly token: Secret; readonly shape: AccessTokenShape; readonly signal: AbortSignal },
): Promise<ProvedToken> {
  const { token, shape, signal } = candidate;
  if (shape === 'personalAccessToken') {
    const answer = await http.send(buildWhoamiRequest(issuer, token, signal));
    const who = parseWhoami(answer);
    if (who !== undefined) {
      return { token, shape, who };
    }
    if (sparesCredential(answer) || answer.status >= 429) {
      throw findServerAnswer(answer) ?? new AuthError('checkNetwork', buildSentence('accessToken.unchecked', {}));
    }
    throw findErrorCode(answer) !== undefined && (answer.status === 401 || answer.status === 403)
      ? new AuthError('correctInput', buildSentence('accessToken.refused', { status: String(answer.status) }))
      : new AuthError('checkNetwork', buildSentence('accessToken.unchecked', {}));
  }
  const who = decodeAgentIdentity(token);
  // The check of signatures is loaded with the first token that has one.
  const { buildKeysRequest, verifyAgentIdentity } = await import('../../protocol/api/agentIdentityKeys.ts');
  const answer = await http.send(buildKeysRequest(issuer, signal));
  const verdict = await verifyAgentIdentity(token, answer);
  if (who === undefined || verdict === 'invalid') {
    throw new AuthError('correctInput', buildSentence('accessToken.refused', { status: '' }));
  }
  if (verdict === 'unclear') {
    throw new AuthError('checkNetwork', buildSentence('accessToken.unchecked', {}));
  }
  const endsAtMs = agentExpiryMs(token) ?? Number.POSITIVE_INFINITY;
  if (answer.servedAtMs !== undefined && endsAtMs <= answer.servedAtMs) {
    throw new AuthError('correctInput', buildSentence('accessToken.expired', {}));
  }
  return { token, shape, who };
}
