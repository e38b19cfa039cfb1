import * as z from 'zod/mini';
import { AuthError } from '../../errors/authError.ts';
import { randomBase64Url } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';
import { buildSentence, type Sentence } from '../../errors/sentence.ts';
import { decodeClaims } from '../tokens/claims.ts';
import {
  formType,
  isPage,
  jsonType,
  successJson,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
} from '../../network/http.ts';
import { originator, type Issuer } from './issuer.ts';
import {
  detailsOf,
  findErrorCode,
  findServerAnswer,
  findUnknownAnswer,
  hasOwnCode,
  sparesCredential,
} from './serverAnswer.ts';
import type { TokenSet } from '../tokens/tokenSet.ts';

/** A code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export interface CodeExchange {
  readonly issuer: Issuer;
  readonly code: Secret;
  /** The very string of the authorize request. */
  readonly redirectUri: string;
  readonly verifier: Secret;
}

const tokenAnswer = z.object({ id_token: z.string(), access_token: z.string(), refresh_token: z.string() });

/**
 * The codes that end a sign-in under any status: those of the CLI, RFC 6749 section 5.2, and two that the
 * service gives for a session that is over (docs/decisions.md, What ends a grant).
 */
const finalCodes: readonly string[] = [
  'refresh_token_expired',
  'refresh_token_reused',
  'refresh_token_invalidated',
  'invalid_grant',
  'app_session_expired',
  'invalid_refresh_token',
];

/**
 * Trades a code for tokens. Never repeated: a code is spent by its first use, whatever became of the answer.
 * See docs/codex-protocol.md, Code exchange.
 */
export async function requestTokens(
  http: HttpClient,
  exchange: CodeExchange,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return http.send({
    method: 'POST',
    url: exchange.issuer.tokenUrl,
    headers: { 'content-type': formType },
    body: new URLSearchParams([
      ['grant_type', 'authorization_code'],
      ['client_id', exchange.issuer.clientId],
      ['code', exchange.code.reveal()],
      ['redirect_uri', exchange.redirectUri],
      ['code_verifier', exchange.verifier.reveal()],
    ]).toString(),
    signal,
  });
}

/**
 * The token set of a sign-in. The id token must be meant for our client and come from this issuer (docs/threats.md,
 * T-INJ-1); its expiry is not compared with the local clock, which may be wrong.
 * @throws AuthError `signInAgain`, `tryAgain`, `checkNetwork`
 */
export function parseTokens(answer: HttpAnswer, issuer: Issuer, lastRefresh: string): TokenSet {
  const parsed = tokenAnswer.safeParse(successJson(answer));
  if (!parsed.success) {
    throw tokenFailure(answer);
  }
  const idToken = new Secret(parsed.data.id_token);
  const claims = decodeClaims(idToken);
  if (
    claims === undefined ||
    claims.issuer?.replace(/\/+$/u, '') !== issuer.url ||
    !claims.audiences.includes(issuer.clientId)
  ) {
    throw new AuthError('signInAgain', buildSentence('token.notForUs', {}));
  }
  return {
    idToken,
    accessToken: new Secret(parsed.data.access_token),
    refreshToken: new Secret(parsed.data.refresh_token),
    workspaceId: claims.workspaceId,
    provenance: { issuer: issuer.url, clientId: issuer.clientId },
    loginOwnerId: randomBase64Url(32),
    lastRefresh,
  };
}

/**
 * Whether the service itself takes a credential no more, for good: with 401 any code of its own says so, but one that
 * names something else (docs/decisions.md, What ends a grant). `invalid_grant` is said of whatever a grant meets, so what
 * is beside it counts.
 */
export function isFinalRefusal(answer: HttpAnswer): boolean {
  const code = findErrorCode(answer);
  const isFinal = code !== undefined && finalCodes.includes(code);
  if (isFinal && code !== 'invalid_grant') {
    return true;
  }
  return (isFinal || (answer.status === 401 && hasOwnCode(answer))) && !sparesCredential(answer);
}

