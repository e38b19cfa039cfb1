import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { NodeRecordFolder } from '../../../../src/platform/files/recordFolder.ts';
import { systemClock } from '../../../../src/platform/systemClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

function createHarness() {
  const path = join(createTemporaryFolder(), 'state', 'grants');
  const open = (): NodeRecordFolder => {
    const folder = new NodeRecordFolder(path, systemClock);
    onTestFinished(() => {
      folder.dispose();
    });
    return folder;
  };
  return { path, open };
}

describe('a folder of records', () => {
  it('is made on its first use, owner-only, and lists records only', async () => {
    const { path, open } = createHarness();
    const folder = open();
    expect(await folder.list()).toEqual([]);
    await folder.write('b.json', '2');
    await folder.write('a.json', '1');
    await folder.withLock('a.json', async () => {
      expect(await folder.list()).toEqual(['a.json', 'b.json']);
    });
    expect([statSync(path).mode & 0o777, statSync(join(path, 'a.json')).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(readdirSync(path).sort()).toEqual(['a.json', 'b.json']);
  });

  it('reads what is there and says when nothing is', async () => {
    const folder = createHarness().open();
    await folder.write('a.json', 'one');
    expect([await folder.read('a.json'), await folder.read('b.json')]).toEqual(['one', undefined]);
    await folder.remove('a.json');
    await folder.remove('a.json');
    expect(await folder.read('a.json')).toBeUndefined();
  });

  it('tells when another window changed something', async () => {
    const { open } = createHarness();
    const [here, there] = [open(), open()];
    await here.list();
    const heard = new Promise<void>((resolve) => here.onDidChange(resolve));
    await there.write('a.json', 'one');
    await heard;
    expect(await here.read('a.json')).toBe('one');
  });

  it('keeps two windows from deciding at once', async () => {
    const { open } = createHarness();
    const windows = [open(), open()];
    await windows[0]?.write('n.json', '0');
    const bump = (window: NodeRecordFolder): Promise<void> =>
      window.withLock('n.json', async () => {
        const count = Number(await window.read('n.json'));
        await window.write('n.json', String(count + 1));
      });
    await Promise.all([...windows, ...windows, ...windows].map(bump));
    expect(await open().read('n.json')).toBe('6');
  });

  it.each([
    [
      'the folder’s end',
      (folder: NodeRecordFolder, _caller: AbortController) => {
        folder.dispose();
      },
    ],
    [
      'the caller’s',
      (_folder: NodeRecordFolder, caller: AbortController) => {
        caller.abort(new Cancelled());
      },
    ],
  ])('has nobody wait for a lock after %s', async (_name, end) => {
    const { open } = createHarness();
    const [here, there] = [open(), open()];
    const [held, done] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const holding = there.withLock('a.json', () => {
      held.resolve(undefined);
      return done.promise;
    });
    await held.promise;
    const caller = new AbortController();
    const waiting = here.withLock('a.json', () => Promise.resolve(), caller.signal);
    waiting.catch(() => undefined);
    end(here, caller);
    await expect(waiting).rejects.toThrow(Cancelled);
    done.resolve(undefined);
    await holding;
  });
});
