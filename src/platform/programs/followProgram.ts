import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ProgramEnd, ProgramRun } from '../../hosts/copy/ports.ts';
import { hasCode } from '../files/systemError.ts';

/** More than any answer of ours; the rest is not kept. */
const longestOutput = 256 * 1024;
const graceMs = 2000;
/** What is still in its streams when it has ended is there at once. */
const leftoverMs = 500;

/** Gives a program its input and waits for its end; rejects with the reason of the signal when that aborts. */
export function followProgram(
  child: ChildProcessWithoutNullStreams,
  { input, limitMs, signal }: Pick<ProgramRun, 'input' | 'limitMs' | 'signal'>,
): Promise<ProgramEnd> {
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
