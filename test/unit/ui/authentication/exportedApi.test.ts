import { describe, expect, it, onTestFinished } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import { createApi } from '../../../../src/ui/authentication/exportedApi.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { createAccount, createCredential } from '../../../support/records.ts';

const work = createAccount({ label: 'Work' });
const signedIn = (account = work): AccountState => ({
  kind: 'signedIn',
  account,
  home: { kind: 'none' },
  health: undefined,
});

/** The API as another extension has it, and what it was told. */
function createScene() {
  const changed = new Emitter<AccountState>();
  const { api, follow, dispose } = createApi();
  onTestFinished(dispose);
  follow({ current: { onDidChange: changed.event } });
  const told: (string | undefined)[] = [];
  api.onDidChangeAccount((account) => told.push(account?.label));
  return {
    api,
    told,
    show: (state: AccountState) => {
      changed.fire(state);
    },
  };
}

describe('the API for other extensions', () => {
  it('knows nobody before the accounts were read, and after a sign-out', () => {
    const { api, show } = createScene();
    expect(api.currentAccount()).toBeUndefined();
    show(signedIn());
    show({ kind: 'signedOut', home: { kind: 'none' } });
    expect(api.currentAccount()).toBeUndefined();
  });

  it('tells the account without anything secret of it', () => {
    const { api, show } = createScene();
    show(signedIn());
    expect(Object.keys(api.currentAccount() ?? {})).toEqual(['id', 'kind', 'label', 'plan']);
    expect(api.currentAccount()).toMatchObject({ id: work.id, kind: 'chatgpt', label: 'Work' });
  });

  it('names no plan for a key', () => {
    const { api, show } = createScene();
    show(signedIn(createAccount({ credential: createCredential('apiKey') })));
    expect(api.currentAccount()?.plan).toBe('');
  });

  it('tells a change once, and not what nobody can see', () => {
    const { told, show } = createScene();
    show(signedIn());
    show(signedIn({ ...work, gen: 2 }));
    show(signedIn({ ...work, label: 'Office' }));
    show({ kind: 'signedOut', home: { kind: 'none' } });
    expect(told).toEqual(['Work', 'Office', undefined]);
  });
});
