import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vault } from '../../../src/storage/vault.ts';
import { createMemorySecrets } from '../../support/memoryStores.ts';
import { runs } from '../../support/propertyRuns.ts';
import { createAccount, accountIdOf } from '../../support/records.ts';

function createHarness() {
  const secrets = createMemorySecrets();
  return { secrets, vault: new Vault(secrets) };
}

describe('the Vault', () => {
  it('keeps an account and gives it back', async () => {
    const { vault } = createHarness();
    const stored = await vault.write(createAccount({ label: 'Work' }));
    const entry = await vault.read(stored.id);
    expect(entry.kind === 'account' && [entry.account.label, entry.account.gen]).toEqual(['Work', 2]);
  });

  it('says "missing" for what was never there', async () => {
    expect(await createHarness().vault.read(accountIdOf('x'))).toEqual({ kind: 'missing' });
  });

  it('writes one generation above both what was read and what stands there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 12 }), async (gens) => {
        const { vault } = createHarness();
        const account = createAccount({ id: accountIdOf('one') });
        let last = 0;
        for (const gen of gens) {
          const written = await vault.write({ ...account, gen });
          expect(written.gen).toBeGreaterThan(Math.max(last, gen));
          last = written.gen;
        }
      }),
      runs(30),
    );
  });

  it('sets a corrupt record aside, once, and says so', async () => {
    const { vault, secrets } = createHarness();
    secrets.values.set('account.one', '{"v":1,');
    expect(await vault.read(accountIdOf('one'))).toEqual({ kind: 'setAside' });
    expect([...secrets.values]).toEqual([['aside.one', '{"v":1,']]);
    expect(await vault.read(accountIdOf('one'))).toEqual({ kind: 'setAside' });
  });

  it('leaves the record of a newer release alone', async () => {
    const { vault, secrets } = createHarness();
    secrets.values.set('account.one', '{"v":3}');
    expect(await vault.read(accountIdOf('one'))).toEqual({ kind: 'newer' });
    await expect(vault.write(createAccount({ id: accountIdOf('one') }))).rejects.toMatchObject({
      sentence: { messageId: 'vault.newerRelease' },
    });
    expect(secrets.values.get('account.one')).toBe('{"v":3}');
  });

  it('removes an account with what was set aside of it', async () => {
    const { vault, secrets } = createHarness();
    secrets.values.set('account.one', 'x');
    await vault.read(accountIdOf('one'));
    await vault.remove(accountIdOf('one'));
    expect(secrets.values.size).toBe(0);
  });

  it('tells of its own keys only, until it ends', async () => {
    const { vault, secrets } = createHarness();
    const heard: string[] = [];
    vault.onDidChange((id) => heard.push(id));
    await secrets.store('account.one', 'x');
    await secrets.store('other', 'x');
    vault.dispose();
    await secrets.store('account.two', 'x');
    expect(heard).toEqual(['one']);
  });
});
