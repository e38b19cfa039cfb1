import { randomUUID } from 'node:crypto';
import { readFile, readlink, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { parseJson } from '../../base/json.ts';
import { AuthError } from '../../errors/authError.ts';
import type { Clock } from '../../base/clock.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { NotAnswering, waitForAnswer, whileAnswering } from './fileSystemTimeout.ts';
import { findOwnerToKeep } from './fileTrust.ts';
import { makeNewFile } from './newFile.ts';
import { inOwnFolder } from './ownFolder.ts';
import { readStartTicks } from '../processes/processStart.ts';
import { hasCode } from './systemError.ts';

const ownerSchema = z.object({
  pid: z.number(),
  host: z.string(),
  /** In which process numbers mean what they mean to us: a sandbox on the same computer may have its own. */
  space: z.optional(z.string()),
  nonce: z.string(),
  /** When the process began, where that can be told: its number may belong to another by now. */
  began: z.optional(z.string()),
});

type LockOwner = z.infer<typeof ownerSchema>;

/** A holder that gave no sign of life for so long is gone, or its machine is. */
const staleAfterMs = 30_000;
const heartbeatMs = 5000;
const retryMs = 25;
const patienceMs = 60_000;
/** Two signs of life missed before our eyes: right after a computer has slept, every holder looks silent for hours. */
const looksAtSilence = (2 * heartbeatMs) / retryMs;

/** Who waits for a lock, and how long; `home`: on whose disk it is. */
export interface LockOptions {
  readonly clock: Clock;
  /** Ends the wait for the lock. */
  readonly signal: AbortSignal;
  /** A folder whose disk may be gone, with the lock on it: no call there is waited for longer than that may take. */
  readonly home?: string;
}

/**
 * Runs `work` while this process holds the lock file: created exclusively, kept alive by its time stamp, broken only
 * when its holder is dead on this host or, where that can not be told, silent for 30 s, 10 of them seen
 * (docs/threats.md, T-LOCK-3). A holder that is merely halted keeps it: it may have a request on its way.
 * @throws AuthError `tryAgain` when somebody alive holds it for a minute
 */
export async function withFileLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const owner = await describeSelf();
  await inOwnFolder(dirname(path), () => acquire(path, owner, options));
  const done = new AbortController();
  const beating = keepAlive(path, options, done.signal);
  try {
    return await work();
  } finally {
    done.abort();
    await inOwnFolder(dirname(path), () => releaseAfter(beating, { path, owner }, options));
  }
}

function inTime<T>(work: () => Promise<T>, { clock, home }: LockOptions): Promise<T> {
  return home === undefined ? work() : whileAnswering(home, work, { clock });
}

async function acquire(path: string, owner: LockOwner, options: LockOptions): Promise<void> {
  const { clock, signal } = options;
  const deadlineMs = clock.nowMs() + patienceMs;
  const watch = { lastSignMs: 0, looks: 0 };
  while (!(await tryCreateInTime(path, owner, options))) {
    if (await inTime(() => breakIfStale(path, clock, watch), options)) {
      continue;
    }
    if (clock.nowMs() >= deadlineMs) {
      throw new AuthError('tryAgain', buildSentence('vault.locked', {}), { reason: 'held' });
    }
    await clock.delay(retryMs, signal);
  }
}

/** A lock that is made after it was given up is taken away again: it would be held as long as this process lives. */
async function tryCreateInTime(path: string, owner: LockOwner, options: LockOptions): Promise<boolean> {
  const state = { isGivenUp: false };
  const create = async (): Promise<boolean> => {
    const isMade = await tryCreate(path, owner);
    if (isMade && state.isGivenUp) {
      await release(path, owner);
    }
    return isMade;
  };
  try {
    return await inTime(create, options);
  } catch (failure) {
    state.isGivenUp = true;
    throw failure;
  }
}

function tryCreate(path: string, owner: LockOwner): Promise<boolean> {
  return makeNewFile(path, JSON.stringify(owner), async (file) => {
    const keeper = await findOwnerToKeep(path, dirname(path));
    if (keeper !== undefined) {
      await file.chown(keeper.uid, keeper.gid);
    }
  });
}

