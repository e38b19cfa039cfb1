import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockKeeper } from '../../../src/platform/lockKeeper.ts';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';

const program = '/usr/bin/flock';

describe.runIf(existsSync(program))('the shell that holds locks', () => {
  const hold = (first: string | undefined, second: string | undefined): Promise<number> =>
    lockKeeper.hold({ program, files: [first, second], patienceSeconds: 1 }, (answer) => Promise.resolve(answer));

  it('holds two files, one, or none', async () => {
    const folder = createTemporaryFolder();
    const [first, second] = [join(folder, 'a b"$(c)'), join(folder, "d'e\\n")];
    expect([await hold(first, second), await hold(undefined, second), await hold(undefined, undefined)]).toEqual([0, 0, 0]);
    expect([existsSync(first), existsSync(second)]).toEqual([true, true]);
  });

  it('says that there is nothing to lock, and goes on, when a folder has vanished', async () => {
    const folder = createTemporaryFolder();
    expect(await hold(join(folder, 'gone', 'a'), join(folder, 'b'))).toBe(66);
    expect(await hold(join(folder, 'a'), join(folder, 'b'))).toBe(0);
  });

  it('takes the second request after the first', async () => {
    const folder = createTemporaryFolder();
    const request = { program, files: [join(folder, 'a'), undefined], patienceSeconds: 0 } as const;
    const order: string[] = [];
    const first = lockKeeper.hold(request, async () => {
      order.push('first');
      await new Promise(setImmediate);
      order.push('done');
    });
    await Promise.all([first, lockKeeper.hold(request, (answer) => Promise.resolve(order.push(String(answer))))]);
    expect(order).toEqual(['first', 'done', '0']);
  });

  it('never takes a path with a line break for two', async () => {
    const folder = createTemporaryFolder();
    expect(await hold(`${folder}/a\n${folder}/b`, undefined)).toBe(0);
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });
});
