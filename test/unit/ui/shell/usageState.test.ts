import { describe, expect, it } from 'vitest';
import { UsageState } from '../../../../src/ui/shell/usageState.ts';
import { sayUsageOf } from '../../../../src/ui/text/usageWords.ts';
import { createAccount } from '../../../support/records.ts';

describe('the usage that surfaces show', () => {
  it('is of the account in use only, and told when it changes', () => {
    const [work, home] = [createAccount(), createAccount()];
    const state = new UsageState();
    const heard: string[] = [];
    state.onDidChange(() => heard.push('changed'));
    state.onDidSee(() => heard.push(`seen: ${String(state.isPageSeen)}`));
    const words = sayUsageOf({ account: work, record: undefined, failure: undefined }, 0);
    state.show(words);
    state.show(sayUsageOf({ account: work, record: undefined, failure: undefined }, 0));
    expect([state.find(work.id)?.accountId, state.find(home.id)]).toEqual([work.id, undefined]);
    state.show(undefined);
    expect(state.find(work.id)).toBeUndefined();
    for (const isSeen of [true, true, false]) {
      state.see(isSeen);
    }
    expect(heard).toEqual(['changed', 'changed', 'seen: true', 'seen: false']);
  });
});
