import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countClients, findSafeSocket, findServerPid } from '../../../../src/platform/codex/serverFiles.ts';
import { locatePidFile, locateSocketLink } from '../../../../src/platform/codex/backgroundServerPaths.ts';
import { readStartTicks } from '../../../../src/platform/processes/processStart.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';

describe('the process that a pid file names', unless(obstacles.notLinux), () => {
  const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const identity = async () => ({ bootId: bootId(), startTicks: await readStartTicks(process.pid) });

  async function find(text: string): Promise<number | undefined> {
    const home = createTemporaryFolder();
    mkdirSync(dirname(locatePidFile(home)));
    writeFileSync(locatePidFile(home), text);
    return findServerPid(home);
  }

  it('is the one that was started then, in this run of the machine', async () => {
    const { pid } = process;
    const processIdentity = await identity();
    expect(await find(JSON.stringify({ pid, processStartTime: 'Sat Nov 28 10:00:00 2026', processIdentity }))).toBe(
      pid,
    );
    expect(await find(JSON.stringify({ pid, processIdentity: { ...processIdentity, startTicks: 1 } }))).toBeUndefined();
    expect(
      await find(JSON.stringify({ pid, processIdentity: { ...processIdentity, bootId: 'another' } })),
    ).toBeUndefined();
    expect(await find(JSON.stringify({ pid, processIdentity: null }))).toBeUndefined();
  });

  it.each(['', '{', '{"pid":-1}', '{"pid":"7"}', '[]'])('is nobody with %j', async (text) => {
    expect(await find(text)).toBeUndefined();
  });

  it('is nobody without a file, and when it has ended', async () => {
    expect(await findServerPid(createTemporaryFolder())).toBeUndefined();
    const child = spawn('/bin/sleep', ['60']);
    const processIdentity = { bootId: bootId(), startTicks: await readStartTicks(child.pid ?? 0) };
    const text = JSON.stringify({ pid: child.pid, processIdentity });
    expect(await find(text)).toBe(child.pid);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(await find(text)).toBeUndefined();
  });
});

describe('the socket of a server', unless(obstacles.notLinux), () => {
  async function createSocket() {
    const home = createTemporaryFolder();
    const folder = createTemporaryFolder();
    const path = join(folder, 'server.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    onTestFinished(() => {
      server.close();
    });
    const link = locateSocketLink(home);
    mkdirSync(dirname(link), { mode: 0o700 });
    symlinkSync(path, link);
    return { home, folder, path, link };
  }

  it('is found by its real path where both folders are closed to others', async () => {
    const { home, path } = await createSocket();
    expect(await findSafeSocket(home)).toBe(path);
  });

  it.each([0o770, 0o707, 0o1777])('is not used from a folder of mode %o', async (mode) => {
    const { home, folder, link } = await createSocket();
    chmodSync(folder, mode);
    expect(await findSafeSocket(home)).toBeUndefined();
    chmodSync(folder, 0o700);
    chmodSync(dirname(link), mode);
    expect(await findSafeSocket(home)).toBeUndefined();
  });

  it('is not used when it, its folder or the link’s is of another user', unless(obstacles.notRoot), async () => {
    for (const pick of ['path', 'folder'] as const) {
      const made = await createSocket();
      chownSync(made[pick], 65_534, 65_534);
      expect(await findSafeSocket(made.home)).toBeUndefined();
    }
    const { home, link } = await createSocket();
    chownSync(dirname(link), 65_534, 65_534);
    expect(await findSafeSocket(home)).toBeUndefined();
  });

  it('is not used when it is a file, or not there', async () => {
    const home = createTemporaryFolder();
    expect(await findSafeSocket(home)).toBeUndefined();
    mkdirSync(dirname(locateSocketLink(home)), { mode: 0o700 });
    writeFileSync(locateSocketLink(home), '');
    expect(await findSafeSocket(home)).toBeUndefined();
  });

  it('tells how many are connected to it', async () => {
    const { path } = await createSocket();
    expect(await countClients(path)).toBe(0);
    const client = connect(path);
    onTestFinished(() => {
      client.destroy();
    });
    await new Promise<void>((resolve) => client.once('connect', resolve));
    await expect.poll(() => countClients(path)).toBe(1);
  });
});
