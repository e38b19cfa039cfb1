import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Disposable } from '../../util/disposables.ts';
import { systemClock } from '../systemClock.ts';

/** What to lock, and how long to wait for it. */
interface LockRequest {
  /** Path of `flock(1)`. */
  readonly program: string;
  /** Both are locked, in this order; undefined where there is no file to lock. */
  readonly files: readonly [string | undefined, string | undefined];
  readonly patienceMs: number;
}

/** `taken`: somebody else kept a lock for as long as we waited. `none`: there is nothing to lock with. */
type LockState = 'held' | 'taken' | 'none';

/**
 * Reads requests of three lines (program, two paths), answers each with a number once the locks are held or can not be
 * had, keeps them until the next line, and says so. The locks belong to this shell's open files: when our end of the pipe
 * closes, by our death too, it ends and they are free. The waiting is timed by us: the `flock` of BusyBox knows no `-w`.
 */
const script = `
while IFS= read -r program && IFS= read -r first && IFS= read -r second; do
  {
    { [ -z "$first" ] || "$program" -x 3; } && { [ -z "$second" ] || "$program" -x 4 3>&-; }
    echo "$?"
    IFS= read -r release
  } 3>>"\${first:-/dev/null}" 4>>"\${second:-/dev/null}" || { echo none; IFS= read -r release; }
  echo free
done`;

/** Giving a lock back is two closed files. */
const releaseMs = 500;

/**
 * Takes file locks, one request after the other. The shell is started with the first and stays until the end: starting
 * a program from a process as large as an extension host costs more than all the rest.
 */
export class LockKeeper implements Disposable {
  #shell: Shell | undefined;
  #isOver = false;
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` with what became of the locks. They are given back whatever comes of it. */
  hold<T>(request: LockRequest, work: (state: LockState) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#hold(request, work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** The shell ends once nothing is held. A write that is still to come gets one of its own, which ends with it. */
  dispose(): void {
    this.#isOver = true;
    // It rejects for nobody: `hold` has caught what went wrong.
    this.#last = this.#last.then(() => this.#shell?.end());
  }

  async #hold<T>({ program, files, patienceMs }: LockRequest, work: (state: LockState) => Promise<T>): Promise<T> {
    const shell = this.#shell?.isAlive === true ? this.#shell : new Shell();
    this.#shell = shell;
    // A path with a line break in it would be two lines.
    const lines = [program, ...files.map((path) => (path?.includes('\n') === false ? path : ''))];
    const answer = await askInTime(shell, lines.join('\n'), patienceMs);
    if (answer === late) {
      shell.end();
      return work('taken');
    }
    try {
      return await work(answer === '0' ? 'held' : 'none');
    } finally {
      // Closing a file can hang too, on a network disk; whoever comes next gets a shell that answers.
      if ((await askInTime(shell, 'release', releaseMs)) === late || this.#isOver) {
        shell.end();
      }
    }
  }
}

const late = Symbol('late');

async function askInTime(shell: Shell, text: string, limitMs: number): Promise<string | undefined | typeof late> {
  const answered = new AbortController();
  const limit = systemClock.delay(limitMs, answered.signal).then(
    (): typeof late => late,
    () => undefined,
  );
  const answer = await Promise.race([shell.ask(text), limit]);
  answered.abort();
  return answer;
}

/** A shell that answers each request with one line. While nobody waits for it, it keeps no process of ours alive. */
class Shell {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;
  #isAlive = true;

  constructor() {
    // In a process group of its own, so that it ends together with a `flock` that still waits.
    this.#child = spawn('/bin/sh', ['-c', script], {
      cwd: '/',
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    });
    this.#lines = createInterface(this.#child.stdout);
    for (const part of [this.#child, this.#child.stdin]) {
      part.on('error', () => {
        this.end();
      });
    }
    this.#lines.once('close', () => {
      this.end();
    });
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Undefined when the shell is gone. */
  ask(text: string): Promise<string | undefined> {
    if (!this.#isAlive) {
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      const settle = (line?: string): void => {
        this.#lines.off('line', settle).off('close', settle);
        this.#keepWaiting(false);
        resolve(line);
      };
      this.#lines.once('line', settle).once('close', settle);
      this.#keepWaiting(true);
      this.#child.stdin.write(`${text}\n`);
    });
  }

  #keepWaiting(isWaiting: boolean): void {
    const call = isWaiting ? 'ref' : 'unref';
    this.#child[call]();
    for (const stream of [this.#child.stdin, this.#child.stdout]) {
      if (stream instanceof Socket) {
        stream[call]();
      }
    }
  }

  /** By force: a shell that was stopped hears nothing else. A number that was given back may be somebody else's by now. */
  end(): void {
    this.#isAlive = false;
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      endGroup(pid);
    }
    this.#lines.close();
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}
