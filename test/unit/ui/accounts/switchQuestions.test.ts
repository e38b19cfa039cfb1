import { describe, expect, it } from 'vitest';
import type { CodexProcess } from '../../../../src/home/running/ports.ts';
import { disturbWord, switchQuestions } from '../../../../src/ui/accounts/switchQuestions.ts';
import { createAccount } from '../../../support/records.ts';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.ts';

const exec: CodexProcess = {
  pid: 7,
  role: 'exec',
  usesHome: true,
  hasConnection: undefined,
  ageMs: undefined,
  isAlone: false,
  isOurChild: undefined,
};

it('says what becomes of a Codex that runs: it stays, or moves by itself to a colleague', () => {
  expect(disturbWord(undefined)).toContain('goes on with the account it started with');
  expect(disturbWord(createAccount())).toContain('moves to Work by itself when Codex next renews its sign-in');
});

describe('a switch while Codex runs', () => {
  it('is disturbed only with a click, and says which Codex', async () => {
    const prompts = new ScriptedPrompts({ click: 'Switch Anyway' }, 'dismiss');
    const { mayDisturb } = switchQuestions(prompts);
    expect(await mayDisturb([exec], undefined)).toBe(true);
    expect(await mayDisturb([exec], undefined)).toBe(false);
    expect(prompts.shown[0]).toEqual({
      kind: 'confirm',
      severity: 'warning',
      text: 'Codex is running on this computer (codex exec (7)).',
      detail: disturbWord(undefined),
      buttons: ['Switch Anyway'],
    });
  });

  it('interrupts a renewal that may be under way only with a click, and says what it may cost', async () => {
    const prompts = new ScriptedPrompts({ click: 'Switch Anyway' }, 'dismiss');
    const { mayInterrupt } = switchQuestions(prompts);
    expect(await mayInterrupt(createAccount(), [exec])).toBe(true);
    expect(await mayInterrupt(createAccount(), [exec])).toBe(false);
    expect(prompts.shown[0]?.detail).toContain('may cost Work its sign-in');
  });
});
