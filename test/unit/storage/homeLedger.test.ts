import { describe, expect, it } from 'vitest';
import { HomeLedger, mergeShared } from '../../../src/storage/homeLedger.ts';
import { Ledger } from '../../../src/storage/ledger.ts';
import { AuthError } from '../../../src/errors/authError.ts';
import { buildSentence } from '../../../src/errors/sentence.ts';
import { createMemoryFolder, type MemoryFolder } from '../../support/memoryStores.ts';
import { createEntry, accountIdOf, grantIdOf } from '../../support/records.ts';

/** Two state folders beside one Home. */
function createHarness() {
  const [inHome, one, two] = [createMemoryFolder(), createMemoryFolder(), createMemoryFolder()];
  return { inHome, one: new Ledger(one, new HomeLedger(inHome)), two: new Ledger(two, new HomeLedger(inHome)) };
}

const refusal = (): Promise<never> =>
  Promise.reject(
    new AuthError('fixFile', buildSentence('folder.readOnlyDisk', { path: '/h' }), { reason: 'readOnlyDisk' }),
  );

function spoil(folder: MemoryFolder): void {
  Object.assign(folder, { read: refusal, write: refusal, withLock: refusal });
}

describe('the part of the Ledger in the Home', () => {
  it('tells another state folder what is spent, who has the newest, and what is on its way', async () => {
    const { one, two } = createHarness();
    const entry = createEntry({ current: 'a' });
    await two.write(entry);
    await one.write({ ...entry, current: 'b', spent: ['a'], writtenBy: 'Flatpak', pending: { hash: 'b', sinceMs: 7 } });
    expect(await two.read(entry.grantId)).toMatchObject({
      gen: 2,
      current: 'b',
      spent: ['a'],
      writtenBy: 'Flatpak',
      pending: { hash: 'b', sinceMs: 7 },
    });
  });

  it('holds nothing but hashes and the name of a program', async () => {
    const { inHome, one } = createHarness();
    await one.write(
      createEntry({
        accounts: [{ id: accountIdOf('i'), kind: 'chatgpt', vaultId: 'v', who: 'w' }],
        pending: { hash: 'hash-1', sinceMs: 7 },
      }),
    );
    const [text = ''] = inHome.files.values();
    expect(JSON.parse(text)).toEqual({
      v: 1,
      current: 'hash-1',
      spent: [],
      writtenBy: 'Code',
      pending: { hash: 'hash-1', sinceMs: 7 },
    });
  });

  it('knows no key: it is never spent', async () => {
    const { inHome, one } = createHarness();
    await one.write(createEntry({ accounts: [{ id: accountIdOf('i'), kind: 'apiKey', vaultId: 'v', who: 'w' }] }));
    expect(inHome.files.size).toBe(0);
  });

  it('lets one after the other work, whichever their state folder', async () => {
    const { one, two } = createHarness();
    let working = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
    };
    await Promise.all([one, two, one, two].map((ledger) => ledger.withGrant(grantIdOf('g'), work)));
    expect(most).toBe(1);
  });

  it('is done without where the Home is not there or can not be written', async () => {
    const { inHome, one } = createHarness();
    spoil(inHome);
    const entry = createEntry();
    expect(await one.withGrant(entry.grantId, () => one.write(entry).then(() => 'done'))).toBe('done');
    expect(await one.read(entry.grantId)).toEqual(entry);
  });

  it('passes on what went wrong in the work, and a lock that is not given', async () => {
    const { inHome, one } = createHarness();
    await expect(one.withGrant(grantIdOf('g'), refusal)).rejects.toMatchObject({ code: 'fixFile' });
    inHome.withLock = () =>
      Promise.reject(new AuthError('tryAgain', buildSentence('vault.locked', {}), { reason: 'held' }));
    await expect(one.withGrant(grantIdOf('g'), () => Promise.resolve())).rejects.toMatchObject({ code: 'tryAgain' });
  });

  it.each(['', '{', '{"v":2}'])('takes %j for nothing', async (text) => {
    const { inHome, one } = createHarness();
    const entry = createEntry();
    await one.write(entry);
    inHome.files.set([...inHome.files.keys()][0] ?? '', text);
    expect(await one.read(entry.grantId)).toEqual(entry);
  });
});

describe('two books of one grant', () => {
  const entry = createEntry({ current: 'b', spent: ['a'] });
  const shared = { v: 1, writtenBy: 'Other', pending: undefined } as const;

  it('keep ours where theirs is older, and remember what only they know as spent', () => {
    expect(mergeShared(entry, { ...shared, current: 'a', spent: ['x'] })).toMatchObject({
      current: 'b',
      spent: ['x', 'a'],
      writtenBy: 'Code',
    });
  });

  it('keep ours where neither knows the other', () => {
    expect(mergeShared(entry, { ...shared, current: 'z', spent: [] })).toMatchObject({ current: 'b', spent: ['a'] });
  });

  it('call nothing spent that is current', () => {
    expect(mergeShared(entry, { ...shared, current: 'b', spent: ['b', 'a'] })).toMatchObject({
      current: 'b',
      spent: ['a'],
      gen: entry.gen,
    });
  });

  it('forget a death that was about a token before', () => {
    const dead = { ...entry, dead: { hash: 'b', cause: 'usedByAnotherCopy' as const } };
    expect(mergeShared(dead, { ...shared, current: 'c', spent: ['a', 'b'] })).toMatchObject({
      current: 'c',
      dead: undefined,
    });
  });

  it('take a request of another for one that may have spent the token', () => {
    const pending = { hash: 'b', sinceMs: 5 };
    expect(mergeShared(entry, { ...shared, current: 'b', spent: [], pending }).pending).toEqual(pending);
    expect(mergeShared(entry, { ...shared, current: 'a', spent: [], pending }).pending).toBeUndefined();
  });
});
