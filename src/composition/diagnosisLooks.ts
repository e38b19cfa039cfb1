import { isAuthError, type AuthError } from '../errors/authError.ts';

/** One answer in a run for everybody who asks. */
export function once<T>(look: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => (begun ??= look());
}

/** One answer for everybody who asks for the same. */
export function onceEach<Key, T>(look: (key: Key) => Promise<T>): (key: Key) => Promise<T> {
  const begun = new Map<Key, Promise<T>>();
  return (key) => {
    const known = begun.get(key) ?? look(key);
    begun.set(key, known);
    return known;
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
