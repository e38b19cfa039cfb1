import { abortable } from '../base/abortable.ts';
import { isAuthError, type AuthError } from '../errors/authError.ts';

/** One answer in a run for everybody who asks. Each waits as long as it may; the look itself ends with the run. */
export function once<T>(run: AbortSignal, look: (run: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let begun: Promise<T> | undefined;
  return (signal) => abortable(signal, () => (begun ??= look(run)));
}

/** One answer for everybody who asks for the same. */
export function onceEach<Key, T>(
  run: AbortSignal,
  look: (key: Key, run: AbortSignal) => Promise<T>,
): (key: Key, signal: AbortSignal) => Promise<T> {
  const looks = new Map<Key, (signal: AbortSignal) => Promise<T>>();
  return (key, signal) => {
    const known = looks.get(key) ?? once(run, () => look(key, run));
    looks.set(key, known);
    return known(signal);
  };
}

/** Why something could not be done, where that has a sentence; undefined where it was done. */
export async function findAuthError(work: () => Promise<unknown>): Promise<AuthError | undefined> {
  try {
    await work();
    return undefined;
  } catch (failure) {
    if (!isAuthError(failure)) {
      throw failure;
    }
    return failure;
  }
}