/**
 * Ends a grant on the server, so that every copy of it is signed out (docs/codex-protocol.md, Revocation; RFC 7009).
 */
export function buildRevokeRequest(issuer: Issuer, refreshToken: Secret, signal?: AbortSignal): HttpRequest {
  return {
    method: 'POST',
    url: issuer.revokeUrl,
    headers: { 'content-type': jsonType, originator },
    body: JSON.stringify({
      token: refreshToken.reveal(),
      token_type_hint: 'refresh_token',
      client_id: issuer.clientId,
    }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/**
 * What was between this machine and the service, or made the service refuse the machine rather than what it sent: an
 * answer that it has a name for, a proxy or network with a sign-in of its own, somebody's web page.
 */
export function findNetworkRefusal(answer: HttpAnswer): AuthError | undefined {
  const status = String(answer.status);
  const known = findPageAuthor(answer) ?? findServerAnswer(answer);
  if (known !== undefined) {
    return known;
  }
  switch (answer.status) {
    case 403:
      return isFinalRefusal(answer)
        ? undefined
        : (findUnknownAnswer(answer) ??
            new AuthError('checkNetwork', buildSentence('token.refusedHere', detailsOf(answer))));
    case 407:
      return new AuthError('checkNetwork', buildSentence('network.proxySignIn', {}));
    case 511:
      return new AuthError('checkNetwork', buildSentence('network.signInFirst', {}));
  }
  return isPage(answer) ? new AuthError('checkNetwork', buildSentence('token.notAnAnswer', { status })) : undefined;
}

/** What the service said in place of what it was asked for, or who answered in its place, as far as that is sure. */
export function findObstacle(answer: HttpAnswer): Sentence | undefined {
  const isSomebodyElse = answer.status === 407 || findPageAuthor(answer) !== undefined;
  const known = isSomebodyElse ? undefined : (findServerAnswer(answer) ?? findUnknownAnswer(answer));
  return known?.sentence ?? findForeignAnswer(answer);
}

/** Who answered in the place of any service, as far as that is sure: a refusal of its own may be about the person. */
export function findForeignAnswer(answer: HttpAnswer): Sentence | undefined {
  switch (answer.status) {
    case 407:
      return buildSentence('network.proxySignIn', {});
    case 511:
      return buildSentence('network.signInFirst', {});
  }
  return (
    findPageAuthor(answer)?.sentence ??
    (isPage(answer) ? buildSentence('token.notAnAnswer', { status: String(answer.status) }) : undefined)
  );
}

/** A page whose author tells more than its status does; of a service in trouble only one who gives a name. */
function findPageAuthor(answer: HttpAnswer): AuthError | undefined {
  const { page, status } = answer;
  switch (page?.kind) {
    case 'botCheck':
      return new AuthError('checkNetwork', buildSentence('network.botCheck', detailsOf(answer)));
    case 'blockPage':
      return page.product === '' && (status === 429 || status >= 500)
        ? undefined
        : new AuthError(
            'checkNetwork',
            buildSentence('network.blockPage', { ...detailsOf(answer), product: page.product }),
          );
    default:
      return undefined;
  }
}

function tokenFailure(answer: HttpAnswer): AuthError {
  const refusal = findNetworkRefusal(answer);
  if (refusal !== undefined) {
    return refusal;
  }
  const { status } = answer;
  const code = findErrorCode(answer) ?? '';
  if (status < 400) {
    return new AuthError('checkNetwork', buildSentence('token.notAnAnswer', { status: String(status) }));
  }
  const isAboutCode = code === '' || status === 401 || finalCodes.includes(code);
  return (
    (isAboutCode ? undefined : findUnknownAnswer(answer)) ??
    new AuthError('signInAgain', buildSentence('token.refused', { status: String(status), code }))
  );
}
