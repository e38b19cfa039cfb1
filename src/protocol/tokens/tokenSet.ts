import type { Secret } from '../../base/secret.ts';

/** Who issued a token set to which client: where it is refreshed. A wrong one breaks refresh, so none is invented. */
interface Provenance {
  readonly issuer: string;
  readonly clientId: string;
}

/**
 * One answer of a token endpoint, kept together with what must not be separated from it (docs/decisions.md, Grants).
 */
export interface TokenSet {
  readonly idToken: Secret;
  readonly accessToken: Secret;
  /** Empty in a lease. */
  readonly refreshToken: Secret;
  /** The workspace; sent as `chatgpt-account-id`. After a workspace switch it differs from the id token's claim. */
  readonly workspaceId: string | undefined;
  readonly provenance: Provenance | undefined;
  /** 43 characters, random per sign-in; names the grant. */
  readonly loginOwnerId: string | undefined;
  /** RFC 3339, UTC. */
  readonly lastRefresh: string | undefined;
}
