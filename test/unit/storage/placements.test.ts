import { describe, expect, it } from 'vitest';
import { Placements, type Placement } from '../../../src/storage/placements.ts';
import { createMemoryFolder } from '../../support/memoryStores.ts';

const placement: Placement = {
  home: '/srv/ada/.codex',
  placementId: 'p-1',
  binding: 'own',
  label: 'Work',
  placedAtMs: 7,
  sinceMs: 5,
  secretHash: 'abc',
  loginOwnerId: 'grant-1',
  userId: 'user-ada',
  workspaceId: undefined,
};

describe('the record of placements', () => {
  it('knows what was written into each Home', async () => {
    const folder = createMemoryFolder();
    const placements = new Placements(folder);
    await placements.write(placement);
    await placements.write({ ...placement, home: '/srv/other', label: 'Private' });
    expect(await placements.read('/srv/ada/.codex')).toEqual(placement);
    expect((await placements.read('/srv/other'))?.label).toBe('Private');
    await placements.remove('/srv/other');
    expect(await placements.read('/srv/other')).toBeUndefined();
    expect(folder.files.size).toBe(1);
  });

  it.each(['', 'half', '{"v":2}', JSON.stringify({ v: 1, ...placement, home: '/srv/elsewhere' })])(
    'makes nothing of %j',
    async (text) => {
      const folder = createMemoryFolder();
      const placements = new Placements(folder);
      await placements.write(placement);
      const [name = ''] = folder.files.keys();
      folder.files.set(name, text);
      expect(await placements.read(placement.home)).toBeUndefined();
    },
  );

  it('reads a note of an earlier release, which does not say since when', async () => {
    const folder = createMemoryFolder();
    const placements = new Placements(folder);
    await placements.write(placement);
    const [name = ''] = folder.files.keys();
    folder.files.set(name, JSON.stringify({ v: 1, ...placement, sinceMs: undefined }));
    expect(await placements.read(placement.home)).toEqual({ ...placement, sinceMs: undefined });
  });

  it('changes one Home in one window at a time', async () => {
    const folder = createMemoryFolder();
    const placements = new Placements(folder);
    expect(await placements.withLock(placement.home, () => Promise.resolve(5))).toBe(5);
    expect(folder.locked).toHaveLength(1);
  });
});
