import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { TerminalEnvironment } from '../../../../src/ui/providers/terminalEnvironment.ts';
import { WindowTerminals } from '../../../../src/ui/shell/windowTerminals.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { settle } from '../../../support/fakeClock.ts';
import { createAccount, setups } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { TerminalCollection } from '../../../support/terminalCollection.ts';
import { workspace } from '../../../support/vscodeWords.ts';

const name = 'AZURE_OPENAI_API_KEY';

function stateOf(key: string): AccountState {
  const credential = { kind: 'azure', setup: setups.azure, key: new Secret(key) } as const;
  const account = createAccount({ label: 'Azure', credential });
  return { kind: 'signedIn', account, home: { kind: 'none' }, health: undefined };
}

/** A window without a folder, with the setting on, in which Azure is in use. */
function createScene({ remoteName, answers = [] }: { remoteName?: string; answers?: readonly Answer[] } = {}) {
  const flow = createFakeFlow(...answers);
  const collection = new TerminalCollection();
  const terminals = new WindowTerminals(collection as never);
  const changed = new Emitter<AccountState>();
  const current = { state: stateOf('first-key'), onDidChange: changed.event };
  const environment = new TerminalEnvironment({ ...flow, current, terminals, remoteName });
  onTestFinished(() => {
    environment.dispose();
  });
  return {
    collection,
    terminals,
    environment,
    prompts: flow.prompts,
    use: (state: AccountState) => {
      current.state = state;
      changed.fire(state);
    },
  };
}

beforeEach(() => {
  vi.spyOn(workspace, 'getConfiguration').mockImplementation(() => ({
    get: (setting: string) => setting === 'terminalEnvironment',
    inspect: () => undefined,
  }));
});

describe('the key of the provider in use, in terminals', () => {
  it('follows the account in use, and ends with it', () => {
    const { collection, use } = createScene();
    expect(collection.list()).toEqual({ [name]: 'first-key' });
    use(stateOf('second-key'));
    expect(collection.list()).toEqual({ [name]: 'second-key' });
    use({ kind: 'signedOut', home: { kind: 'none' } });
    expect(collection.list()).toEqual({});
  });

  it('leaves what the person has taken out as it is, at any change of the account', () => {
    const { collection, terminals, use } = createScene();
    terminals.takeOut(name);
    terminals.takeOut('OPENAI_API_KEY');
    use(stateOf('second-key'));
    expect(collection.list()).toEqual({ [name]: '', OPENAI_API_KEY: '' });
    use({ kind: 'signedOut', home: { kind: 'none' } });
    expect(collection.list()).toEqual({ [name]: '', OPENAI_API_KEY: '' });
  });

  it('is there again when that is put back, and not taken along with it', () => {
    const { collection, terminals } = createScene();
    terminals.takeOut(name);
    expect(terminals.putBack(name)).toBe(true);
    expect(collection.list()).toEqual({ [name]: 'first-key' });
  });

  it('goes with what gives it, and what was taken out stays out', () => {
    const { collection, terminals, environment } = createScene();
    terminals.takeOut('OPENAI_API_KEY');
    environment.dispose();
    expect(collection.list()).toEqual({ OPENAI_API_KEY: '' });
  });

  it('goes to another host with the person’s word alone, and not once nobody is there to give it', async () => {
    const also = { click: 'Also on ssh-remote' } as const;
    const { collection } = createScene({ remoteName: 'ssh-remote', answers: [also] });
    expect(collection.list()).toEqual({});
    await settle();
    expect(collection.list()).toEqual({ [name]: 'first-key' });
    const left = createScene({ remoteName: 'ssh-remote', answers: [also] });
    left.environment.dispose();
    await settle();
    expect(left.collection.list()).toEqual({});
  });
});
