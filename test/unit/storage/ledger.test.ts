import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceEntry, compareToLedger, Ledger, type GrantEntry } from '../../../src/storage/ledger.ts';
import { createMemoryFolder } from '../../support/memoryStores.ts';
import { runs } from '../../support/propertyRuns.ts';
import { createEntry, accountIdOf, grantIdOf } from '../../support/records.ts';

function createHarness() {
  const folder = createMemoryFolder();
  return { folder, ledger: new Ledger(folder) };
}

async function fileOf(entry: GrantEntry): Promise<string> {
  const { folder, ledger } = createHarness();
  await ledger.write(entry);
  return [...folder.files.keys()][0] ?? '';
}

describe('the Ledger', () => {
  it('gives an entry back as it was written', async () => {
    const { ledger } = createHarness();
    const entry = createEntry({
      spent: ['a', 'b'],
      accounts: [{ id: accountIdOf('i'), kind: 'chatgpt', vaultId: 'v', who: 'w' }],
      forgottenAtMs: 5,
    });
    await ledger.write(entry);
    expect(await ledger.read(entry.grantId)).toEqual(entry);
    expect((await ledger.list()).entries).toEqual([entry]);
  });

  it('has the words for kinds that its files had from the start', async () => {
    const { folder, ledger } = createHarness();
    const entry = createEntry({ accounts: [{ id: accountIdOf('i'), kind: 'custom', vaultId: 'v', who: 'w' }] });
    await ledger.write(entry);
    expect(JSON.parse([...folder.files.values()][0] ?? '')).toMatchObject({ accounts: [{ kind: 'provider' }] });
    expect((await ledger.read(entry.grantId))?.accounts[0]?.kind).toBe('custom');
  });

  it('gives every grant a safe name, whatever somebody else called it', async () => {
    const { folder, ledger } = createHarness();
    const ids = ['../../etc/passwd', 'a\0b', '', 'x'.repeat(5000), 'C:\\con'];
    for (const grantId of ids) {
      await ledger.write(createEntry({ grantId: grantIdOf(grantId) }));
    }
    expect([...folder.files.keys()].filter((name) => !/^[0-9a-f]{40}\.json$/u.test(name))).toEqual([]);
    expect(folder.files.size).toBe(ids.length);
  });

  it('keeps what a newer release added', async () => {
    const { folder, ledger } = createHarness();
    const entry = createEntry();
    await ledger.write(entry);
    const [[file, text] = ['', '{}']] = folder.files;
    folder.files.set(file, JSON.stringify({ ...(JSON.parse(text) as object), note: 'kept' }));
    await ledger.write({ ...entry, gen: 2 });
    expect(JSON.parse(folder.files.get(file) ?? '')).toMatchObject({ note: 'kept', gen: 2 });
  });

  it('takes back a tombstone', async () => {
    const { ledger } = createHarness();
    const entry = createEntry({ forgottenAtMs: 7 });
    await ledger.write(entry);
    await ledger.write({ ...entry, forgottenAtMs: undefined });
    expect((await ledger.read(entry.grantId))?.forgottenAtMs).toBeUndefined();
  });

  it.each(['', '{', '{"v":1}', 'null'])('names the file with %j and reads the others', async (text) => {
    const { folder, ledger } = createHarness();
    const entry = createEntry();
    await ledger.write(entry);
    folder.files.set('0.json', text);
    const listed = await ledger.list();
    expect([listed.entries, listed.unreadable]).toEqual([[entry], [{ file: '0.json' }]]);
  });

  it('leaves the entry of a newer release as it is', async () => {
    const { folder, ledger } = createHarness();
    const entry = createEntry();
    const file = await fileOf(entry);
    folder.files.set(file, '{"v":2,"grantId":"x"}');
    expect(await ledger.read(entry.grantId)).toBeUndefined();
    await expect(ledger.write(entry)).rejects.toMatchObject({ sentence: { messageId: 'vault.newerRelease' } });
    expect(folder.files.get(file)).toBe('{"v":2,"grantId":"x"}');
  });

  it('locks by grant: two who decide on what they read do not overtake each other', async () => {
    const { ledger } = createHarness();
    const { grantId } = createEntry();
    await ledger.write(createEntry({ grantId }));
    const bump = (): Promise<void> =>
      ledger.withGrant(grantId, async () => {
        const entry = await ledger.read(grantId);
        await new Promise<void>((resolve) => setImmediate(resolve));
        await ledger.write({ ...(entry ?? createEntry({ grantId })), gen: (entry?.gen ?? 0) + 1 });
      });
    await Promise.all(Array.from({ length: 10 }, bump));
    expect((await ledger.read(grantId))?.gen).toBe(11);
  });

  it('holds no more than 1024 spent hashes, the newest', async () => {
    const { ledger } = createHarness();
    const spent = Array.from({ length: 1040 }, (_, index) => `h${String(index)}`);
    const entry = createEntry({ spent });
    await ledger.write(entry);
    expect((await ledger.read(entry.grantId))?.spent).toEqual(spent.slice(16));
  });
});

describe('how a token stands', () => {
  it('is current, spent or unknown', () => {
    const entry = createEntry({ current: 'c', spent: ['a', 'b'] });
    expect(['c', 'a', 'x'].map((hash) => compareToLedger(entry, hash))).toEqual(['current', 'spent', 'unknown']);
    expect(compareToLedger(undefined, 'c')).toBe('unknown');
  });

  it('never goes back from spent while new tokens come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 20 }), (hashes) => {
        const [first = '', ...next] = hashes;
        let entry = createEntry({ current: first });
        for (const [index, hash] of next.entries()) {
          const before = entry;
          entry = advanceEntry(entry, hash, 'Code');
          expect(entry.gen).toBe(before.gen + 1);
          expect(compareToLedger(entry, hash)).toBe('current');
          for (const old of hashes.slice(0, index + 1)) {
            expect(compareToLedger(entry, old)).toBe('spent');
          }
        }
      }),
      runs(50),
    );
  });

  it('does not change by the same token once more', () => {
    const entry = createEntry({ current: 'c', spent: ['a'] });
    expect(advanceEntry(entry, 'c', 'Code')).toEqual(entry);
  });
});
