import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isExpected } from '../../../../src/errors/authError.ts';
import { NotAnswering, whileAnswering } from '../../../../src/platform/files/fileSystemTimeout.ts';
import { findServerPid } from '../../../../src/platform/codex/serverFiles.ts';
import { locatePidFile } from '../../../../src/platform/codex/backgroundServerPaths.ts';
import { ConfigFiles } from '../../../../src/platform/home/configFiles.ts';
import { HomeRecordFolder } from '../../../../src/platform/home/homeRecordFolder.ts';
import { HomeWatcher } from '../../../../src/platform/home/homeWatcher.ts';
import { NodeCredentialFile } from '../../../../src/platform/home/nodeCredentialFile.ts';
import { createFakeClock, settle, waitUntil, type FakeClock } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { loadLocks } from '../../../support/codexLocks.ts';

/** Work whose call hangs until the test has it come back. */
function createHanging() {
  const [begun, call] = [Promise.withResolvers<undefined>(), Promise.withResolvers<string>()];
  const work = (): Promise<string> => {
    begun.resolve(undefined);
    return call.promise;
  };
  return { work, begun: begun.promise, comeBack: call.resolve };
}

/** Has ten seconds pass for what waits for the disk. */
async function runOut<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  await waitUntil(() => clock.waiting > 0);
  await clock.advance(10_000);
  return work;
}

describe('work on a folder', () => {
  it('gives its answer, or its failure, and leaves no timer behind', async () => {
    const [clock, folder] = [createFakeClock(), createTemporaryFolder()];
    expect(await whileAnswering(folder, () => Promise.resolve('done'), { clock })).toBe('done');
    await expect(whileAnswering(folder, () => Promise.reject(new RangeError('x')), { clock })).rejects.toBeInstanceOf(
      RangeError,
    );
    expect(await whileAnswering(join(folder, 'none'), () => Promise.resolve('done'), { clock })).toBe('done');
    expect(clock.waiting).toBe(0);
  });

  it('that never ends is given up after ten seconds, and nothing else is begun there until it has ended', async () => {
    const [clock, folder] = [createFakeClock(), createTemporaryFolder()];
    const hanging = createHanging();
    const given = whileAnswering(folder, hanging.work, { clock });
    await hanging.begun;
    await expect(runOut(clock, given)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(isExpected(new NotAnswering(folder))).toBe(true);
    let begun = 0;
    const begin = (): Promise<number> => Promise.resolve((begun += 1));
    await expect(whileAnswering(folder, begin, { clock })).rejects.toBeInstanceOf(NotAnswering);
    expect(await whileAnswering(createTemporaryFolder(), begin, { clock })).toBe(1);
    hanging.comeBack('late');
    await settle();
    expect([await whileAnswering(folder, begin, { clock }), clock.waiting]).toEqual([2, 0]);
  });

  it('waits for all that has not ended', async () => {
    const [clock, folder] = [createFakeClock(), createTemporaryFolder()];
    const [first, second] = [createHanging(), createHanging()];
    const given = [first, second].map(({ work }) => whileAnswering(folder, work, { clock }));
    await Promise.all([first.begun, second.begun]);
    await Promise.allSettled(given.map((work) => runOut(clock, work)));
    first.comeBack('late');
    await settle();
    await expect(whileAnswering(folder, second.work, { clock })).rejects.toBeInstanceOf(NotAnswering);
  });
});

/** A FUSE mount whose program never says a word: what asks there waits until the mount is ended. */
function mountDead(folder: string): () => void {
  const device = openSync('/dev/fuse', 'r+');
  const options = 'fd=3,rootmode=40000,user_id=0,group_id=0';
  const { status } = spawnSync('mount', ['-i', '-t', 'fuse', '-o', options, 'none', folder], {
    stdio: ['ignore', 'ignore', 'ignore', device],
  });
  const state = { isOver: status !== 0 };
  const end = (): void => {
    if (!state.isOver) {
      state.isOver = true;
      closeSync(device);
      spawnSync('umount', ['-l', folder]);
    }
  };
  onTestFinished(end);
  expect(status).toBe(0);
  return end;
}

describe('a Home whose disk is gone', unless(obstacles.noFuse), () => {
  it('holds nobody: it is said after ten seconds, and at once from then on, and is taken again when it is back', async () => {
    const home = join(createTemporaryFolder(), '.codex');
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, 'auth.json'), '{}', { mode: 0o600 });
    const clock = createFakeClock();
    const file = new NodeCredentialFile(home, { loadLocks, clock });
    const state = await file.read();
    const end = mountDead(home);
    const watcher = new HomeWatcher(file.path);
    onTestFinished(() => {
      watcher.dispose();
    });
    expect(await runOut(clock, file.read())).toEqual({ kind: 'problem', problem: 'notAnswering' });
    expect([await file.read(), await file.findObstacle()]).toEqual([
      { kind: 'problem', problem: 'notAnswering' },
      'notAnswering',
    ]);
    await expect(file.replace(new Secret('x'), undefined)).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'home.notAnswering' },
    });
    await expect(new HomeRecordFolder(home, clock).read('a')).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'home.notAnswering' },
    });
    expect([(await new ConfigFiles(home, '/none').readLayers()).user, await findServerPid(home)]).toEqual([
      null,
      undefined,
    ]);
    end();
    await watcher.ready;
    const heard = new Promise<void>((resolve) => watcher.onDidChange(resolve));
    expect(await file.read()).toEqual(state);
    expect(await file.replace(new Secret('{"a":1}'), state.kind === 'file' ? state.fingerprint : undefined)).toBe(
      'done',
    );
    await heard;
  });
});

describe('a pipe in the place of a file', unless(obstacles.notLinux), () => {
  it('holds nobody who reads it', async () => {
    const home = createTemporaryFolder();
    mkdirSync(join(home, 'codex-accounts'));
    mkdirSync(join(locatePidFile(home), '..'), { recursive: true });
    for (const path of [
      join(home, 'auth.json'),
      join(home, 'config.toml'),
      join(home, 'codex-accounts', 'a'),
      locatePidFile(home),
    ]) {
      expect(spawnSync('mkfifo', [path]).status).toBe(0);
    }
    expect(await new NodeCredentialFile(home, { loadLocks }).read()).toEqual({ kind: 'problem', problem: 'isFolder' });
    expect([(await new ConfigFiles(home, '/none').readLayers()).user, await findServerPid(home)]).toEqual([
      null,
      undefined,
    ]);
    await expect(new HomeRecordFolder(home, createFakeClock()).read('a')).rejects.toMatchObject({ code: 'fixFile' });
  });
});
