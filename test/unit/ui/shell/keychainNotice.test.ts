import { describe, expect, it } from 'vitest';
import { KeychainNotice } from '../../../../src/ui/shell/keychainNotice.ts';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.ts';

describe('KeychainNotice', () => {
  it('asks again after it was dismissed, and not again once it was continued', async () => {
    const prompts = new ScriptedPrompts('dismiss', { click: 'Continue' });
    const notice = new KeychainNotice(prompts);
    expect(await notice.say()).toBe(false);
    expect(await notice.say()).toBe(true);
    expect(await notice.say()).toBe(true);
    expect(prompts.shown).toHaveLength(2);
    expect(prompts.shown[0]?.detail).toContain('Always Allow');
  });
});
