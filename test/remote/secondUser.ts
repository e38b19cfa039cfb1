import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { requireCodexBinary } from '../interop/codexCli.ts';

/** The login shells that a host may have; `sh` at the destination is then the same program, but for fish. */
export const loginShells = ['dash', 'bash', 'fish', 'busybox'] as const;

export type LoginShell = (typeof loginShells)[number];

/** Another user of this computer, made for a test and removed after it (`unless(obstacles.noSecondUser)`). */
export interface SecondUser {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
  readonly codexHome: string;
  readonly authFile: string;
  /** What PATH is for a command over SSH. */
  readonly path: string;
  /** Writes a file that belongs to that user. */
  write(path: string, text: string, mode?: number): void;
  /** The paths of all that is in that user's home. */
  listFiles(): readonly string[];
  /** The ids of that user's processes. */
  listProcesses(): readonly number[];
  remove(): void;
}

export function makeSecondUser(shell: LoginShell, { hasCodex = true } = {}): SecondUser {
  const name = `ca-${randomBytes(5).toString('hex')}`;
  const home = join('/home', name);
  // A password that nobody has: with none, the server takes the account for a locked one.
  execFileSync('/usr/sbin/useradd', [
    '--create-home',
    '--home-dir',
    home,
    '--password',
    '*',
    '--shell',
    '/bin/sh',
    name,
  ]);
  const { uid, gid } = statSync(home);
  const path = placePrograms(shell, join(home, 'programs'));
  execFileSync('/usr/sbin/usermod', [
    '--shell',
    shell === 'fish' ? '/usr/bin/fish' : join(home, 'programs', 'sh'),
    name,
  ]);
  if (hasCodex) {
    placeCodex(join(home, '.local', 'bin'));
  }
  const codexHome = join(home, '.codex');
  return {
    name,
    uid,
    home,
    codexHome,
    path,
    authFile: join(codexHome, 'auth.json'),
    write: (file, text, mode = 0o600) => {
      writeFileSync(file, text, { mode });
      chownSync(file, uid, gid);
    },
    listFiles: () =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    listProcesses: () => listProcessesOf(uid),
    remove: () => {
      execFileSync('/usr/sbin/userdel', ['--force', '--remove', name], { stdio: 'ignore' });
    },
  };
}

/** dash, bash and BusyBox stand as `sh` first on PATH; BusyBox brings all its other programs too, and nothing else is there. */
function placePrograms(shell: LoginShell, folder: string): string {
  mkdirSync(folder);
  if (shell === 'busybox') {
    execFileSync('/usr/bin/busybox', ['--install', '-s', folder]);
    return folder;
  }
  if (shell !== 'fish') {
    linkOrCopy(`/usr/bin/${shell}`, join(folder, 'sh'));
  }
  return `${folder}:/usr/bin:/bin`;
}

function placeCodex(folder: string): void {
  mkdirSync(folder, { recursive: true });
  linkOrCopy(requireCodexBinary(), join(folder, 'codex'));
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function listProcessesOf(uid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      try {
        const ended = /^State:\s+Z/mu.test(readFileSync(join('/proc', pid, 'status'), 'utf8'));
        return statSync(join('/proc', pid)).uid === uid && !ended ? [Number(pid)] : [];
      } catch {
        return [];
      }
    });
}
