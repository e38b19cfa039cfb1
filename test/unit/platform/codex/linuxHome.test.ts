import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listFromProc } from '../../../../src/platform/codex/linuxCodexProcesses.ts';
import { obstacles, unless } from '../../../support/unless.ts';

/** A program called `codex` that waits for the end of its input, in a folder with a Home. */
function createScene({ hasHome = true } = {}) {
  const under = mkdtempSync(join(realpathSync(tmpdir()), 'codex-accounts-home-of-'));
  onTestFinished(() => {
    rmSync(under, { recursive: true, force: true });
  });
  const home = join(under, '.codex');
  const program = join(under, 'bin', 'codex');
  mkdirSync(join(under, 'bin'));
  chmodSync(under, 0o755);
  copyFileSync('/bin/cat', program);
  if (hasHome) {
    mkdirSync(home);
    symlinkSync(home, join(under, 'linked'));
  }
  const start = async (
    environment: Record<string, string>,
    user: { readonly uid?: number; readonly gid?: number } = {},
  ) => {
    const child = spawn(program, { env: { HOME: under, ...environment }, cwd: under, stdio: 'pipe', ...user });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    // It answers, so it is the program by now and no longer what started it.
    const answered = new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdin.write('hello\n');
    await answered;
    return child;
  };
  const look = async (environment: Record<string, string>) => {
    const child = await start(environment);
    const row = (await listFromProc(home)).find(({ pid }) => pid === child.pid);
    return row === undefined ? 'not listed' : row.usesHome;
  };
  return { under, home, program, start, look };
}

describe('the Home of a running Codex', unless(obstacles.notLinux), () => {
  it.each([
    ['with a slash at its end', (under: string) => `${under}/.codex/`, true],
    ['over a link', (under: string) => `${under}/linked`, true],
    ['with two slashes', (under: string) => `${under}//.codex`, true],
    ['with dots', (under: string) => `${under}/bin/../.codex`, true],
    ['beside the folder it runs in', () => '.codex', true],
    ['beside it over dots and a link', () => './bin/../linked/', true],
    ['the default', () => '', true],
    ['another folder', (under: string) => `${under}/bin`, false],
    ['another one beside it', () => 'bin', false],
    ['one that is not there', (under: string) => `${under}/gone`, false],
  ])('is the same folder however it is written: %s', async (_name, spell, uses) => {
    const { under, look } = createScene();
    expect(await look({ CODEX_HOME: spell(under) })).toBe(uses);
  });

  it.each([
    ['the default', () => '', true],
    ['with a slash at its end', (under: string) => `${under}/.codex/`, true],
    ['another', (under: string) => `${under}/other`, false],
  ])('that is not made yet is known by its path: %s', async (_name, spell, uses) => {
    const { under, look } = createScene({ hasHome: false });
    expect(await look({ CODEX_HOME: spell(under) })).toBe(uses);
  });

  it('is unknown, and the Codex is still listed, when its environment cannot be read', async () => {
    const { home, program, start } = createScene();
    // Who may not read a program may not look into its process either.
    chmodSync(program, 0o111);
    const child = await start({});
    const row = (await listFromProc(home)).find(({ pid }) => pid === child.pid);
    expect([row?.role, row?.usesHome]).toEqual(['terminal', process.getuid?.() === 0 ? true : undefined]);
  });
});
