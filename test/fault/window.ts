import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WindowAnswer, WindowCommand, WindowPlan } from './workerMessages.ts';

const program = fileURLToPath(new URL('./worker.ts', import.meta.url));

interface Heard {
  readonly number: number;
  readonly answer: WindowAnswer;
}

/** One window seen from outside: it obeys, dies and is opened again. */
export class Window {
  readonly plan: WindowPlan;
  #child: ChildProcess | undefined;
  #next = 1;
  readonly #waiting = new Map<number, (answer: WindowAnswer) => void>();

  constructor(plan: WindowPlan) {
    this.plan = plan;
  }

  get isOpen(): boolean {
    return this.#child !== undefined;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async open(): Promise<void> {
    const child = fork(program, [JSON.stringify(this.plan)], {
      execArgv: ['--no-warnings'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', ({ number, answer }: Heard) => {
      this.#waiting.get(number)?.(answer);
      this.#waiting.delete(number);
    });
    child.once('exit', () => {
      this.#child = undefined;
      for (const settle of this.#waiting.values()) {
        settle({ kind: 'failed', message: 'died' });
      }
      this.#waiting.clear();
    });
    await new Promise<void>((resolve) => {
      this.#waiting.set(0, () => {
        resolve();
      });
    });
  }

  /** A command to a window that is not open, or dies over it, fails with `died`. */
  tell(command: WindowCommand): Promise<WindowAnswer> {
    const child = this.#child;
    if (child === undefined) {
      return Promise.resolve({ kind: 'failed', message: 'died' });
    }
    const number = this.#next;
    this.#next += 1;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      child.send({ number, command }, (failure) => {
        if (failure !== null) {
          this.#waiting.delete(number);
          resolve({ kind: 'failed', message: 'died' });
        }
      });
    });
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child !== undefined) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  }
}
