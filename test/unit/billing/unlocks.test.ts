import { describe, expect, it } from 'vitest';
import { listUnlocks, type UnlockRow, type UnlockState } from '../../../src/billing/unlocks.ts';
import { findPlan } from '../../../src/protocol/plan.ts';
import type { Account, Credential } from '../../../src/storage/account.ts';
import { describeUnlock } from '../../../src/ui/panel/unlockWords.ts';
import { createAccount } from '../ui/panel/panelScenes.ts';

function account(kind: Credential['kind'], plan?: string): Account {
  return createAccount(kind, { plan }).account;
}

function unlocksOf(of: Account): ReturnType<typeof listUnlocks> {
  return listUnlocks(of, findPlan(of.identity.plan)?.isWorkspace ?? false);
}

const order: readonly UnlockRow[] = ['cloudTasks', 'fastMode', 'newestModels', 'payPerToken', 'costCeiling', 'automation'];
const unknown: readonly UnlockState[] = order.map(() => 'unknown');
const paid: readonly UnlockState[] = ['yes', 'yes', 'yes', 'no', 'yes', 'differs'];
const workspace: readonly UnlockState[] = ['yes', 'yes', 'yes', 'differs', 'yes', 'differs'];

describe('what an account unlocks', () => {
  it.each<[Credential['kind'], string | undefined, readonly UnlockState[]]>([
    ['chatgpt', 'plus', paid],
    ['chatgpt', 'pro', paid],
    ['chatgpt', 'prolite', paid],
    ['chatgpt', 'promax', paid],
    ['chatgpt', 'business', workspace],
    ['chatgpt', 'team', workspace],
    ['chatgpt', 'edu', workspace],
    ['chatgpt', 'enterprise', workspace],
    ['chatgpt', 'free', unknown],
    ['chatgpt', 'go', unknown],
    ['chatgpt', 'platinum_2031', unknown],
    ['chatgpt', '__proto__', unknown],
    ['chatgpt', undefined, unknown],
    ['apiKey', undefined, ['no', 'differs', 'differs', 'yes', 'yes', 'yes']],
    ['accessToken', 'business', ['unknown', 'unknown', 'differs', 'unknown', 'unknown', 'yes']],
  ])('%s with plan %s', (kind, plan, states) => {
    const unlocks = unlocksOf(account(kind, plan));
    expect(unlocks.map(({ row }) => row)).toEqual(order);
    expect(unlocks.map(({ state }) => state)).toEqual(states);
  });

  it('gives every row the page it rests on and the month it was read', () => {
    for (const { source, asOf } of unlocksOf(account('chatgpt', 'plus'))) {
      expect(new URL(source)).toMatchObject({ protocol: 'https:', hostname: 'learn.chatgpt.com', search: '', username: '' });
      expect(asOf).toMatch(/^\d{4}-(0[1-9]|1[0-2])$/u);
    }
  });

  it('says something of its own for every state that an account can be in, and owns up to the rest', () => {
    const undocumented = describeUnlock({ row: 'fastMode', state: 'unknown' }).sentence;
    const all = [account('chatgpt', 'plus'), account('chatgpt', 'business'), account('apiKey'), account('accessToken', 'business'), account('chatgpt', 'free')].flatMap(unlocksOf);
    for (const unlock of all) {
      expect(describeUnlock(unlock).sentence === undocumented).toBe(unlock.state === 'unknown');
    }
  });

  it('says each state with another word', () => {
    const words = (['yes', 'no', 'differs', 'unknown'] as const).map((state) => describeUnlock({ row: 'cloudTasks', state }).state);
    expect(new Set(words).size).toBe(4);
  });
});
