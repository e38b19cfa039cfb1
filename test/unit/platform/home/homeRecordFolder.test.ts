import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { HomeRecordFolder } from '../../../../src/platform/home/homeRecordFolder.ts';
import { createFakeClock, waitUntil, type FakeClock } from '../../../support/fakeClock.ts';
import { takeDiskFrom, type GoneDisk } from '../../../support/goneDisk.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';

/** Has time pass while the disk hangs. */
async function runOut<T>(clock: FakeClock, work: Promise<T>, hanging: () => number): Promise<T> {
  const state = { isOver: false };
  const end = (): void => {
    state.isOver = true;
  };
  work.then(end, end);
  while (!state.isOver) {
    await waitUntil(() => state.isOver || (hanging() > 0 && clock.waiting > 0));
    await clock.advance(1000);
  }
  return work;
}

function createHarness({ owner }: { readonly owner?: number } = {}) {
  const home = join(createTemporaryFolder(), '.codex');
  mkdirSync(home, { mode: 0o700 });
  if (owner !== undefined) {
    chownSync(home, owner, owner);
  }
  const clock = createFakeClock(Date.now());
  return { home, clock, folder: join(home, 'codex-accounts'), records: new HomeRecordFolder(home, clock) };
}

describe('records of ours in a Home', () => {
  it('are owner-only files in an owner-only folder, made with the first of them', async () => {
    const { home, folder, records } = createHarness();
    expect([await records.read('a.json'), readdirSync(home)]).toEqual([undefined, []]);
    await records.write('a.json', '{}');
    expect([
      await records.read('a.json'),
      statSync(folder).mode & 0o777,
      statSync(join(folder, 'a.json')).mode & 0o777,
    ]).toEqual(['{}', 0o700, 0o600]);
  });

  it('are locked beside them, and nothing stays', async () => {
    const { folder, records } = createHarness();
    expect(await records.withLock('a.json', () => Promise.resolve(readdirSync(folder)))).toEqual(['a.json.lock']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('have nobody wait for a lock once this extension has ended', async () => {
    const { home, records } = createHarness();
    const others = new HomeRecordFolder(home, createFakeClock(Date.now()));
    await others.withLock('a.json', async () => {
      const waiting = records.withLock('a.json', () => Promise.resolve());
      waiting.catch(() => undefined);
      records.dispose();
      await expect(waiting).rejects.toThrow(Cancelled);
    });
  });

  it('make no Home where there is none', async () => {
    const home = join(createTemporaryFolder(), '.codex');
    const records = new HomeRecordFolder(home, createFakeClock());
    expect(await records.read('a.json')).toBeUndefined();
    for (const work of [
      () => records.write('a.json', '{}'),
      () => records.withLock('a.json', () => Promise.resolve()),
    ]) {
      await expect(work()).rejects.toMatchObject({
        code: 'fixFile',
        sentence: { args: { path: join(home, 'codex-accounts') } },
      });
    }
    expect(existsSync(home)).toBe(false);
  });

  it('are refused with the name of the folder where a file stands in its place', async () => {
    const { folder, records } = createHarness();
    writeFileSync(folder, '');
    await expect(records.write('a.json', '{}')).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'folder.isFile', args: { path: folder } },
    });
  });

  it('belong to whose Home it is, also while root in a container works there', unless(obstacles.notRoot), async () => {
    const { folder, records } = createHarness({ owner: 1000 });
    await records.write('a.json', '{}');
    const owners = await records.withLock('a.json', () =>
      Promise.resolve(
        [folder, ...readdirSync(folder).map((name) => join(folder, name))].map((path) => lstatSync(path).uid),
      ),
    );
    expect(owners).toEqual([1000, 1000, 1000]);
  });
});

describe('a lock in a Home whose disk goes', () => {
  it.each(['stat', 'readFile', 'rm'] as const)(
    'while it is given back (%s) keeps nobody, and is gone when the disk is back',
    async (hangsFrom) => {
      const { clock, folder, records } = createHarness();
      const startMs = clock.nowMs();
      const gone: { disk?: GoneDisk } = {};
      const hanging = (): number => gone.disk?.hanging() ?? 0;
      const work = records.withLock('a.json', () => {
        gone.disk = takeDiskFrom(hangsFrom);
        return Promise.resolve('done');
      });
      expect(await runOut(clock, work, hanging)).toBe('done');
      expect([clock.nowMs() - startMs <= 15_000, readdirSync(folder), hanging()]).toEqual([true, ['a.json.lock'], 1]);
      gone.disk?.bringBack();
      await waitUntil(() => readdirSync(folder).length === 0);
      await expect
        .poll(() => records.withLock('a.json', () => Promise.resolve('again')).catch(() => 'not yet'))
        .toBe('again');
    },
  );

  it('during a sign of life holds up neither the work nor its end', async () => {
    const { clock, folder, records } = createHarness();
    const gone: { disk?: GoneDisk } = {};
    const hanging = (): number => gone.disk?.hanging() ?? 0;
    const work = records.withLock('a.json', async () => {
      gone.disk = takeDiskFrom('utimes');
      await clock.advance(5000);
      await waitUntil(() => hanging() === 1);
      return records.read('a.json').catch(() => 'not read');
    });
    expect(await runOut(clock, work, hanging)).toBe('not read');
    expect(clock.waiting).toBe(0);
    gone.disk?.bringBack();
    await waitUntil(() => readdirSync(folder).length === 0);
  });

  it('while it is taken is not taken, also not late', async () => {
    const { clock, folder, records } = createHarness();
    await records.write('a.json', '{}');
    const disk = takeDiskFrom('open');
    await expect(
      runOut(
        clock,
        records.withLock('a.json', () => Promise.resolve('done')),
        disk.hanging,
      ),
    ).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'home.notAnswering' },
    });
    disk.bringBack();
    await waitUntil(() => disk.hanging() === 0);
    await waitUntil(() => readdirSync(folder).join() === 'a.json');
    await expect
      .poll(() => records.withLock('a.json', () => Promise.resolve('again')).catch(() => 'not yet'))
      .toBe('again');
  });
});
