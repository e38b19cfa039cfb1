import { decodeClaims } from '../../protocol/tokens/claims.ts';
import type { TokenSet } from '../../protocol/tokens/tokenSet.ts';
import type { Account } from '../../storage/account.ts';
import type { GrantId } from '../../storage/ids.ts';
import type { Vault } from '../../storage/vault.ts';

/**
 * Gives other accounts on a grant its newest refresh token, and the access token to the one whose workspace it is for. One
 * that has another grant by now, and is still listed on this one, keeps what it has.
 */
export async function shareTokens(
  vault: Vault,
  { grantId, tokens }: { readonly grantId: GrantId; readonly tokens: TokenSet },
  others: readonly Pick<Account, 'id'>[],
): Promise<void> {
  for (const { id } of others) {
    const other = await vault.read(id);
    if (other.kind === 'account' && other.account.grantId === grantId) {
      await vault.write(withTokens(other.account, tokens, isMeantFor(other.account, tokens) ?? false));
    }
  }
}

/** What the Ledger knows a refresh token by. */
export function hashOf(tokens: TokenSet): Promise<string> {
  return tokens.refreshToken.sha256Hex();
}

/** Whether an access token is for the account's workspace; undefined when one of them does not say. */
export function isMeantFor({ identity }: Account, tokens: TokenSet): boolean | undefined {
  const workspaceId = decodeClaims(tokens.accessToken)?.workspaceId ?? tokens.workspaceId;
  return workspaceId === undefined || identity.workspaceId === undefined
    ? undefined
    : workspaceId === identity.workspaceId;
}

/** The refresh token is the grant's, the access token the workspace's; its date stays with it. */
export function withTokens(account: Account, tokens: TokenSet, isWhole: boolean): Account {
  if (account.credential.kind !== 'chatgpt') {
    return account;
  }
  const own = account.credential.tokens;
  const next: TokenSet = isWhole
    ? { ...tokens, workspaceId: own.workspaceId ?? tokens.workspaceId }
    : { ...own, refreshToken: tokens.refreshToken };
  return { ...account, credential: { kind: 'chatgpt', tokens: next } };
}
