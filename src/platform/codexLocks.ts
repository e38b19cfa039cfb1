import { spawn } from 'node:child_process';
import { access, constants, open } from 'node:fs/promises';
import { AuthError } from '../util/authError.ts';
import { say } from '../util/sentence.ts';

/**
 * The Codex CLI's two locks, taken in its order: `auth.lock` in the Home, then `<target>.lock` beside the credential
 * (codex-protocol.md 4.2). Node has no `flock(2)`, so the `flock(1)` program holds them while we write. Where there is
 * none (macOS, Windows, BusyBox without it) the compare-and-swap of the caller stands alone.
 */
export interface CodexLockPaths {
  readonly home: string;
  readonly target: string;
  readonly waitSeconds?: number;
}

const programs = ['/usr/bin/flock', '/bin/flock', '/usr/local/bin/flock'];
/** As long as the CLI itself waits. */
const usualWaitSeconds = 5;
/** Nobody may wait for us longer than this: the helper gives the locks back by itself. */
const longestHoldMs = 5000;
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
  await prepareTarget(paths.target);
  const release = await hold(program, paths);
  try {
    return await work();
  } finally {
    await release();
  }
}

/** The CLI makes this lock owner-only; `flock` would make it readable by all. */
async function prepareTarget(path: string): Promise<void> {
  try {
    await (await open(path, 'a', 0o600)).close();
  } catch {
    // A folder that takes no file is named by the write that follows.
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

/** One helper holds both: `flock A flock B` runs the inner command, which lives until its input ends. */
function hold(program: string, paths: CodexLockPaths): Promise<() => Promise<void>> {
  const waitSeconds = paths.waitSeconds ?? usualWaitSeconds;
  const patience = ['-x', '-w', String(waitSeconds)];
  const inner = [program, ...patience, paths.target, '/bin/sh', '-c', 'echo held; read -r _'];
  const holder = spawn(program, [...patience, paths.home, ...inner], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => {
    holder.once('close', resolve);
  });
  const watchdog = setTimeout(() => {
    holder.stdin.end();
  }, longestHoldMs + waitSeconds * 2000);
  const release = async (): Promise<void> => {
    clearTimeout(watchdog);
    holder.stdin.end();
    await ended;
  };
  return new Promise((resolve, reject) => {
    holder.once('error', reject);
    holder.stdin.on('error', () => undefined);
    holder.stdout.once('data', () => {
      resolve(release);
    });
    void ended.then((exitCode) => {
      clearTimeout(watchdog);
      if (exitCode !== lockIsTaken) {
        resolve(release);
        return;
      }
      reject(new AuthError('tryAgain', say('home.busy', { path: paths.home })));
    });
  });
}
