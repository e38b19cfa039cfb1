import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFileLock } from '../../../../src/platform/files/fileLock.ts';
import { systemClock } from '../../../../src/platform/systemClock.ts';
import { createFakeClock, notEnded, settle, waitUntil, type FakeClock } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

function createHarness() {
  const folder = createTemporaryFolder();
  return { folder, path: join(folder, 'a.lock'), clock: createFakeClock(Date.now()) };
}

/** In which process numbers mean what they mean here. */
const space = process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : undefined;

function holder(over: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ pid: process.pid, host: hostname(), space, nonce: 'theirs', ...over });
}

/** The process id of somebody who is gone. */
function deadPid(): number {
  return spawnSync('/bin/true').pid;
}

/** Turns the hands only while somebody waits for them: the disk takes its own time. */
async function turnUntilDone(clock: FakeClock, work: Promise<unknown>): Promise<void> {
  const state = { isDone: false };
  const end = (): void => {
    state.isDone = true;
  };
  void work.then(end, end);
  while (!state.isDone) {
    await waitUntil(() => state.isDone || clock.waiting > 0);
    await clock.advance(25);
  }
}

describe('the lock file', () => {
  it('stands while the work runs, owner-only, and is gone afterwards', async () => {
    const { folder, path, clock } = createHarness();
    const mode = await withFileLock(path, { clock, signal: notEnded }, () =>
      Promise.resolve(statSync(path).mode & 0o777),
    );
    expect([mode, readdirSync(folder), clock.waiting]).toEqual([0o600, [], 0]);
  });

  it('is gone when the work failed', async () => {
    const { folder, path, clock } = createHarness();
    await expect(
      withFileLock(path, { clock, signal: notEnded }, () => Promise.reject(new RangeError('no'))),
    ).rejects.toThrow(RangeError);
    expect([readdirSync(folder), clock.waiting]).toEqual([[], 0]);
  });

  it('lets one after the other work', async () => {
    const { path } = createHarness();
    let working = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
    };
    await Promise.all(
      Array.from({ length: 5 }, () => withFileLock(path, { clock: systemClock, signal: notEnded }, work)),
    );
    expect(most).toBe(1);
  });

  it('excludes another process', async () => {
    const { folder, path } = createHarness();
    const count = join(folder, 'count');
    writeFileSync(count, '0');
    const source = join(import.meta.dirname, '..', '..', '..', '..', 'src', 'platform', 'files');
    const script = `
      import { readFileSync, writeFileSync } from 'node:fs';
      const { withFileLock } = await import(${JSON.stringify(join(source, 'fileLock.ts'))});
      const { systemClock } = await import(${JSON.stringify(join(source, '..', 'systemClock.ts'))});
      const { signal } = new AbortController();
      for (let turn = 0; turn < 15; turn += 1) await withFileLock(${JSON.stringify(path)}, { clock: systemClock, signal }, async () => {
        const before = Number(readFileSync(${JSON.stringify(count)}, 'utf8'));
        await new Promise((resolve) => setImmediate(resolve));
        writeFileSync(${JSON.stringify(count)}, String(before + 1));
      });`;
    const run = (): Promise<number | null> =>
      new Promise((resolve) => {
        spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], { stdio: 'ignore' }).once(
          'close',
          resolve,
        );
      });
    expect(await Promise.all([run(), run()])).toEqual([0, 0]);
    expect(readFileSync(count, 'utf8')).toBe('30');
  });

  it('is taken from a process that is dead', async () => {
    const { path, clock } = createHarness();
    writeFileSync(path, holder({ pid: deadPid() }));
    expect(await withFileLock(path, { clock, signal: notEnded }, () => Promise.resolve('worked'))).toBe('worked');
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['a living process', holder()],
    ['a process on another host', holder({ host: 'elsewhere', pid: deadPid() })],
    ['a process of a sandbox on this host', holder({ space: 'pid:[1]', pid: deadPid() })],
    ['somebody who is still writing a name', ''],
  ])('is not taken from %s before 30 s of silence', async (_name, text) => {
    const { path, clock } = createHarness();
    writeFileSync(path, text);
    const silentSince = new Date(clock.nowMs() - 19_500);
    utimesSync(path, silentSince, silentSince);
    let silentMs = 0;
    const work = withFileLock(path, { clock, signal: notEnded }, () => {
      silentMs = clock.nowMs() - silentSince.getTime();
      return Promise.resolve();
    });
    await turnUntilDone(clock, work);
    await work;
    expect(silentMs).toBeGreaterThan(30_000);
    expect(silentMs).toBeLessThan(30_200);
  });

  it('is kept by a holder that gives signs of life, and the wait ends after a minute', async () => {
    const { path, clock } = createHarness();
    writeFileSync(path, holder());
    const work = withFileLock(path, { clock, signal: notEnded }, () => Promise.resolve());
    work.catch(() => undefined);
    for (const stepMs of [20_000, 20_000, 19_900]) {
      await waitUntil(() => clock.waiting > 0);
      const now = new Date(clock.nowMs() + stepMs);
      utimesSync(path, now, now);
      await clock.advance(stepMs);
    }
    await turnUntilDone(clock, work);
    await expect(work).rejects.toMatchObject({ code: 'tryAgain', sentence: { messageId: 'vault.locked' } });
    expect(readFileSync(path, 'utf8')).toBe(holder());
  });

  it('gives its sign of life every 5 s', async () => {
    const { path, clock } = createHarness();
    const done = Promise.withResolvers<undefined>();
    const work = withFileLock(path, { clock, signal: notEnded }, () => done.promise);
    await waitUntil(() => existsSync(path) && clock.waiting === 1);
    for (const _beat of [1, 2]) {
      await clock.advance(5000);
      await waitUntil(() => Math.abs(statSync(path).mtimeMs - clock.nowMs()) < 2 && clock.waiting === 1);
    }
    done.resolve(undefined);
    await work;
    expect(clock.waiting).toBe(0);
  });

  it('that was taken away meanwhile is left to its new holder', async () => {
    const { path, clock } = createHarness();
    await withFileLock(path, { clock, signal: notEnded }, () => {
      writeFileSync(path, holder());
      return Promise.resolve();
    });
    expect(readFileSync(path, 'utf8')).toBe(holder());
  });

  it('is not waited for any longer once the person cancels', async () => {
    const { path, clock } = createHarness();
    writeFileSync(path, holder());
    const controller = new AbortController();
    const work = withFileLock(path, { clock, signal: controller.signal }, () => Promise.resolve());
    work.catch(() => undefined);
    await settle();
    controller.abort(new RangeError('cancelled'));
    await turnUntilDone(clock, work);
    await expect(work).rejects.toThrow('cancelled');
    expect(clock.waiting).toBe(0);
  });
});
