import { describe, expect, it } from 'vitest';
import { Bindings, type HomeBinding } from '../../../src/storage/bindings.ts';
import { createMemoryFolder } from '../../support/memoryStores.ts';
import { accountIdOf } from '../../support/records.ts';

function createHarness() {
  const folder = createMemoryFolder();
  return { folder, bindings: new Bindings(folder) };
}

const binding: Omit<HomeBinding, 'previousId'> = {
  home: '/home/ada/.codex',
  accountId: accountIdOf('one'),
  binding: 'full',
  sinceMs: 5,
};

describe('the bindings', () => {
  it('know which account a Home uses, each Home for itself', async () => {
    const { bindings, folder } = createHarness();
    await bindings.bind(binding);
    await bindings.bind({ ...binding, home: '/srv/codex', accountId: accountIdOf('two'), binding: 'none' });
    expect(await bindings.read(binding.home)).toMatchObject(binding);
    expect(await bindings.read('/srv/codex')).toMatchObject({ accountId: 'two', binding: 'none' });
    expect(await bindings.read('/elsewhere')).toBeUndefined();
    expect([...folder.files.keys()].filter((name) => !/^[0-9a-f]{40}\.json$/u.test(name))).toEqual([]);
  });

  it('remember the account before, for the way back', async () => {
    const { bindings } = createHarness();
    for (const accountId of ['one', 'two', 'two']) {
      await bindings.bind({ ...binding, accountId: accountIdOf(accountId) });
    }
    expect(await bindings.read(binding.home)).toMatchObject({ accountId: 'two', previousId: 'one' });
    await bindings.bind({ ...binding, accountId: accountIdOf('one') });
    expect(await bindings.read(binding.home)).toMatchObject({ accountId: 'one', previousId: 'two' });
  });

  it('forget a Home', async () => {
    const { bindings } = createHarness();
    await bindings.bind(binding);
    await bindings.remove(binding.home);
    expect(await bindings.read(binding.home)).toBeUndefined();
  });

  it.each(['', '{', '{"v":2}', '{"v":1,"home":"/other","accountId":"x","binding":"full","sinceMs":1}'])(
    'take %j for no binding',
    async (text) => {
      const { bindings, folder } = createHarness();
      await bindings.bind(binding);
      folder.files.set([...folder.files.keys()][0] ?? '', text);
      expect(await bindings.read(binding.home)).toBeUndefined();
    },
  );
});
