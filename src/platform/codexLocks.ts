import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
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
}

const programs = ['/usr/bin/flock', '/bin/flock', '/usr/local/bin/flock'];
const waitSeconds = '5';
/** Nobody may wait for us longer than this: the helper gives the locks back by itself. */
const longestHoldMs = 5000;

/** @throws AuthError `tryAgain` when a Codex process keeps the locks for 5 s */
export async function withCodexLocks<T>(paths: CodexLockPaths, work: () => Promise<T>): Promise<T> {
  const program = await findProgram();
  if (program === undefined) {
    return work();
  }
  const release = await hold(program, paths);
  try {
    return await work();
  } finally {
    await release();
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
  const inner = [program, '-x', '-w', waitSeconds, paths.target, '/bin/sh', '-c', 'echo held; read -r _'];
  const helper = spawn(program, ['-x', '-w', waitSeconds, paths.home, ...inner], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => {
    helper.once('close', () => {
      resolve();
    });
  });
  const watchdog = setTimeout(() => {
    helper.stdin.end();
  }, longestHoldMs + Number(waitSeconds) * 2000);
  const release = async (): Promise<void> => {
    clearTimeout(watchdog);
    helper.stdin.end();
    await ended;
  };
  return new Promise((resolve, reject) => {
    helper.once('error', reject);
    helper.stdin.on('error', () => undefined);
    helper.stdout.once('data', () => {
      resolve(release);
    });
    void ended.then(() => {
      clearTimeout(watchdog);
      reject(new AuthError('tryAgain', say('home.busy', { path: paths.home })));
    });
  });
}
