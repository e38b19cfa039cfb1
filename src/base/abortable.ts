import { firstOf } from './firstOf.ts';

/**
 * Waits for work no longer than the signal lasts. It is for what nobody can end, such as a call of the system or of
 * VS Code: that comes to its end by itself, and what it fails of then is no failure of anybody's.
 */
export async function abortable<T>(signal: AbortSignal, work: (ended: AbortSignal) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  return firstOf<T>(signal, [work, rejectOnceAborted]);
}

function rejectOnceAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const leave = (): void => {
      reject(signal.reason as Error);
    };
    // What has been begun before may have ended it.
    if (signal.aborted) {
      leave();
    } else {
      signal.addEventListener('abort', leave, { once: true });
    }
  });
}