/** What a waiting process has seen of a lock so far. */
interface Watch {
  lastSignMs: number;
  looks: number;
}

/** Only one process may break a lock at a time, and only the very lock that it judged. */
async function breakIfStale(path: string, clock: Clock, watch: Watch): Promise<boolean> {
  const nonce = await findStale(path, clock, watch);
  if (nonce === undefined) {
    return false;
  }
  const guard = `${path}.break`;
  if (!(await tryCreate(guard, await describeSelf()))) {
    if (await isOlderThan(guard, staleAfterMs, clock)) {
      await rm(guard, { force: true });
    }
    return false;
  }
  try {
    const isStill = (await findStale(path, clock, watch)) === nonce;
    if (isStill) {
      await rm(path, { force: true });
    }
    return isStill;
  } finally {
    await rm(guard, { force: true });
  }
}

/** The mark of a lock that nobody holds any more, empty for one without a name in it; undefined when it is held. */
async function findStale(path: string, clock: Clock, watch: Watch): Promise<string | undefined> {
  const owner = await readOwner(path);
  const nonce = owner?.nonce ?? '';
  if (owner?.host === hostname() && owner.space === (await ownSpace)) {
    const state = await findHolder(owner);
    if (state !== 'unknown') {
      return state === 'dead' ? nonce : undefined;
    }
  }
  const signMs = await findSignMs(path);
  watch.looks = signMs === watch.lastSignMs ? watch.looks + 1 : 1;
  watch.lastSignMs = signMs ?? 0;
  const isSilent = signMs !== undefined && clock.nowMs() - signMs > staleAfterMs;
  return isSilent && watch.looks > looksAtSilence ? nonce : undefined;
}

async function findHolder({ pid, began }: LockOwner): Promise<'alive' | 'dead' | 'unknown'> {
  const now = isAlive(pid) ? await findBeginning(pid) : 'ended';
  if (now === 'ended') {
    return 'dead';
  }
  return now === undefined || began === undefined ? 'unknown' : now === began ? 'alive' : 'dead';
}

const ownBeginning = findBeginning(process.pid);
const ownSpace = findProcessSpace();

async function describeSelf(): Promise<LockOwner> {
  return { pid: process.pid, host: hostname(), space: await ownSpace, nonce: randomUUID(), began: await ownBeginning };
}

/** The namespace of process numbers (pid_namespaces(7)); undefined elsewhere than on Linux. */
function findProcessSpace(): Promise<string | undefined> {
  return readlink('/proc/self/ns/pid').catch(() => undefined);
}

/** Linux alone tells when a process began. */
async function findBeginning(pid: number): Promise<string | undefined> {
  const ticks = await readStartTicks(pid);
  return ticks === undefined ? undefined : String(ticks);
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
  const signMs = await findSignMs(path);
  return signMs !== undefined && clock.nowMs() - signMs > ageMs;
}

async function findSignMs(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) {
      return undefined;
    }
    throw failure;
  }
}

/** A sign of life that can not be given, on a disk that went away, does not end the work that it is about. */
async function keepAlive(path: string, options: LockOptions, signal: AbortSignal): Promise<void> {
  const { clock } = options;
  while (await isBeatDue(clock, signal)) {
    const now = new Date(clock.nowMs());
    await inTime(() => utimes(path, now, now), options).catch(() => undefined);
  }
}

/** False when the work has ended instead. */
async function isBeatDue(clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.delay(heartbeatMs, signal);
    return true;
  } catch {
    return false;
  }
}

/** On a disk that is gone the lock goes when it is back, and what was done under it counts. */
async function releaseAfter(
  beating: Promise<void>,
  { path, owner }: { readonly path: string; readonly owner: LockOwner },
  options: LockOptions,
): Promise<void> {
  const { home } = options;
  const releasing = beating.then(async () => {
    await (home === undefined ? undefined : waitForAnswer(home));
    await release(path, owner);
  });
  // It may fail when it is no longer waited for.
  releasing.catch(() => undefined);
  try {
    await inTime(() => releasing, options);
  } catch (failure) {
    if (!(failure instanceof NotAnswering)) {
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
