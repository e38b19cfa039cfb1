import { describe, expect, it } from 'vitest';
import { describeInRow } from '../../../../src/ui/accounts/accountWords.ts';
import { createAccount } from '../panel/panelScenes.ts';

describe('an account in a row of a list', () => {
  const { account } = createAccount('chatgpt', { email: '$(trash)@example.com', workspaceName: `$(bug)${'w'.repeat(300)}` });

  it('is text, whatever its claims would be drawn as', () => {
    const shown = describeInRow(account, false);
    expect(shown).toContain('\\$(trash)@example.com');
    expect(shown).not.toMatch(/(?<!\\)\$\(/u);
    expect(shown.length).toBeLessThan(210);
  });

  it('hides the address where the person wants that', () => {
    expect(describeInRow(account, true)).not.toContain('example.com');
  });
});
