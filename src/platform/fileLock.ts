import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { parseJson } from '../protocol/http.ts';
import { AuthError } from '../util/authError.ts';
import type { Clock } from '../util/clock.ts';
import { say } from '../util/sentence.ts';
import { hasCode } from './systemError.ts';

const ownerSchema = z.object({ pid: z.number(), host: z.string(), nonce: z.string() });

type LockOwner = z.infer<typeof ownerSchema>;

/** A holder that gave no sign of life for so long is gone, or its machine is. */
const staleAfterMs = 30_000;
const heartbeatMs = 5000;
const retryMs = 25;
const patienceMs = 60_000;

/**
 * Runs `work` while this process holds the lock file: created exclusively, kept alive by its time stamp, broken only
 * when its holder is dead on this host or silent for 30 s (security-and-platform.md T-LOCK-3).
 * @throws AuthError `tryAgain` when somebody alive holds it for a minute
 */
export async function withFileLock<T>(
  path: string,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const owner: LockOwner = { pid: process.pid, host: hostname(), nonce: randomUUID() };
  await acquire(path, owner, { clock, signal });
  const done = new AbortController();
  const beating = keepAlive(path, clock, done.signal);
  try {
    return await work();
  } finally {
    done.abort();
    await beating;
    await release(path, owner);
  }
}

async function acquire(
  path: string,
  owner: LockOwner,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const deadlineMs = clock.nowMs() + patienceMs;
  while (!(await tryCreate(path, owner))) {
    if (await breakIfStale(path, clock)) {
      continue;
    }
    if (clock.nowMs() >= deadlineMs) {
      throw new AuthError('tryAgain', say('vault.locked', {}));
    }
    await clock.delay(retryMs, signal);
  }
}

async function tryCreate(path: string, owner: LockOwner): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(owner));
    } finally {
      await file.close();
    }
    return true;
  } catch (failure) {
    if (hasCode(failure, 'EEXIST')) {
      return false;
    }
    throw failure;
  }
}

/** Only one process may break a lock at a time, and only the very lock that it judged. */
async function breakIfStale(path: string, clock: Clock): Promise<boolean> {
  if (!(await isStale(path, clock))) {
    return false;
  }
  const guard = `${path}.break`;
  const owner: LockOwner = { pid: process.pid, host: hostname(), nonce: randomUUID() };
  if (!(await tryCreate(guard, owner))) {
    if (await isOlderThan(guard, staleAfterMs, clock)) {
      await rm(guard, { force: true });
    }
    return false;
  }
  try {
    const stale = await isStale(path, clock);
    if (stale) {
      await rm(path, { force: true });
    }
    return stale;
  } finally {
    await rm(guard, { force: true });
  }
}

async function isStale(path: string, clock: Clock): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner?.host === hostname() && !isAlive(owner.pid)) {
    return true;
  }
  return isOlderThan(path, staleAfterMs, clock);
}

async function readOwner(path: string): Promise<LockOwner | undefined> {
  try {
    const parsed = ownerSchema.safeParse(parseJson(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) {
      return undefined;
    }
    throw failure;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    // Somebody else's process is alive too.
    return hasCode(failure, 'EPERM');
  }
}

async function isOlderThan(path: string, ageMs: number, clock: Clock): Promise<boolean> {
  try {
    return clock.nowMs() - (await stat(path)).mtimeMs > ageMs;
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) {
      return false;
    }
    throw failure;
  }
}

async function keepAlive(path: string, clock: Clock, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await clock.delay(heartbeatMs, signal);
      const now = new Date(clock.nowMs());
      await utimes(path, now, now);
    }
  } catch (failure) {
    if (!signal.aborted && !hasCode(failure, 'ENOENT')) {
      throw failure;
    }
  }
}

/** A lock that was broken meanwhile belongs to somebody else now and is left alone. */
async function release(path: string, owner: LockOwner): Promise<void> {
  if ((await readOwner(path))?.nonce === owner.nonce) {
    await rm(path, { force: true });
  }
}
