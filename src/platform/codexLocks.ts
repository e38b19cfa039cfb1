import { spawn } from 'node:child_process';
import { access, constants, open, type FileHandle } from 'node:fs/promises';
import { AuthError } from '../util/authError.ts';
import { say } from '../util/sentence.ts';

/**
 * The Codex CLI's two locks, taken in its order: `auth.lock` in the Home, then `<target>.lock` beside the credential
 * (codex-protocol.md 4.2). Node has no `flock(2)`, so the `flock(1)` program takes each on a descriptor of ours: the lock
 * belongs to the open file, outlives that program, and ends with our closing it or our process. Where there is no such
 * program (macOS, Windows) the compare-and-swap of the caller stands alone.
 */
export interface CodexLockPaths {
  readonly home: string;
  readonly target: string;
  readonly waitSeconds?: number;
}

const programs = ['/usr/bin/flock', '/bin/flock', '/usr/local/bin/flock'];
/** As long as the CLI itself waits. */
const usualWaitSeconds = 5;
/** How `flock` says that the time ran out; every other number means that there is nothing to lock with. */
const lockIsTaken = 1;

/**
 * Where no lock file can be made (a disk that is read-only or full), the write itself says what is wrong.
 * @throws AuthError `tryAgain` when a Codex process keeps the locks for 5 s
 */
export async function withCodexLocks<T>(paths: CodexLockPaths, work: () => Promise<T>): Promise<T> {
  const program = await findProgram();
  if (program === undefined) {
    return work();
  }
  const held: FileHandle[] = [];
  try {
    // The modes are those that the CLI gives them.
    for (const [path, mode] of [[paths.home, 0o644], [paths.target, 0o600]] as const) {
      const file = await openLock(path, mode);
      if (file !== undefined) {
        held.push(file);
        await take(program, file, paths);
      }
    }
    return await work();
  } finally {
    for (const file of held.reverse()) {
      await file.close();
    }
  }
}

async function findProgram(): Promise<string | undefined> {
  for (const program of process.platform === 'linux' ? programs : []) {
    try {
      await access(program, constants.X_OK);
      return program;
    } catch {
      continue;
    }
  }
  return undefined;
}

async function openLock(path: string, mode: number): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'a', mode);
  } catch {
    return undefined;
  }
}

/** `flock -w` on the descriptor that it inherits as its number 3. */
function take(program: string, file: FileHandle, paths: CodexLockPaths): Promise<void> {
  const patience = String(paths.waitSeconds ?? usualWaitSeconds);
  const taker = spawn(program, ['-x', '-w', patience, '3'], { cwd: '/', env: {}, stdio: ['ignore', 'ignore', 'ignore', file.fd] });
  return new Promise((resolve, reject) => {
    taker.once('error', () => {
      resolve();
    });
    taker.once('exit', (exitCode) => {
      if (exitCode === lockIsTaken) {
        reject(new AuthError('tryAgain', say('home.busy', { path: paths.home })));
      } else {
        resolve();
      }
    });
  });
}
