import { describe, expect, it } from 'vitest';
import { HostRecords, type HostRecord } from '../../../src/storage/hostRecords.ts';
import { createMemoryFolder } from '../../support/memoryStores.ts';
import { accountIdOf } from '../../support/records.ts';

function createRecord(over: Partial<HostRecord> = {}): HostRecord {
  return {
    id: 'host-1',
    via: 'window',
    name: 'gpu-box',
    userName: 'ada',
    authority: 'ssh-remote+gpu-box',
    choice: 'auto',
    placed: {
      binding: 'lease',
      accountId: accountIdOf('a1'),
      label: 'Work',
      userId: 'user-ada',
      workspaceId: 'workspace-ada',
      placementId: 'p1',
      accessTokenHash: 'h1',
      placedAtMs: 1000,
      expiresAtMs: 5000,
      path: '/home/ada/.codex/auth.json',
      codexNeedsRestartSinceMs: undefined,
    },
    lastSeenMs: 1000,
    ...over,
  };
}

describe('the record of hosts', () => {
  it('keeps what was put where, and gives it back as it was', async () => {
    const records = new HostRecords(createMemoryFolder());
    const lease = createRecord();
    const bare = createRecord({
      id: 'ssh:two',
      via: 'ssh',
      userName: undefined,
      authority: undefined,
      placed: undefined,
      lastSeenMs: 2000,
    });
    await records.write(lease);
    await records.write(bare);
    expect(await records.read('host-1')).toEqual(lease);
    expect(await records.list()).toEqual([bare, lease]);
    await records.remove('host-1');
    expect(await records.read('host-1')).toBeUndefined();
  });

  it('keeps since when a Codex there needs a restart under the name that every release reads', async () => {
    const folder = createMemoryFolder();
    const records = new HostRecords(folder);
    const { placed } = createRecord();
    const lease = createRecord({ placed: placed && { ...placed, codexNeedsRestartSinceMs: 4000 } });
    await records.write(lease);
    const stored: unknown = JSON.parse([...folder.files.values()].join());
    expect(stored).toMatchObject({ placed: { fellOutAtMs: 4000 } });
    expect(JSON.stringify(stored)).not.toContain('codexNeedsRestartSinceMs');
    expect(await records.read('host-1')).toEqual(lease);
  });

  it('calls what was made of an account what that is called now, and leaves the rest', async () => {
    const records = new HostRecords(createMemoryFolder());
    const { placed } = createRecord();
    await records.write(createRecord());
    await records.write(
      createRecord({
        id: 'host-2',
        placed: placed && { ...placed, accountId: accountIdOf('a2'), hiddenLabel: 'Plus' },
      }),
    );
    await records.rename({ id: accountIdOf('a1'), label: 'Plus' });
    expect([(await records.read('host-1'))?.placed?.label, (await records.read('host-2'))?.placed]).toMatchObject([
      'Plus',
      { label: 'Work', hiddenLabel: 'Plus' },
    ]);
  });

  it('has a safe file name for any id, and skips what it can not read', async () => {
    const folder = createMemoryFolder();
    const records = new HostRecords(folder);
    await records.write(createRecord({ id: '../../etc/passwd' }));
    folder.files.set('broken.json', '{');
    folder.files.set('newer.json', '{"v":2}');
    expect([...folder.files.keys()].filter((name) => !/^[\w]+\.json$/u.test(name))).toEqual([]);
    expect((await records.list()).map(({ id }) => id)).toEqual(['../../etc/passwd']);
  });

  it('takes a choice of a newer release for "decide yourself"', async () => {
    const folder = createMemoryFolder();
    const records = new HostRecords(folder);
    await records.write(createRecord());
    const [name = ''] = folder.files.keys();
    folder.files.set(name, (folder.files.get(name) ?? '').replace('"auto"', '"agent"'));
    expect((await records.read('host-1'))?.choice).toBe('auto');
  });

  it('lets one window after the other change a host', async () => {
    const records = new HostRecords(createMemoryFolder());
    const order: string[] = [];
    const change = (name: string): Promise<void> =>
      records.withHost('host-1', async () => {
        order.push(`${name} in`);
        await Promise.resolve();
        order.push(`${name} out`);
      });
    await Promise.all([change('a'), change('b')]);
    // Who comes first is chance; nobody comes in while the other is there.
    expect([order.slice(0, 2), order.slice(2)].sort()).toEqual([
      ['a in', 'a out'],
      ['b in', 'b out'],
    ]);
  });
});
