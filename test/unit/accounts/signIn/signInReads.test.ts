import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { RuleReader } from '../../../../src/home/rules/ruleReader.ts';
import { chooseMethod } from '../../../../src/ui/signIn/signInPicker.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { mintTokens } from '../../../support/tokens.ts';
import { createSignInScene, grace, tell } from './signInScene.ts';

/** Real reading of rules, over files in memory: what is read, one after the other. */
function createCountedRules() {
  const reads: string[] = [];
  const count = <T>(name: string, value: T): Promise<T> => {
    reads.push(name);
    return Promise.resolve(value);
  };
  const ruleReader = new RuleReader({
    files: {
      readBase: () => count('base', []),
      readCloudCache: () => count('cloud', undefined),
      readProfiles: () => count('profiles', []),
      readProject: (folder) => count('project', { folder, root: folder, repository: folder, configs: [] }),
    },
    clock: { nowMs: () => 0 },
    listFolders: () => ['/p', '/q'],
    cloudCachePath: 'cache',
    system: 'linux',
  });
  return { reads, ruleReader };
}

describe('the sign-in rules', () => {
  it('are read when the ways are shown, when one is chosen, and of who came back', async () => {
    const { reads, ruleReader } = createCountedRules();
    const { service, finish, rules } = createSignInScene({ person: grace, ruleReader });
    const flow = createFakeFlow({ row: 'ChatGPT in the Browser' }, 'dismiss');
    const choosing = chooseMethod({
      ...flow,
      attempt: service,
      loadRules: () => Promise.resolve(rules),
      loadSignIn: () => Promise.resolve(service),
    });
    expect(await finish()).toBe('success');
    await choosing;
    // What holds in one folder or with a profile has no say in whether one may sign in.
    expect(reads).toEqual(['base', 'base', 'base', 'cloud']);
  });

  it('are read before and after a sign-in that nobody has looked for', async () => {
    const { reads, ruleReader } = createCountedRules();
    const { service, finish } = createSignInScene({ person: grace, ruleReader });
    const outcome = service.withBrowser();
    expect([await finish(), tell(await outcome)]).toEqual(['success', 'signedIn placed']);
    expect(reads).toEqual(['base', 'base', 'cloud']);
  });
});

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
