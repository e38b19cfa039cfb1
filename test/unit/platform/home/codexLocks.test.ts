import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { CodexLocks } from '../../../../src/platform/home/codexLocks.ts';
import { LockKeeper } from '../../../../src/platform/home/lockKeeper.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';

const flock = '/usr/bin/flock';
const locks = new CodexLocks(new LockKeeper());
afterAll(() => {
  locks.dispose();
});

function createHarness() {
  const folder = createTemporaryFolder();
  return { home: join(folder, 'auth.lock'), target: join(folder, 'auth.json.lock') };
}

/** Another program with the lock, as the CLI has it. */
async function holdAsCli(path: string): Promise<() => Promise<void>> {
  const holder = spawn(flock, ['-x', path, '/bin/sh', '-c', 'echo held; read -r _'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => holder.once('close', resolve));
  const release = async (): Promise<void> => {
    holder.stdin.end();
    await ended;
  };
  onTestFinished(release);
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  return release;
}

function isFree(path: string): Promise<boolean> {
  return tryLock(path, ['-n']);
}

/** Our shell has been told to end, and does so by itself. */
function becomesFree(path: string): Promise<boolean> {
  return tryLock(path, ['-w', '5']);
}

function tryLock(path: string, patience: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    spawn(flock, ['-x', ...patience, path, '/bin/true'], { stdio: 'ignore' }).once('close', (code) => {
      resolve(code === 0);
    });
  });
}

describe('the locks of the CLI', unless(obstacles.noFlock), () => {
  it('are both held while we write and both free afterwards', async () => {
    const paths = createHarness();
    const during = await locks.hold(paths, () => Promise.all([isFree(paths.home), isFree(paths.target)]));
    expect(during).toEqual([false, false]);
    expect(await Promise.all([isFree(paths.home), isFree(paths.target)])).toEqual([true, true]);
  });

  it('are given back when the work fails', async () => {
    const paths = createHarness();
    await expect(locks.hold(paths, () => Promise.reject(new RangeError('no')))).rejects.toThrow(RangeError);
    expect(await isFree(paths.target)).toBe(true);
  });

  it.each(['home', 'target'] as const)(
    'are not taken from a Codex process that holds the one of the %s',
    async (which) => {
      const paths = createHarness();
      await holdAsCli(paths[which]);
      let hasWorked = false;
      const work = locks.hold({ ...paths, patienceMs: 50 }, () => {
        hasWorked = true;
        return Promise.resolve();
      });
      await expect(work).rejects.toMatchObject({
        code: 'tryAgain',
        sentence: { messageId: 'home.busy', args: { path: paths.home } },
      });
      expect([hasWorked, await becomesFree(which === 'home' ? paths.target : paths.home)]).toEqual([false, true]);
    },
  );

  it('come as soon as the Codex process is done', async () => {
    const paths = createHarness();
    const release = await holdAsCli(paths.home);
    const work = locks.hold(paths, () => Promise.resolve('done'));
    await release();
    expect(await work).toBe('done');
  });

  it('are free once the process that held them is killed', async () => {
    const paths = createHarness();
    const module = (name: string): string => new URL(`../../../../src/platform/home/${name}.ts`, import.meta.url).href;
    const code = `
      const { CodexLocks } = await import(${JSON.stringify(module('codexLocks'))});
      const { LockKeeper } = await import(${JSON.stringify(module('lockKeeper'))});
      await new CodexLocks(new LockKeeper()).hold(${JSON.stringify(paths)}, async () => { process.stdout.write('held'); await new Promise(() => setInterval(() => {}, 1000)); });`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => holder.once('close', resolve));
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect(await isFree(paths.home)).toBe(false);
    holder.kill('SIGKILL');
    await ended;
    expect(await locks.hold({ ...paths, patienceMs: 5000 }, () => Promise.resolve('mine'))).toBe('mine');
  });

  it('are not waited for where a pipe stands in the place of one', async () => {
    const paths = createHarness();
    execFileSync('mkfifo', [paths.home]);
    expect(await locks.hold({ ...paths, patienceMs: 5000 }, () => isFree(paths.target))).toBe(false);
  });
});
