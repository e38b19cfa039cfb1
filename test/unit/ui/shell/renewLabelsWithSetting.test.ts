import type { Memento } from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { Account } from '../../../../src/storage/account.ts';
import type { VaultEntry } from '../../../../src/storage/vault.ts';
import { FolderAccount } from '../../../../src/ui/shell/folderAccount.ts';
import { renewLabelsWithSetting, type LabelSettingFlow } from '../../../../src/ui/shell/renewLabelsWithSetting.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { settle } from '../../../support/fakeClock.ts';
import { createAccount, accountIdOf } from '../../../support/records.ts';
import { workspace } from '../../../support/vscodeWords.ts';

const shown = { hides: true };

function createMemento(start: Readonly<Record<string, unknown>> = {}): Memento {
  const values = new Map(Object.entries(start));
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.get(key) ?? fallback) as T,
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

const account = createAccount({ id: accountIdOf('a'), label: 'Plus' });

function createFlow(renew: () => Promise<{ readonly accounts: readonly Account[]; readonly isComplete: boolean }>) {
  const calls = { renewals: 0, renamed: [] as string[], failures: 0 };
  const rename = ({ label }: Account): Promise<void> => {
    calls.renamed.push(label);
    return Promise.resolve();
  };
  const flow: LabelSettingFlow = {
    directory: {
      renewLabels: () => {
        calls.renewals += 1;
        return renew();
      },
    },
    current: { update: () => Promise.resolve<AccountState>({ kind: 'loading' }) },
    loadHosts: () => Promise.resolve({ records: { rename } }),
    log: {
      failure: () => {
        calls.failures += 1;
      },
    },
  };
  return { flow, calls };
}

async function start(flow: LabelSettingFlow, memory: Memento): Promise<void> {
  renewLabelsWithSetting(flow, memory);
  await import('../../../../src/ui/shell/renewLabels.ts');
  await settle();
}

describe('labels that we made', () => {
  beforeEach(() => {
    shown.hides = true;
    vi.spyOn(workspace, 'getConfiguration').mockImplementation(() => ({
      get: (name) => (name === 'hidePersonalInfo' ? shown.hides : undefined),
      inspect: () => undefined,
    }));
  });

  it('are made anew once, and called so on every host', async () => {
    const memory = createMemento();
    const { flow, calls } = createFlow(() => Promise.resolve({ accounts: [account], isComplete: true }));
    await start(flow, memory);
    await start(flow, memory);
    expect(calls).toEqual({ renewals: 1, renamed: ['Plus'], failures: 0 });
  });

  it.each([
    ['they could not be', () => Promise.reject(new Error('keyring is locked')), 2],
    ['one of them could not be', () => Promise.resolve({ accounts: [account], isComplete: false }), 0],
  ])('are made anew with the next start, too, when %s', async (_name, renew, failures) => {
    const memory = createMemento();
    const { flow, calls } = createFlow(renew);
    await start(flow, memory);
    await start(flow, memory);
    expect(calls).toMatchObject({ renewals: 2, failures });
    shown.hides = false;
    await start(flow, memory);
    expect(calls.renewals, 'those that were made anew name the person again').toBe(3);
  });
});

describe('the account that a folder expects', () => {
  it('is kept without its name, which is looked up, also where an older release kept it', async () => {
    const memory = createMemento({ expectedAccount: { accountId: 'a', label: 'ada.lovelace' } });
    const found: { entry: VaultEntry } = { entry: { kind: 'account', account: account } };
    const changed = new Emitter<void>();
    const folder = new FolderAccount(memory, {
      directory: { find: () => Promise.resolve(found.entry) },
      onDidChangeAccounts: changed.event,
    });
    expect(folder.find()).toEqual({ accountId: 'a', label: undefined });
    await settle();
    expect(folder.find()?.label).toBe('Plus');
    let drawings = 0;
    folder.onDidChange(() => (drawings += 1));
    found.entry = { kind: 'account', account: { ...account, label: 'ada' } };
    changed.fire();
    await settle();
    expect([folder.find()?.label, drawings]).toEqual(['ada', 1]);
    found.entry = { kind: 'missing' };
    expect(await folder.look()).toEqual({ accountId: 'a', label: undefined });
    await folder.set(accountIdOf('b'));
    expect(memory.get('expectedAccount')).toEqual({ accountId: 'b' });
    await folder.set(undefined);
    expect(folder.find()).toBeUndefined();
    folder.dispose();
  });
});
