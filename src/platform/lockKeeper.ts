import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What to lock, and how long to wait for it. */
export interface LockRequest {
  /** Path of `flock(1)`. */
  readonly program: string;
  /** Both are locked, in this order; undefined where there is no file to lock. */
  readonly files: readonly [string | undefined, string | undefined];
  readonly patienceSeconds: number;
}

/** How `flock` says that the time ran out; every other number but 0 means that there is nothing to lock with. */
export const lockIsTaken = 1;

/**
 * Reads requests of four lines (program, two paths, patience), answers each with a number once the locks are held or can
 * not be had, keeps them until the next line, and says so. The locks belong to this shell's open files: when our end of the
 * pipe closes, by our death too, it ends and they are free.
 */
const script = `
while IFS= read -r program && IFS= read -r first && IFS= read -r second && IFS= read -r patience; do
  {
    { [ -z "$first" ] || "$program" -x -w "$patience" 3; } && { [ -z "$second" ] || "$program" -x -w "$patience" 4; }
    echo "$?"
    IFS= read -r release
  } 3>>"\${first:-/dev/null}" 4>>"\${second:-/dev/null}" || { echo 66; IFS= read -r release; }
  echo free
done`;

/**
 * Takes file locks for this process, one request after the other. The shell is started with the first and stays: starting
 * a program from a process as large as an extension host costs more than all the rest.
 */
class LockKeeper {
  #shell: Shell | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` with the answer of `flock`: 0 when the locks are held. They are given back whatever comes of it. */
  hold<T>(request: LockRequest, work: (answer: number) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#hold(request, work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #hold<T>({ program, files, patienceSeconds }: LockRequest, work: (answer: number) => Promise<T>): Promise<T> {
    // A path with a line break in it would be two lines.
    const lines = [program, ...files.map((path) => (path?.includes('\n') === false ? path : '')), String(patienceSeconds)];
    this.#shell = this.#shell?.isAlive === true ? this.#shell : new Shell();
    const shell = this.#shell;
    const answer = await shell.ask(lines.join('\n'));
    try {
      return await work(Number(answer ?? -1));
    } finally {
      if (answer !== undefined) {
        await shell.ask('release');
      }
    }
  }
}

/** The one of this process. */
export const lockKeeper = new LockKeeper();

/** A shell that answers each request with one line. While nobody waits for it, it keeps no process of ours alive. */
class Shell {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;
  #isAlive = true;

  constructor() {
    this.#child = spawn('/bin/sh', ['-c', script], { cwd: '/', env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#lines = createInterface(this.#child.stdout);
    for (const part of [this.#child, this.#child.stdin]) {
      part.on('error', () => {
        this.#end();
      });
    }
    this.#lines.once('close', () => {
      this.#end();
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

  #end(): void {
    this.#isAlive = false;
    this.#lines.close();
  }
}
