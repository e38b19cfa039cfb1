import * as z from 'zod/mini';
import type { AuthorizationCodes, CodeRefusal } from './authorizationCodes.ts';
import type { GrantBook, RefreshRefusal } from './grants.ts';
import {
  answerApiError,
  answerJson,
  answerOAuthError,
  type IssuerAnswer,
  type IssuerRequest,
  type Route,
} from './wire.ts';

const nonEmpty = z.string().check(z.minLength(1));

const codeExchangeSchema = z.object({
  grant_type: z.literal('authorization_code'),
  client_id: nonEmpty,
  code: nonEmpty,
  redirect_uri: nonEmpty,
  code_verifier: nonEmpty,
});

const refreshSchema = z.object({
  grant_type: z.literal('refresh_token'),
  client_id: nonEmpty,
  refresh_token: z.string(),
  refresh_reason: z.optional(z.string()),
});

const revokeSchema = z.object({
  token: nonEmpty,
  token_type_hint: z.optional(z.enum(['refresh_token', 'access_token'])),
  client_id: z.optional(z.string()),
});

const grantTypeSchema = z.object({ grant_type: z.string() });

const codeRefusals: Readonly<Record<CodeRefusal['kind'], string>> = {
  unknown: 'The authorization code is not known.',
  expired: 'The authorization code has expired.',
  used: 'The authorization code was used already.',
  wrongClient: 'The authorization code was issued to another client.',
  wrongRedirect: 'The redirect_uri is not the one of the authorization request.',
  wrongVerifier: 'The code_verifier does not fit the code_challenge.',
};

const refreshRefusals: Readonly<Record<RefreshRefusal, { readonly code: string; readonly message: string }>> = {
  reused: {
    code: 'refresh_token_reused',
    message: 'Your refresh token has already been used to generate a new access token.',
  },
  invalidated: { code: 'refresh_token_invalidated', message: 'Your refresh token has been invalidated.' },
  expired: { code: 'refresh_token_expired', message: 'Your refresh token has expired.' },
  unknown: { code: 'refresh_token_invalidated', message: 'Could not validate your refresh token.' },
  wrongClient: { code: 'invalid_client', message: 'The refresh token was issued to another client.' },
};

/** `/oauth/token` and `/oauth/revoke` (docs/codex-protocol.md, Code exchange, Refresh, Revocation). */
export class TokenEndpoint {
  readonly #codes: AuthorizationCodes;
  readonly #grants: GrantBook;

  constructor(codes: AuthorizationCodes, grants: GrantBook) {
    this.#codes = codes;
    this.#grants = grants;
  }

  routes(): readonly Route[] {
    return [
      { method: 'POST', path: '/oauth/token', answer: (request) => this.#answerToken(request) },
      { method: 'POST', path: '/oauth/revoke', answer: (request) => this.#answerRevoke(request) },
    ];
  }

  #answerToken({ fields }: IssuerRequest): IssuerAnswer {
    const parsed = grantTypeSchema.safeParse(fields);
    if (!parsed.success) {
      return answerOAuthError(400, 'invalid_request', 'The parameter grant_type is missing.');
    }
    switch (parsed.data.grant_type) {
      case 'authorization_code':
        return this.#exchangeCode(fields);
      case 'refresh_token':
        return this.#refresh(fields);
      default:
        return answerOAuthError(400, 'unsupported_grant_type', 'The practice issuer does not give that grant.');
    }
  }

  #exchangeCode(fields: unknown): IssuerAnswer {
    const parsed = codeExchangeSchema.safeParse(fields);
    if (!parsed.success) {
      return answerOAuthError(400, 'invalid_request', 'A parameter of the code exchange is missing.');
    }
    const { data } = parsed;
    const redeemed = this.#codes.redeem({
      code: data.code,
      clientId: data.client_id,
      redirectUri: data.redirect_uri,
      codeVerifier: data.code_verifier,
    });
    if ('refused' in redeemed) {
      if (redeemed.refused.kind === 'used' && redeemed.refused.grantId !== undefined) {
        this.#grants.killForReuse(redeemed.refused.grantId);
      }
      return answerOAuthError(400, 'invalid_grant', codeRefusals[redeemed.refused.kind]);
    }
    const { grantId, answer } = this.#grants.issue(redeemed.subject);
    this.#codes.bind(data.code, grantId);
    return answerJson(200, answer);
  }

  #refresh(fields: unknown): IssuerAnswer {
    const parsed = refreshSchema.safeParse(fields);
    if (!parsed.success) {
      return answerOAuthError(400, 'invalid_request', 'A parameter of the refresh is missing.');
    }
    const refreshed = this.#grants.refresh(parsed.data.refresh_token, parsed.data.client_id);
    return 'refused' in refreshed
      ? answerApiError(401, refreshRefusals[refreshed.refused])
      : answerJson(200, refreshed);
  }

  #answerRevoke({ fields }: IssuerRequest): IssuerAnswer {
    const parsed = revokeSchema.safeParse(fields);
    if (!parsed.success) {
      return answerOAuthError(400, 'invalid_request', 'The revocation names no token.');
    }
    const { token, client_id: clientId } = parsed.data;
    const owner = this.#grants.findClientOf(token);
    if (clientId !== undefined && owner !== undefined && owner !== clientId) {
      return answerOAuthError(401, 'invalid_client', 'The token was issued to another client.');
    }
    this.#grants.revoke(token);
    return answerJson(200, {});
  }
}
