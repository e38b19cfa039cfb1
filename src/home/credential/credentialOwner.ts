import { decodeAgentIdentity } from '../../protocol/api/accessToken.ts';
import { decodeClaims } from '../../protocol/tokens/claims.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { HomeCredential } from './credentialDocument.ts';

/** Who a credential says it belongs to: for display and to tell accounts apart, never for an access decision. */
export interface CredentialOwner {
  readonly email: string | undefined;
  readonly userId: string | undefined;
  /** Raw plan name. */
  readonly plan: string | undefined;
  readonly workspaceId: string | undefined;
}

/**
 * Who a token set belongs to. The workspace is `tokens.account_id`, and the access token knows the plan of that
 * workspace, while the id token may still name the one before a switch (docs/codex-protocol.md, auth.json).
 */
export function readTokenOwner(tokens: TokenSet): CredentialOwner {
  const id = decodeClaims(tokens.idToken);
  const access = decodeClaims(tokens.accessToken);
  return {
    email: id?.email ?? access?.email,
    userId: access?.userId ?? id?.userId,
    plan: access?.plan ?? id?.plan,
    workspaceId: tokens.workspaceId ?? access?.workspaceId ?? id?.workspaceId,
  };
}

/** Undefined for a credential that does not say whose it is, such as an API key. */
export function readCredentialOwner(credential: HomeCredential): CredentialOwner | undefined {
  switch (credential.kind) {
    case 'chatgpt':
      return readTokenOwner(credential.tokens);
    case 'accessToken': {
      const who = credential.shape === 'agentIdentity' ? decodeAgentIdentity(credential.token) : undefined;
      return who === undefined
        ? undefined
        : { email: who.email, userId: who.userId, plan: who.plan, workspaceId: who.workspaceId };
    }
    case 'apiKey':
    case 'bedrockKey':
    case 'other':
      return undefined;
  }
}
