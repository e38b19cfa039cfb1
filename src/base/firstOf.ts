/**
 * What comes first of what is begun here. The others are told by their signal that nobody waits for them any more, and
 * what they fail of then is no failure of anybody's.
 * @param owner ends all of them; undefined where one of them is a limit
 */
export async function firstOf<T>(
  owner: AbortSignal | undefined,
  begin: readonly ((ended: AbortSignal) => Promise<T>)[],
): Promise<T> {
  const done = new AbortController();
  const ended = owner === undefined ? done.signal : AbortSignal.any([owner, done.signal]);
  const begun = begin.map((start) => start(ended));
  try {
    return await Promise.race(begun);
  } finally {
    for (const one of begun) {
      one.catch(() => undefined);
    }
    done.abort();
  }
}
