import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HomeRecordFolder } from '../../../src/platform/homeRecordFolder.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../support/unless.ts';

function createHarness({ owner }: { readonly owner?: number } = {}) {
  const home = join(createTemporaryFolder(), '.codex');
  mkdirSync(home, { mode: 0o700 });
  if (owner !== undefined) {
    chownSync(home, owner, owner);
  }
  return { home, folder: join(home, 'codex-accounts'), records: new HomeRecordFolder(home, createFakeClock(Date.now())) };
}

describe('records of ours in a Home', () => {
  it('are owner-only files in an owner-only folder, made with the first of them', async () => {
    const { home, folder, records } = createHarness();
    expect([await records.read('a.json'), readdirSync(home)]).toEqual([undefined, []]);
    await records.write('a.json', '{}');
    expect([await records.read('a.json'), statSync(folder).mode & 0o777, statSync(join(folder, 'a.json')).mode & 0o777]).toEqual(['{}', 0o700, 0o600]);
  });

  it('are locked beside them, and nothing stays', async () => {
    const { folder, records } = createHarness();
    expect(await records.withLock('a.json', () => Promise.resolve(readdirSync(folder)))).toEqual(['a.json.lock']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('make no Home where there is none', async () => {
    const home = join(createTemporaryFolder(), '.codex');
    const records = new HomeRecordFolder(home, createFakeClock());
    expect(await records.read('a.json')).toBeUndefined();
    for (const work of [() => records.write('a.json', '{}'), () => records.withLock('a.json', () => Promise.resolve())]) {
      await expect(work()).rejects.toMatchObject({ code: 'fixFile', sentence: { args: { path: join(home, 'codex-accounts') } } });
    }
    expect(existsSync(home)).toBe(false);
  });

  it('are refused with the name of the folder where a file stands in its place', async () => {
    const { folder, records } = createHarness();
    writeFileSync(folder, '');
    await expect(records.write('a.json', '{}')).rejects.toMatchObject({ code: 'fixFile', sentence: { messageId: 'folder.isFile', args: { path: folder } } });
  });

  it('belong to whose Home it is, also while root in a container works there', unless(obstacles.notRoot), async () => {
    const { folder, records } = createHarness({ owner: 1000 });
    await records.write('a.json', '{}');
    const owners = await records.withLock('a.json', () => Promise.resolve([folder, ...readdirSync(folder).map((name) => join(folder, name))].map((path) => lstatSync(path).uid)));
    expect(owners).toEqual([1000, 1000, 1000]);
  });
});
