import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SystemCodexProcesses, parseElapsed } from '../../../../src/platform/codex/codexProcesses.ts';

it.each([
  ['00:07', 7000],
  ['12:07', 727_000],
  ['03:12:07', 11_527_000],
  ['2-03:12:07', 184_327_000],
  ['', undefined],
  ['now', undefined],
])('reads the age that ps tells as %j', (text, ms) => {
  expect(parseElapsed(text)).toBe(ms);
});

/** What a program called `codex` does when it is told: connect to a port, listen, hang up. */
const program = `
  const net = require('node:net');
  let socket;
  net.createServer().listen(0, '127.0.0.1');
  process.stdin.on('data', (line) => {
    if (String(line).trim() === 'end') { socket.destroy(); socket.once('close', () => console.log('ended')); return; }
    socket = net.connect(Number(line), '127.0.0.1', () => console.log('connected'));
  });
  console.log('ready');
`;

it('sees on Linux whether a Codex is connected to anything, and how old it is', { timeout: 20_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'codex-accounts-processes-'));
  const path = join(home, 'codex');
  // Written by another process: one that this process starts meanwhile would keep the file open for writing, and then it cannot be run.
  execFileSync('/bin/cp', [process.execPath, path]);
  const server = createServer().listen(0, '127.0.0.1');
  const child = spawn(path, ['-e', program], { env: { CODEX_HOME: home }, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
    server.close();
    rmSync(home, { recursive: true, force: true });
  });
  const heard = async (): Promise<string> =>
    new Promise((resolve) =>
      child.stdout.once('data', (text) => {
        resolve(String(text).trim());
      }),
    );
  const look = async () => {
    const found = (await new SystemCodexProcesses(home).list()).find(({ pid }) => pid === child.pid);
    return [found?.role, found?.usesHome, found?.hasConnection];
  };
  const tell = async (line: string): Promise<string> => {
    const answer = heard();
    child.stdin.write(`${line}\n`);
    return answer;
  };
  const isTold = process.platform === 'linux';
  expect(await heard()).toBe('ready');
  expect(await look()).toEqual(isTold ? ['terminal', true, false] : ['terminal', undefined, undefined]);
  const address = server.address();
  expect(await tell(String(typeof address === 'object' ? address?.port : ''))).toBe('connected');
  expect((await look())[2]).toBe(isTold ? true : undefined);
  expect(await tell('end')).toBe('ended');
  expect((await look())[2]).toBe(isTold ? false : undefined);
  const [found] = (await new SystemCodexProcesses(home).list()).filter(({ pid }) => pid === child.pid);
  expect(found?.ageMs).toBeLessThan(20_000);
});
