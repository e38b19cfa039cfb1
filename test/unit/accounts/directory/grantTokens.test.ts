import { describe, expect, it } from 'vitest';
import { withTokens } from '../../../../src/accounts/directory/grantTokens.ts';
import type { Account } from '../../../../src/storage/account.ts';
import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import { createAccount } from '../../../support/records.ts';
import { mintTokens } from '../../../support/tokens.ts';

const accountOf = (tokens: TokenSet): Account => createAccount({ credential: { kind: 'chatgpt', tokens } });

function tokensOf({ credential }: Account): TokenSet {
  if (credential.kind !== 'chatgpt') {
    throw new TypeError('Not of ChatGPT.');
  }
  return credential.tokens;
}

describe('an account with renewed tokens', () => {
  const own = { ...mintTokens(), workspaceId: 'workspace-own' };
  const renewed = { ...mintTokens(), workspaceId: 'workspace-of-the-id-token' };

  it('keeps the workspace that it is for, whatever the id token names', () => {
    const next = tokensOf(withTokens(accountOf(own), renewed, true));
    expect(next).toEqual({ ...renewed, workspaceId: 'workspace-own' });
    expect(next.accessToken.equals(renewed.accessToken)).toBe(true);
  });

  it('takes the workspace of the tokens when it has none', () => {
    const next = tokensOf(withTokens(accountOf({ ...own, workspaceId: undefined }), renewed, true));
    expect(next.workspaceId).toBe('workspace-of-the-id-token');
  });

  it('takes the refresh token alone from tokens of another workspace', () => {
    const next = tokensOf(withTokens(accountOf(own), renewed, false));
    expect(next.workspaceId).toBe('workspace-own');
    expect(next.refreshToken.equals(renewed.refreshToken)).toBe(true);
    expect(next.accessToken.equals(own.accessToken)).toBe(true);
  });
});
