import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Disposable } from '../../base/disposables.ts';
import { systemClock } from '../systemClock.ts';
import type { LockTool } from './lockTool.ts';

/** What to lock, and how long to wait for it. */
interface LockRequest {
  /** Both are locked, in this order; undefined where there is no file to lock. */
  readonly files: readonly [string | undefined, string | undefined];
  readonly patienceMs: number;
}

/** `taken`: another program kept a lock for as long as we waited. `none`: there is nothing to lock with. */
type LockState = 'held' | 'taken' | 'none';

/** Giving a lock back is two closed files. */
const releaseMs = 500;

/**
 * Takes file locks, one request after the other. Its program is started with the first and stays until the end:
 * starting one from a process as large as an extension host costs more than all the rest.
 */
export class LockKeeper implements Disposable {
  readonly #tool: LockTool | undefined;
  #process: LockProcess | undefined;
  #isOver = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(tool: LockTool | undefined) {
    this.#tool = tool;
  }

  /** Whether there is anything to lock with. */
  get isAble(): boolean {
    return this.#tool !== undefined;
  }

  /** Runs `work` with what became of the locks. They are given back whatever comes of it. */
  hold<T>(request: LockRequest, work: (state: LockState) => Promise<T>): Promise<T> {
    const held = this.#last.then(() => this.#hold(request, work));
    this.#last = held.catch(() => undefined);
    return held;
  }

  /** The program ends once nothing is held. A write that is still to come gets one of its own, which ends with it. */
  dispose(): void {
    this.#isOver = true;
    // It rejects for nobody: `hold` has caught what went wrong.
    this.#last = this.#last.then(() => this.#process?.end());
  }

  async #hold<T>({ files, patienceMs }: LockRequest, work: (state: LockState) => Promise<T>): Promise<T> {
    if (this.#tool === undefined) {
      return work('none');
    }
    const tool = this.#tool;
    const start = (): LockProcess =>
      (this.#process = this.#process?.isAlive === true ? this.#process : new LockProcess(tool));
    // A path with a line break in it would be two lines.
    const lines = files.map((path) => (path?.includes('\n') === false ? path : ''));
    const ask = () => askInTime(start(), lines.join('\n'), patienceMs);
    // One that was killed meanwhile is known for dead only now.
    const answer = (await ask()) ?? (await ask());
    const locker = start();
    if (answer === late) {
      locker.end();
      return work('taken');
    }
    try {
      return await work(answer === 'held' ? 'held' : 'none');
    } finally {
      // Closing a file can hang too, on a network disk; whoever comes next gets a program that answers.
      if ((await askInTime(locker, 'release', releaseMs)) === late || this.#isOver) {
        locker.end();
      }
    }
  }
}

const late = Symbol('late');

async function askInTime(
  locker: LockProcess,
  text: string,
  limitMs: number,
): Promise<string | undefined | typeof late> {
  const answered = new AbortController();
  const limit = systemClock.delay(limitMs, answered.signal).then(
    (): typeof late => late,
    () => undefined,
  );
  const answer = await Promise.race([locker.ask(text), limit]);
  answered.abort();
  return answer;
}

/** A program that answers each request with one line. While nobody waits for it, it keeps no process of ours alive. */
class LockProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;
  #isAlive = true;

  constructor({ program, args }: LockTool) {
    // In a process group of its own, so that it ends together with a `flock` that still waits.
    this.#child = spawn(program, args, {
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

  /** Undefined when it is gone. */
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

  /** By force: one that was stopped hears nothing else. A number that was given back may be somebody else's by now. */
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
