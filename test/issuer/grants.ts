import { requireMembership, type Choice, type Workspace } from './people.ts';
import type { SecretMint } from './secretMint.ts';
import type { MintedAccessToken, TokenMint, TokenSubject } from './tokenMint.ts';

/** The answer of the token endpoint (docs/codex-protocol.md, Code exchange). */
export interface TokenAnswer {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
}

/** One refresh-token family as the issuer sees it. */
export interface GrantState {
  readonly grantId: string;
  readonly personId: string;
  /** The workspace that the next refresh gives tokens for. */
  readonly workspaceId: string;
  readonly clientId: string;
  readonly alive: boolean;
  readonly killedBy: 'reuse' | 'revoke' | undefined;
  readonly expired: boolean;
  readonly refreshCount: number;
  /** How often a spent refresh token of this family was shown again, the killing time included. */
  readonly reuseCount: number;
  /** Every refresh token of the family, oldest first; only the last can be good. */
  readonly refreshTokens: readonly string[];
}

export type RefreshRefusal = 'reused' | 'invalidated' | 'expired' | 'unknown' | 'wrongClient';

export type AccessCheck =
  | { readonly kind: 'good'; readonly grantId: string; readonly subject: TokenSubject }
  | { readonly kind: 'unknown' | 'expired' | 'invalidated' };

interface Grant {
  readonly grantId: string;
  subject: TokenSubject;
  readonly refreshTokens: string[];
  killedBy: 'reuse' | 'revoke' | undefined;
  expired: boolean;
  refreshCount: number;
  reuseCount: number;
}

interface IssuedAccessToken {
  readonly grant: Grant;
  readonly subject: TokenSubject;
  readonly expiresAtMs: number;
  revoked: boolean;
}

export interface GrantBookOptions {
  readonly tokens: TokenMint;
  readonly secrets: SecretMint;
  readonly now: () => number;
}

/**
 * All refresh-token families, with rotation: each refresh spends its token, and a spent one shown again ends the
 * family. A grant remembers the workspace it was last switched to; how the real issuer does that is not known.
 */
export class GrantBook {
  readonly #options: GrantBookOptions;
  readonly #grants: Grant[] = [];
  readonly #byRefreshToken = new Map<string, Grant>();
  readonly #accessTokens = new Map<string, IssuedAccessToken>();

  constructor(options: GrantBookOptions) {
    this.#options = options;
  }

  issue(subject: TokenSubject): { readonly grantId: string; readonly answer: TokenAnswer } {
    const grant: Grant = {
      grantId: `grant-${String(this.#grants.length + 1)}`,
      subject,
      refreshTokens: [],
      killedBy: undefined,
      expired: false,
      refreshCount: 0,
      reuseCount: 0,
    };
    this.#grants.push(grant);
    return { grantId: grant.grantId, answer: this.#answer(grant) };
  }

  issueFor(choice: Choice, request: { readonly clientId: string; readonly scope: string }): TokenAnswer {
    return this.issue({ ...requireMembership(choice), ...request }).answer;
  }

  refresh(refreshToken: string, clientId: string): TokenAnswer | { readonly refused: RefreshRefusal } {
    const grant = this.#byRefreshToken.get(refreshToken);
    if (grant === undefined) {
      return { refused: 'unknown' };
    }
    if (grant.subject.clientId !== clientId) {
      return { refused: 'wrongClient' };
    }
    if (grant.refreshTokens.at(-1) !== refreshToken) {
      grant.reuseCount += 1;
      grant.killedBy ??= 'reuse';
      return { refused: 'reused' };
    }
    if (grant.killedBy !== undefined) {
      return { refused: 'invalidated' };
    }
    if (grant.expired) {
      return { refused: 'expired' };
    }
    grant.refreshCount += 1;
    return this.#answer(grant);
  }

  /**
   * An access token for another workspace of the same grant; the refresh token stays as it is (docs/codex-protocol.md,
   * Backend).
   */
  switchWorkspace(grantId: string, workspace: Workspace): MintedAccessToken {
    const grant = this.#require(grantId);
    grant.subject = { ...grant.subject, workspace };
    return this.#mintAccessToken(grant);
  }

  /** A refresh token ends the family with all its access tokens, an access token only itself; unknown ones nothing. */
  revoke(token: string): void {
    const access = this.#accessTokens.get(token);
    if (access !== undefined) {
      access.revoked = true;
    }
    const grant = this.#byRefreshToken.get(token);
    if (grant !== undefined) {
      grant.killedBy ??= 'revoke';
    }
  }

  findClientOf(token: string): string | undefined {
    const grant = this.#byRefreshToken.get(token) ?? this.#accessTokens.get(token)?.grant;
    return grant?.subject.clientId;
  }

  /** A used authorization code shown again ends what it gave (RFC 6749 4.1.2). */
  killForReuse(grantId: string): void {
    this.#require(grantId).killedBy ??= 'reuse';
  }

  /** Lets the refresh token of a family run out, as one that was not used for a long time. */
  expire(refreshToken: string): void {
    const grant = this.#byRefreshToken.get(refreshToken);
    if (grant === undefined) {
      throw new Error('No grant has that refresh token.');
    }
    grant.expired = true;
  }

  checkAccess(accessToken: string): AccessCheck {
    const issued = this.#accessTokens.get(accessToken);
    if (issued === undefined) {
      return { kind: 'unknown' };
    }
    if (issued.revoked || issued.grant.killedBy !== undefined) {
      return { kind: 'invalidated' };
    }
    if (issued.expiresAtMs <= this.#options.now()) {
      return { kind: 'expired' };
    }
    return { kind: 'good', grantId: issued.grant.grantId, subject: issued.subject };
  }

  states(): readonly GrantState[] {
    return this.#grants.map((grant) => ({
      grantId: grant.grantId,
      personId: grant.subject.person.id,
      workspaceId: grant.subject.workspace.id,
      clientId: grant.subject.clientId,
      alive: grant.killedBy === undefined && !grant.expired,
      killedBy: grant.killedBy,
      expired: grant.expired,
      refreshCount: grant.refreshCount,
      reuseCount: grant.reuseCount,
      refreshTokens: [...grant.refreshTokens],
    }));
  }

  #answer(grant: Grant): TokenAnswer {
    const refreshToken = this.#options.secrets.make('rt_');
    grant.refreshTokens.push(refreshToken);
    this.#byRefreshToken.set(refreshToken, grant);
    return {
      id_token: this.#options.tokens.makeIdToken(grant.subject),
      access_token: this.#mintAccessToken(grant).token,
      refresh_token: refreshToken,
      token_type: 'Bearer',
      expires_in: this.#options.tokens.accessTokenLifetimeSeconds,
      scope: grant.subject.scope,
    };
  }

  #mintAccessToken(grant: Grant): MintedAccessToken {
    const { subject } = grant;
    const minted = this.#options.tokens.makeAccessToken(subject);
    this.#accessTokens.set(minted.token, { grant, subject, expiresAtMs: minted.expiresAtMs, revoked: false });
    return minted;
  }

  #require(grantId: string): Grant {
    const grant = this.#grants.find((candidate) => candidate.grantId === grantId);
    if (grant === undefined) {
      throw new Error(`No grant "${grantId}".`);
    }
    return grant;
  }
}
