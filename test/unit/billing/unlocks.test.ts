import { describe, expect, it } from 'vitest';
import { listUnlocks, unlockRows, type UnlockState } from '../../../src/billing/unlocks.ts';
import { findPlan } from '../../../src/protocol/api/plan.ts';
import type { Account, Credential } from '../../../src/storage/account.ts';
import { createAccount } from '../ui/panel/panelScenes.ts';

function account(kind: Credential['kind'], plan?: string): Account {
  return createAccount(kind, { plan }).account;
}

function unlocksOf(of: Account): ReturnType<typeof listUnlocks> {
  return listUnlocks(of, findPlan(of.identity.plan)?.isWorkspace ?? false);
}

const undocumented: readonly UnlockState[] = ['yes', 'unknown', 'unknown', 'unknown', 'unknown', 'unknown', 'unknown'];
const paid: readonly UnlockState[] = ['yes', 'yes', 'yes', 'yes', 'no', 'yes', 'differs'];
const workspace: readonly UnlockState[] = ['yes', 'yes', 'yes', 'yes', 'differs', 'yes', 'differs'];

describe('what an account unlocks', () => {
  it.each<[Credential['kind'], string | undefined, readonly UnlockState[]]>([
    ['chatgpt', 'plus', paid],
    ['chatgpt', 'pro', paid],
    ['chatgpt', 'prolite', paid],
    ['chatgpt', 'business', workspace],
    ['chatgpt', 'team', workspace],
    ['chatgpt', 'edu', workspace],
    ['chatgpt', 'enterprise', workspace],
    ['chatgpt', 'free', undocumented],
    ['chatgpt', 'go', undocumented],
    ['chatgpt', 'promax', undocumented],
    ['chatgpt', 'sci', undocumented],
    ['chatgpt', 'sci_plus', undocumented],
    ['chatgpt', 'platinum_2031', undocumented],
    ['chatgpt', '__proto__', undocumented],
    ['chatgpt', undefined, undocumented],
    ['apiKey', undefined, ['yes', 'no', 'differs', 'differs', 'yes', 'yes', 'yes']],
    ['accessToken', 'business', ['differs', 'unknown', 'unknown', 'differs', 'unknown', 'unknown', 'yes']],
  ])('%s with plan %s', (kind, plan, states) => {
    const unlocks = unlocksOf(account(kind, plan));
    expect(unlocks.map(({ row }) => row)).toEqual(unlockRows);
    expect(unlocks.map(({ state }) => state)).toEqual(states);
  });
});
