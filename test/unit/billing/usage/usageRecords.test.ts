import { describe, expect, it } from 'vitest';
import { extendHistory, UsageRecords, type HistoryPoint } from '../../../../src/billing/usage/usageRecords.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { createMemoryFolder } from '../../../support/memoryStores.ts';
import { accountIdOf } from '../../../support/ids.ts';
import { usageOf, windowOf } from './usageScene.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const [work, home] = [accountIdOf('work'), accountIdOf('home')];

describe('the history of a usage', () => {
  it('is thinned after a day and ends after eight, however often was asked', () => {
    let history: HistoryPoint[] = [];
    let most = 0;
    for (let atMs = 0; atMs <= 30 * dayMs; atMs += 5 * 60_000) {
      history = extendHistory(history, usageOf([windowOf(10, atMs)]), atMs);
      most = Math.max(most, history.length);
    }
    const ages = history.map(({ atMs }) => 30 * dayMs - atMs);
    expect(Math.max(...ages)).toBeLessThanOrEqual(8 * dayMs);
    expect(ages.filter((age) => age <= dayMs)).toHaveLength(289);
    expect(most).toBeLessThan(400);
  });

  it('has no point for an answer without a number', () => {
    expect(extendHistory([], { plan: 'plus', additional: [] }, 1)).toEqual([]);
  });

  it('loses what a clock that was set back has made of the future', () => {
    const ahead: HistoryPoint[] = [{ atMs: 10 * dayMs, shares: { '/18000': 5 } }];
    expect(extendHistory(ahead, usageOf([windowOf(10, 0)]), dayMs)).toEqual([
      { atMs: dayMs, shares: { '/18000': 10 } },
    ]);
  });
});

describe('the records of usage', () => {
  it('keep what is told of each account, under a lock, and name none of them', async () => {
    const folder = createMemoryFolder();
    const records = new UsageRecords(folder);
    await records.change(work, (record) => ({ ...record, failures: 2 }));
    expect([(await records.read(work)).failures, (await records.read(home)).failures]).toEqual([2, 0]);
    expect(folder.locked).toHaveLength(1);
    expect(`${[...folder.files.keys()].join()} ${[...folder.files.values()].join()}`).not.toContain('work');
  });

  it('leave a record alone that is not changed', async () => {
    const folder = createMemoryFolder();
    expect(await new UsageRecords(folder).change(work, () => undefined)).toBeUndefined();
    expect(folder.files.size).toBe(0);
  });

  it('begin anew where a file is not ours', async () => {
    const folder = createMemoryFolder();
    const records = new UsageRecords(folder);
    await records.change(work, (record) => ({ ...record, failures: 2 }));
    const [name = ''] = [...folder.files.keys()];
    for (const text of ['', '{', '{"v":2}', '{"v":1,"failures":"many"}']) {
      folder.files.set(name, text);
      expect((await records.read(work)).failures).toBe(0);
    }
  });

  it('are removed, all of them or those of accounts that nobody asked about for weeks', async () => {
    const folder = createMemoryFolder();
    const records = new UsageRecords(folder);
    await records.change(work, (record) => ({ ...record, askedAtMs: 40 * dayMs }));
    await records.change(home, (record) => ({ ...record, askedAtMs: dayMs }));
    await records.removeAbandoned(41 * dayMs);
    expect(folder.files.size).toBe(1);
    await records.removeAll();
    expect(folder.files.size).toBe(0);
  });

  it('are kept by the window itself where nothing can be written', async () => {
    const full = new AuthError('fixFile', buildSentence('home.diskFull', { path: 'usage' }), { reason: 'diskFull' });
    const folder = { ...createMemoryFolder(), write: () => Promise.reject(full) };
    const records = new UsageRecords(folder);
    await records.change(work, (record) => ({ ...record, askedAtMs: 7 }));
    expect((await records.read(work)).askedAtMs).toBe(7);
  });

  it('lose nothing to one write that fails', async () => {
    const full = new AuthError('fixFile', buildSentence('home.diskFull', { path: 'usage' }), { reason: 'diskFull' });
    const disk = createMemoryFolder();
    const folder = { ...disk };
    const records = new UsageRecords(folder);
    await records.change(work, (record) => ({ ...record, history: [{ atMs: 1, shares: {} }], notBeforeMs: 9 }));
    folder.write = () => Promise.reject(full);
    await records.change(work, (record) => ({ ...record, askedAtMs: 7 }));
    folder.write = disk.write;
    await records.change(work, (record) => ({ ...record, failures: 1 }));
    expect(await new UsageRecords(disk).read(work)).toMatchObject({
      history: [{ atMs: 1, shares: {} }],
      notBeforeMs: 9,
      askedAtMs: 7,
      failures: 1,
    });
  });
});
