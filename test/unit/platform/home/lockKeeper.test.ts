import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LockKeeper } from '../../../../src/platform/home/lockKeeper.ts';
import { perlTool, shellTool } from '../../../../src/platform/home/lockTool.ts';
import { waitUntil } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';

const flock = '/usr/bin/flock';
const perl = '/usr/bin/perl';
const tools = [
  { name: 'perl', tool: perlTool(perl), obstacle: obstacles.noFlock ?? obstacles.noPerl },
  { name: 'a shell with flock(1)', tool: shellTool(flock), obstacle: obstacles.noFlock },
];

for (const { name, tool, obstacle } of tools)
  describe(`locks held by ${name}`, unless(obstacle), () => {
    const lockKeeper = new LockKeeper(tool);
    afterAll(() => {
      lockKeeper.dispose();
    });
    const hold = (first: string | undefined, second: string | undefined): Promise<string> =>
      lockKeeper.hold({ files: [first, second], patienceMs: 5000 }, (state) => Promise.resolve(state));

    it('holds two files, one, or none', async () => {
      const folder = createTemporaryFolder();
      const [first, second] = [join(folder, 'a b"$(c)'), join(folder, "d'e\\n")];
      expect([await hold(first, second), await hold(undefined, second), await hold(undefined, undefined)]).toEqual([
        'held',
        'held',
        'held',
      ]);
      expect([existsSync(first), existsSync(second)]).toEqual([true, true]);
    });

    it('says that there is nothing to lock, and goes on, when a folder has vanished', async () => {
      const folder = createTemporaryFolder();
      expect(await hold(join(folder, 'gone', 'a'), join(folder, 'b'))).toBe('none');
      expect(await hold(join(folder, 'a'), join(folder, 'b'))).toBe('held');
    });

    it('takes the second request after the first', async () => {
      const folder = createTemporaryFolder();
      const request = { files: [join(folder, 'a'), undefined], patienceMs: 5000 } as const;
      const order: string[] = [];
      const first = lockKeeper.hold(request, async () => {
        order.push('first');
        await new Promise(setImmediate);
        order.push('done');
      });
      await Promise.all([first, lockKeeper.hold(request, (state) => Promise.resolve(order.push(state)))]);
      expect(order).toEqual(['first', 'done', 'held']);
    });

    it('never takes a path with a line break for two', async () => {
      const folder = createTemporaryFolder();
      expect(await hold(`${folder}/a\n${folder}/b`, undefined)).toBe('held');
      expect(existsSync(join(folder, 'b'))).toBe(false);
    });

    it('gives up in time on what somebody else holds, and goes on', async () => {
      const folder = createTemporaryFolder();
      const files = [join(folder, 'a'), undefined] as const;
      const other = spawn(flock, ['-x', files[0], '/bin/sh', '-c', 'echo held; read -r _'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      await new Promise((resolve) => other.stdout.once('data', resolve));
      expect(await lockKeeper.hold({ files, patienceMs: 20 }, (state) => Promise.resolve(state))).toBe('taken');
      expect(await hold(join(folder, 'b'), undefined)).toBe('held');
      other.stdin.end();
      expect(await hold(files[0], undefined)).toBe('held');
    });

    it('leaves no program behind that waits for what somebody else keeps', async () => {
      const folder = createTemporaryFolder();
      const files = [join(folder, 'a'), join(folder, 'b')] as const;
      const other = spawn(flock, ['-x', files[0], '/bin/sh', '-c', 'echo held; read -r _'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      await new Promise((resolve) => other.stdout.once('data', resolve));
      expect(await lockKeeper.hold({ files, patienceMs: 20 }, (state) => Promise.resolve(state))).toBe('taken');
      await waitUntil(() => findProcessesWith(files[1]).length === 0);
      other.stdin.end();
    });

    it('starts another program in the place of one that was killed while nothing was held', async () => {
      const folder = createTemporaryFolder();
      const files = [join(folder, 'a'), join(folder, 'b')] as const;
      const find = (): Promise<number | undefined> => Promise.resolve(findProcessesWith(files[1])[0]);
      const first = await lockKeeper.hold({ files, patienceMs: 5000 }, find);
      process.kill(first ?? NaN, 'SIGKILL');
      expect(await hold(...files)).toBe('held');
    });

    it('ends with its owner, once nothing is held, and so does what is still written after that', async () => {
      const folder = createTemporaryFolder();
      const files = [join(folder, 'a'), join(folder, 'b')] as const;
      const request = { files, patienceMs: 5000 };
      const keeper = new LockKeeper(tool);
      /** The process id of the program that held them. */
      const findHolder = (state: string): Promise<number | undefined> =>
        Promise.resolve(state === 'held' ? findProcessesWith(files[1])[0] : undefined);
      const idle = await keeper.hold(request, findHolder);
      expect(isAlive(idle)).toBe(true);
      keeper.dispose();
      await waitUntil(() => !isAlive(idle));
      const late = await keeper.hold(request, findHolder);
      expect(late).not.toBe(idle);
      await waitUntil(() => !isAlive(late));
      const other = new LockKeeper(tool);
      const busy = await other.hold(request, async (state) => {
        other.dispose();
        await new Promise(setImmediate);
        return findHolder(state);
      });
      expect(busy).toBeDefined();
      await waitUntil(() => !isAlive(busy));
    });

    it('does not wait for a program that has stopped answering', async () => {
      const folder = createTemporaryFolder();
      const files = [join(folder, 'a'), join(folder, 'b')] as const;
      const request = { files, patienceMs: 200 };
      const stopped = lockKeeper.hold(request, (state) => {
        findProcessesWith(files[1]).forEach((pid) => process.kill(pid, 'SIGSTOP'));
        return Promise.resolve(state);
      });
      expect(await stopped).toBe('held');
      expect(await hold(...files)).toBe('held');
    });
  });

describe('where nothing can lock', () => {
  it('work is done all the same, and is told so', async () => {
    const keeper = new LockKeeper(undefined);
    const file = join(createTemporaryFolder(), 'a');
    const hold = keeper.hold({ files: [file, undefined], patienceMs: 5000 }, (state) => Promise.resolve(state));
    expect([keeper.isAble, await hold, existsSync(file)]).toEqual([false, 'none', false]);
  });
});

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Processes that have a file open. */
function findProcessesWith(path: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter((pid) => listOpen(pid).includes(path));
}

function listOpen(pid: number): readonly string[] {
  try {
    const folder = `/proc/${String(pid)}/fd`;
    return readdirSync(folder).map((name) => readlinkSync(join(folder, name)));
  } catch {
    // It has ended, or closed one meanwhile.
    return [];
  }
}
