import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { createSignInScene, grace, tell } from './signInScene.ts';

describe('a sign-in in the browser, with three other accounts, one of them in the Home', () => {
  it('looks at each store no more often than its decisions and its safety need', async () => {
    const counts = new Map<string, number>();
    const tally =
      <A extends readonly unknown[], R>(name: string, call: (...given: A) => R) =>
      (...given: A): R => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        return call(...given);
      };
    const layers = { system: undefined, user: 'model = "o9"', managed: undefined, requirements: undefined };
    const config = { readLayers: tally('config', () => Promise.resolve(layers)) };
    const { service, finish, file, ledger, vault, secrets, directory, homeLink } = createSignInScene({
      person: grace,
      config,
    });
    for (const name of ['ada', 'bea', 'cyn']) {
      const tokens = mintTokens({ userId: `user-${name}`, workspaceId: `workspace-${name}`, email: `${name}@b.c` });
      const { account } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
      await homeLink.place(account, 'silently');
    }
    directory.findSame = tally('findSame', directory.findSame.bind(directory));
    directory.recognise = tally('findSame', directory.recognise.bind(directory));
    ledger.list = tally('ledger.list', ledger.list.bind(ledger));
    ledger.read = tally('ledger.read', ledger.read.bind(ledger));
    vault.read = tally('vault.read', vault.read.bind(vault));
    secrets.get = tally('secrets.get', secrets.get);
    file.read = tally('auth.json', file.read);
    counts.clear();
    const outcome = service.withBrowser();
    expect([await finish(), tell(await outcome)]).toEqual(['success', 'signedIn placed']);
    const most = new Map([
      ['findSame', 2],
      ['ledger.list', 1],
      ['ledger.read', 4],
      ['vault.read', 3],
      ['secrets.get', 7],
      ['auth.json', 2],
      ['config', 2],
    ]);
    expect([...counts].filter(([name, count]) => count > (most.get(name) ?? 0))).toEqual([]);
    // What is counted is what is used.
    expect([...counts.keys()].sort()).toEqual([...most.keys()].sort());
  });
});
