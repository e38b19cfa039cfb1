import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SecretFile } from '../../../../src/platform/files/secretFile.ts';
import { systemClock } from '../../../../src/platform/systemClock.ts';
import { runs } from '../../../support/propertyRuns.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

function createHarness() {
  const path = join(createTemporaryFolder(), 'a', 'b', 'c', 'd', 'storage', 'vault.json');
  const open = (): SecretFile => {
    const file = new SecretFile(path, systemClock);
    onTestFinished(() => {
      file.dispose();
    });
    return file;
  };
  return { path, open };
}

describe('the secret file', () => {
  it('keeps a secret, owner-only in a folder that is owner-only', async () => {
    const { path, open } = createHarness();
    const file = open();
    expect(await file.get('a')).toBeUndefined();
    await file.store('a', 'one');
    expect([await file.get('a'), await open().get('a')]).toEqual(['one', 'one']);
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
    await file.delete('a');
    expect(await open().get('a')).toBeUndefined();
  });

  it('takes two first secrets at once', async () => {
    const { open } = createHarness();
    const file = open();
    await Promise.all([file.store('a', 'one'), file.store('b', 'two'), file.get('c')]);
    expect([await file.get('a'), await file.get('b')]).toEqual(['one', 'two']);
  });

  it('never loses what another window stored', async () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', '__proto__x', 'constructor');
    const change = fc.record({
      window: fc.nat({ max: 2 }),
      key,
      value: fc.option(fc.string({ maxLength: 5 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 8 }), async (changes) => {
        const { open } = createHarness();
        const windows = [open(), open(), open()];
        const model = new Map<string, string>();
        for (const { window, key: name, value } of changes) {
          if (value === undefined) {
            await windows[window]?.delete(name);
            model.delete(name);
          } else {
            await windows[window]?.store(name, value);
            model.set(name, value);
          }
        }
        for (const window of windows) {
          for (const name of ['a', 'b', 'c', 'd', '__proto__x', 'constructor']) {
            expect(await window.get(name)).toBe(model.get(name));
          }
        }
      }),
      runs(3),
    );
  });

  it('loses nothing when all windows store at the same time', async () => {
    const { open } = createHarness();
    const names = Array.from({ length: 9 }, (_, index) => `key${String(index)}`);
    const windows = [open(), open(), open()];
    await Promise.all(names.map(async (name, index) => windows[index % 3]?.store(name, name)));
    expect(await Promise.all(names.map((name) => open().get(name)))).toEqual(names);
  });

  it('tells one window what another one changed', async () => {
    const { open } = createHarness();
    const [here, there] = [open(), open()];
    await here.get('a');
    const heard = new Promise<string>((resolve) => here.onDidChange(resolve));
    await there.store('a', 'one');
    expect(await heard).toBe('a');
  });

  it('tells of every key that changed at once, though who hears of them fails', async () => {
    const { path, open } = createHarness();
    const here = open();
    await here.store('a', 'one');
    const heard: string[] = [];
    const all = new Promise<void>((resolve) => {
      here.onDidChange((key) => {
        heard.push(key);
        if (heard.length === 3) {
          resolve();
        }
        throw new TypeError('A listener of the test fails.');
      });
    });
    writeFileSync(path, JSON.stringify({ v: 1, secrets: { a: 'two', b: 'one', c: 'one' } }));
    await all;
    expect(heard).toEqual(['a', 'b', 'c']);
  });

  it.each(['', '{', '{"v":2,"secrets":{}}', '{"v":1,"secrets":{"a":5}}'])(
    'that says %j is left as it is and named',
    async (text) => {
      const { path, open } = createHarness();
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      const file = open();
      for (const use of [() => file.get('a'), () => file.store('a', 'one'), () => file.delete('a')]) {
        await expect(use()).rejects.toMatchObject({
          code: 'fixFile',
          sentence: { messageId: 'vault.unreadableFile', args: { path } },
        });
      }
      expect(readFileSync(path, 'utf8')).toBe(text);
      writeFileSync(path, '{"v":1,"secrets":{"a":"back"}}');
      expect(await file.get('a')).toBe('back');
    },
  );
});
