import { constants, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { findOwnerToKeep } from '../files/fileTrust.ts';
import type { Disposable } from '../../base/disposables.ts';
import type { LockKeeper } from './lockKeeper.ts';

/** The files that are locked. */
export interface CodexLockPaths {
  readonly home: string;
  readonly target: string;
  readonly patienceMs?: number;
}

/** As long as the CLI itself waits. */
const usualPatienceMs = 5000;

/** What a credential is changed under; loaded with the first change. */
export type LoadCodexLocks = () => Promise<Pick<CodexLocks, 'hold'>>;

/**
 * The Codex CLI's two locks, taken in its order: `auth.lock` in the Home, then `<target>.lock` beside the credential
 * (docs/codex-protocol.md, Locks and writing). Node has no `flock(2)`, so a small program of ours holds both files
 * open and locks them: the locks end with our word, or with our process. Where nothing can lock (macOS, Windows) the
 * compare-and-swap of the caller is all there is.
 */
export class CodexLocks implements Disposable {
  readonly #keeper: LockKeeper;

  /** @param keeper its own: it ends with this */
  constructor(keeper: LockKeeper) {
    this.#keeper = keeper;
  }

  /**
   * Runs `work` under both. Where no lock file can be made (a disk that is read-only or full), the write itself says what
   * is wrong.
   * @throws AuthError `tryAgain` when a Codex process keeps the locks for 5 s
   */
  async hold<T>(paths: CodexLockPaths, work: () => Promise<T>): Promise<T> {
    if (!this.#keeper.isAble) {
      return work();
    }
    // The modes are those that the CLI gives them.
    const files = await Promise.all([makeLock(paths.home, 0o644), makeLock(paths.target, 0o600)]);
    const request = { files, patienceMs: paths.patienceMs ?? usualPatienceMs };
    return this.#keeper.hold(request, async (state) => {
      if (state === 'taken') {
        throw new AuthError('tryAgain', buildSentence('home.busy', { path: paths.home }), { reason: 'held' });
      }
      return work();
    });
  }

  dispose(): void {
    this.#keeper.dispose();
  }
}

/** As root: the lock files go to the user whose Home it is, who needs them too. One that exists, or is a link, is left. */
async function makeForOwner(path: string, mode: number): Promise<void> {
  const owner = await findOwnerToKeep(path, dirname(path));
  if (owner === undefined) {
    return;
  }
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode).catch(() => undefined);
  try {
    await file?.chown(owner.uid, owner.gid);
  } finally {
    await file?.close();
  }
}

/** The path of a lock file that is there now, or nothing. */
async function makeLock(path: string, mode: number): Promise<string | undefined> {
  try {
    // A pipe in its place is no file to lock: without the flag it would hold us until somebody reads from it.
    await makeForOwner(path, mode);
    const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NONBLOCK, mode);
    await file.close();
    return path;
  } catch {
    return undefined;
  }
}
