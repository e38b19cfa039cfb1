import type { Secret } from '../../base/secret.ts';
import { originator, scopes, type Issuer } from './issuer.ts';

/**
 * The values of an authorize request that differ from one sign-in to the next (RFC 6749 section 4.1.1, RFC 7636
 * section 4.3).
 */
export interface AuthorizeRequest {
  readonly issuer: Issuer;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly state: Secret;
  /** Only these workspaces may come back; none = any. */
  readonly allowedWorkspaceIds: readonly string[];
}

/**
 * The address the browser opens: the parameters of docs/codex-protocol.md, Authorize address, in their order,
 * form-encoded. It carries the state, so it is shown and copied on the person's request only, and never logged.
 */
export function buildAuthorizeUrl(request: AuthorizeRequest): string {
  const query = new URLSearchParams([
    ['response_type', 'code'],
    ['client_id', request.issuer.clientId],
    ['redirect_uri', request.redirectUri],
    ['code_challenge', request.challenge],
    ['code_challenge_method', 'S256'],
    ['state', request.state.reveal()],
    ['scope', scopes],
    ['id_token_add_organizations', 'true'],
    ['codex_cli_simplified_flow', 'true'],
    ['originator', originator],
  ]);
  if (request.allowedWorkspaceIds.length > 0) {
    query.set('allowed_workspace_id', request.allowedWorkspaceIds.join(','));
  }
  return `${request.issuer.authorizeUrl}?${query.toString()}`;
}

/** `http://127.0.0.1:<port>/auth/callback`, as 0.171.0 sends it (docs/codex-protocol.md, Authorize address). */
export function buildRedirectUri(port: number): string {
  return `http://127.0.0.1:${String(port)}/auth/callback`;
}
