import { describe, expect, it } from 'vitest';
import type { UsageSight } from '../../../../src/billing/usage/usageFollower.ts';
import { showUsage } from '../../../../src/ui/accounts/showUsage.ts';
import { removeUsageHistory } from '../../../../src/ui/accounts/usageHistory.ts';
import type { Account } from '../../../../src/storage/account.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { usageOf, windowOf } from '../../billing/usage/usageScene.ts';

const work = createAccount({ label: 'Work', credential: createCredential('chatgpt') });
const key = createAccount({ label: '$(key) Key', credential: createCredential('apiKey') });

function createScene(accounts: readonly Account[], ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const asked: string[] = [];
  const record = { failures: 0, notBeforeMs: 0, history: [], told: {} };
  const find = (account: Account): Promise<UsageSight> =>
    Promise.resolve({
      account,
      record: account.credential.kind === 'chatgpt' ? record : undefined,
      failure: undefined,
    });
  const askNow = async (account: Account): Promise<UsageSight> => {
    asked.push(account.label);
    const sight = await find(account);
    const atMs = flow.clock.nowMs();
    const seen = { atMs, usage: usageOf([windowOf(30, atMs + 60 * 60_000)]) };
    return { ...sight, record: sight.record && { ...sight.record, seen } };
  };
  return {
    ...flow,
    asked,
    directory: { list: () => Promise.resolve(accounts.map((account) => ({ kind: 'ready', account }) as const)) },
    loadUsage: () => Promise.resolve({ find, askNow }),
  };
}

describe('“Show Usage of an Account”', () => {
  it('shows what was last told of each, and asks about the chosen one alone', async () => {
    const flow = createScene([work, key], { row: 'Work' }, { click: 'Another Account…' }, 'dismiss');
    await showUsage(flow);
    expect(flow.asked).toEqual(['Work']);
    expect(flow.prompts.texts.filter((text) => text.startsWith('Work:'))).toEqual([
      expect.stringMatching(/^Work: 5-hour window: 70% left, 30% used\. Resets at .+ \(in 1 h 0 min\)\./u),
    ]);
  });

  it('says of a key that it has no limits of a plan', async () => {
    const flow = createScene([key], { row: 'Key' });
    await showUsage(flow);
    expect(flow.prompts.texts.at(-1)).toContain('billed per token');
  });

  it('is over without an account, or when it is dismissed', async () => {
    const none = createScene([]);
    await showUsage(none);
    expect(none.prompts.texts).toEqual(['No account is kept here yet.']);
    const left = createScene([work], 'dismiss');
    await showUsage(left);
    expect(left.asked).toEqual([]);
  });
});

describe('“Remove What Was Seen of Usage”', () => {
  it('removes it and says so', async () => {
    const flow = createFakeFlow();
    const removed: string[] = [];
    const removeHistory = () => {
      removed.push('all');
      return Promise.resolve();
    };
    await removeUsageHistory({ ...flow, loadUsage: () => Promise.resolve({ removeHistory }) });
    expect([removed, flow.prompts.shown.length]).toEqual([['all'], 1]);
  });
});
