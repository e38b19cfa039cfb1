import { describe, expect, it } from 'vitest';
import { nameKept, StoredSignIns } from '../../../companion/keptSignIns.ts';
import { createMemorySecrets } from '../../support/memoryStores.ts';
import { Secret } from '../../../src/base/secret.ts';

describe('kept sign-ins', () => {
  const home = { hostId: 'host-1', folder: '/srv/vscode/.codex' };
  const entry = (text: string) => ({ document: new Secret(text), was: { kind: 'unreadable' as const }, keptAtMs: 1 });

  it('go back in the order they came, for each Home', async () => {
    const secrets = createMemorySecrets();
    const kept = new StoredSignIns(secrets, home);
    expect(await kept.findLast()).toBeUndefined();
    expect([await kept.keep(entry('a')), await kept.keep(entry('b')), await kept.keep(entry('a'))]).toEqual([
      true,
      true,
      true,
    ]);
    expect((await kept.findLast())?.document.reveal()).toBe('a');
    await kept.drop(entry('a'));
    expect((await kept.findLast())?.document.reveal()).toBe('b');
    expect(await new StoredSignIns(secrets, { ...home, folder: '/srv/root/.codex' }).findLast()).toBeUndefined();
    expect(
      await new StoredSignIns(secrets, { ...home, hostId: 'host-2' }).findLast(),
      'the storage is the laptop’s',
    ).toBeUndefined();
  });

  it('are refused, and none is let go, before they fill the storage that all extensions share', async () => {
    const kept = new StoredSignIns(createMemorySecrets(), home);
    expect(await kept.keep(entry('a'))).toBe(true);
    expect(await kept.keep(entry('x'.repeat(512 * 1024)))).toBe(false);
    expect((await kept.findLast())?.document.reveal()).toBe('a');
  });

  it('of a Home without one are read as earlier builds wrote them too', async () => {
    const secrets = createMemorySecrets();
    const entries = ['nobody', 'none'].map((kind) => ({ text: kind, was: { kind }, keptAtMs: 1 }));
    secrets.values.set(nameKept(home), JSON.stringify({ v: 1, kept: entries }));
    const kept = new StoredSignIns(secrets, home);
    const last = await kept.findLast();
    expect([last?.document.reveal(), last?.was]).toEqual(['none', { kind: 'none' }]);
    await kept.drop(entry('none'));
    expect((await kept.findLast())?.was).toEqual({ kind: 'none' });
  });

  it('are not written over something that is not understood, nor believed when they are not there', async () => {
    const secrets = createMemorySecrets();
    secrets.values.set(nameKept(home), '{"v":2}');
    expect(await new StoredSignIns(secrets, home).keep(entry('a'))).toBe(false);
    expect(secrets.values.get(nameKept(home))).toBe('{"v":2}');
    const forgetful = { get: () => Promise.resolve(undefined), store: () => Promise.resolve() };
    expect(await new StoredSignIns(forgetful, home).keep(entry('a'))).toBe(false);
  });
});
