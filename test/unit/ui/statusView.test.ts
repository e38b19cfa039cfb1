import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../../src/accounts/currentAccount.ts';
import { viewStatus } from '../../../src/ui/statusView.ts';
import { createAccount, idle } from './panelScenes.ts';

const { account } = createAccount('chatgpt');

function view(state: AccountState) {
  return viewStatus(state, idle, { show: 'label', hidePersonalInfo: false, expected: undefined, unreachedRemote: undefined });
}

describe('the status bar', () => {
  it('says who keeps the account, and that one sign-in here brings it back', () => {
    const drawn = view({ kind: 'keptElsewhere', product: 'Cursor $(bug)', account });
    expect([drawn.text, drawn.tone]).toEqual(['$(warning) Work: kept by Cursor \\$(bug)', 'warning']);
    expect(drawn.tooltip.join()).toMatch(/kept by Cursor .*Sign in here/u);
    expect(drawn.accessibleLabel).not.toContain('$(warning)');
  });

  it.each([
    ['revoked', /ended on the server/u],
    ['workspaceClosed', /no longer opens the workspace/u],
  ] as const)('says why an account needs a new sign-in: %s', (reason, words) => {
    const drawn = view({ kind: 'needsSignIn', reason, account });
    expect(drawn.text).toBe('$(warning) Work: sign in again');
    expect(drawn.tooltip.join()).toMatch(words);
  });
});
