import type { AuthenticationProviderAuthenticationSessionsChangeEvent as Change } from 'vscode';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import type { Account } from '../../../../src/storage/account.ts';
import {
  CodexAuthenticationProvider,
  type ProviderFlow,
} from '../../../../src/ui/authentication/authenticationProvider.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { settle } from '../../../support/fakeClock.ts';
import { createAccount, createCredential } from '../../../support/records.ts';

const work = createAccount({ label: 'Work' });
const home = createAccount({ label: 'Home' });
const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });

/** The accounts of this editor, as another extension comes to them through VS Code. */
function createScene(accounts: readonly Account[] = [work, key]) {
  const changed = new Emitter<AccountState>();
  const house = {
    accounts,
    inUse: accounts[0],
    onSignIn: (): void => undefined,
    failure: undefined as Error | undefined,
  };
  const done: string[] = [];
  const stateOf = (account: Account | undefined): AccountState =>
    account === undefined
      ? { kind: 'signedOut', home: { kind: 'none' } }
      : { kind: 'signedIn', account, home: { kind: 'none' }, health: undefined };
  const flow: ProviderFlow = {
    current: {
      get state() {
        return stateOf(house.inUse);
      },
      update: () => Promise.resolve(stateOf(house.inUse)),
      onDidChange: changed.event,
    },
    directory: {
      list: () =>
        house.failure === undefined
          ? Promise.resolve(house.accounts.map((account) => ({ kind: 'ready', account }) as const))
          : Promise.reject(house.failure),
      find: (id) => {
        const account = house.accounts.find((one) => one.id === id);
        return Promise.resolve(account === undefined ? { kind: 'missing' } : { kind: 'account', account });
      },
    },
    run: (name) => {
      done.push(name);
      house.onSignIn();
      return Promise.resolve();
    },
    signOutOf: ({ label }) => {
      done.push(`signOutOf ${label}`);
      return Promise.resolve();
    },
  };
  const provider = new CodexAuthenticationProvider(() => Promise.resolve(flow), {
    unawaited: (event, work) => {
      work.then(undefined, () => done.push(`${event} failed`));
    },
  });
  provider.follow(flow);
  onTestFinished(() => {
    provider.dispose();
  });
  const changes: Change[] = [];
  provider.onDidChangeSessions((change) => changes.push(change));
  const announce = (): void => {
    changed.fire(stateOf(house.inUse));
  };
  const list = async (): Promise<readonly string[]> =>
    (await provider.getSessions(undefined, {})).map(({ account }) => account.label);
  return { provider, house, done, changes, announce, list };
}

describe('the sessions of another extension', () => {
  it('are those of the kinds with a bearer, and never a key', async () => {
    const { list } = createScene();
    expect(await list()).toEqual(['Work (ada@example.com)']);
  });

  it('are narrowed to the account that was asked for', async () => {
    const { provider } = createScene([work, home]);
    const account = { id: home.id, label: 'Home' };
    expect((await provider.getSessions(undefined, { account })).map(({ id }) => id)).toEqual([home.id]);
  });

  it('are told of a new token', async () => {
    const { provider, house, changes, announce } = createScene();
    await provider.getSessions(undefined, {});
    house.accounts = [{ ...work, credential: createCredential('chatgpt') }];
    announce();
    await expect.poll(() => changes.map(({ changed }) => changed?.map(({ id }) => id))).toEqual([[work.id]]);
  });

  it('are as they were where our records can not be read, and that is noted', async () => {
    const { provider, house, changes, done, announce } = createScene();
    await provider.getSessions(undefined, {});
    house.failure = new RangeError('no disk');
    announce();
    await expect.poll(() => done).toEqual(['provider failed']);
    expect(changes).toEqual([]);
  });

  it('are not told of a look that found nothing new', async () => {
    const { provider, house, changes, announce } = createScene();
    await provider.getSessions(undefined, {});
    announce();
    await settle();
    expect(changes).toEqual([]);
    house.accounts = [];
    announce();
    await settle();
    expect(changes.flatMap(({ removed }) => removed?.map(({ id }) => id))).toEqual([work.id]);
  });
});

describe('a new session for another extension', () => {
  it('is that of the account that was just signed in', async () => {
    const { provider, house, done } = createScene();
    house.onSignIn = () => {
      house.accounts = [work, home];
    };
    expect((await provider.createSession()).id).toBe(home.id);
    expect(done).toEqual(['signIn']);
  });

  it('is that of the account in use where the same one came back', async () => {
    const { provider } = createScene();
    expect((await provider.createSession()).id).toBe(work.id);
  });

  it('is cancelled when the person left', async () => {
    const { provider } = createScene([]);
    await expect(provider.createSession()).rejects.toThrow('Cancelled');
  });
});

describe('the Sign Out of the Accounts menu', () => {
  it('asks for the account how far it shall reach', async () => {
    const { provider, done } = createScene();
    await provider.removeSession(work.id);
    expect(done).toEqual(['signOutOf Work']);
  });

  it('asks nothing about an account that is gone', async () => {
    const { provider, done } = createScene();
    await provider.removeSession(home.id);
    expect(done).toEqual([]);
  });
});
