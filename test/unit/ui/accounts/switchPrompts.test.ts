import { expect, it } from 'vitest';
import { disturbWord } from '../../../../src/ui/accounts/switchPrompts.ts';
import { createAccount } from '../../../support/records.ts';

it('says what becomes of a Codex that runs: it stays, or moves by itself to a colleague', () => {
  expect(disturbWord(undefined)).toContain('goes on with the account it started with');
  expect(disturbWord(createAccount())).toContain('moves to Work by itself when Codex next renews its sign-in');
});
