import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ProgramEnd, ProgramRun, Programs } from '../../hosts/copy/ports.ts';
import { findProgram } from './programFinder.ts';
import { hasCode } from '../files/systemError.ts';

/** More than any answer of ours; the rest is not kept. */
const longestOutput = 256 * 1024;
const graceMs = 2000;
/** What is still in its streams when it has ended is there at once. */
const leftoverMs = 500;

/** Programs of this computer, started without a shell and ended by their id. */
export class SystemPrograms implements Programs {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #ended: AbortSignal;

  /** @param ended aborts when this extension ends: its programs end with it */
  constructor(environment: NodeJS.ProcessEnv, ended: AbortSignal) {
    this.#environment = environment;
    this.#ended = ended;
  }

  async has(program: ProgramRun['program']): Promise<boolean> {
    return (await findProgram(program, this.#environment)) !== undefined;
  }

  async run(run: ProgramRun): Promise<ProgramEnd> {
    const signal = run.signal === undefined ? this.#ended : AbortSignal.any([this.#ended, run.signal]);
    signal.throwIfAborted();
    const path = await findProgram(run.program, this.#environment);
    if (path === undefined) {
      return { kind: 'noProgram' };
    }
    // What they say is judged by its words.
    const env = { ...this.#environment, LC_ALL: 'C' };
    const child = spawn(path, run.args, { env, stdio: 'pipe', shell: false, windowsHide: true });
    return follow(child, { ...run, signal });
  }
}

function follow(child: ChildProcessWithoutNullStreams, { input, limitMs, signal }: ProgramRun): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const printed = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        printed[stream] = (printed[stream] + text).slice(0, longestOutput);
      });
    }
    let isTooLong = false;
    const limit = setTimeout(() => {
      isTooLong = true;
      end(child);
    }, limitMs);
    const cancel = (): void => {
      end(child);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    const settle = (): void => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', cancel);
    };
    child.once('error', (failure) => {
      settle();
      if (hasCode(failure, 'ENOENT', 'EACCES')) {
        resolve({ kind: 'noProgram' });
      } else {
        reject(failure);
      }
    });
    child.once('exit', () => {
      clearTimeout(limit);
      const isEnded = isTooLong || signal?.aborted === true;
      const rest = setTimeout(
        () => {
          letGo(child);
        },
        isEnded ? 0 : leftoverMs,
      );
      child.once('close', () => {
        clearTimeout(rest);
      });
    });
    child.once('close', (exitCode) => {
      settle();
      if (signal?.aborted === true) {
        reject(signal.reason instanceof Error ? signal.reason : new DOMException('Cancelled.', 'AbortError'));
      } else {
        resolve(isTooLong ? { kind: 'tooLong' } : { kind: 'ended', exitCode: exitCode ?? 1, ...printed });
      }
    });
    // A program that ends early does not read its input to the end; its exit says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** What a program has started, such as a `ProxyCommand`, may outlive it and keep its streams open: nobody waits for that. */
function letGo(child: ChildProcessWithoutNullStreams): void {
  child.stdout.destroy();
  child.stderr.destroy();
}

/** Asked first, then forced. */
function end(child: ChildProcessWithoutNullStreams): void {
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
  child.once('exit', () => {
    clearTimeout(force);
  });
}
