import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findOwnerToKeep } from './fileTrust.ts';
import { systemClock } from '../systemClock.ts';
import { hasCode } from './systemError.ts';

/**
 * Replaces a file as a whole: owner-only temp file created exclusively beside it, fsync, rename, fsync of the folder. A
 * crash leaves the old content or the new, never a mix; a failure leaves no temp file (docs/threats.md, T-FILE-4).
 * Made by root in the folder of somebody else, it is theirs. A file system may refuse permissions or syncing.
 */
export async function replaceFile(path: string, text: string, mode = 0o600): Promise<void> {
  await (await stageFile(path, text, mode)).commit();
}

/** New content beside a file, durable already, one rename away from it. Exactly one of the two is to be called. */
export interface StagedFile {
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** The first half of `replaceFile`: it needs no lock, as nobody knows the temp file's name. */
export async function stageFile(path: string, text: string, mode = 0o600): Promise<StagedFile> {
  const folder = dirname(path);
  const temporary = join(folder, `.auth-${randomBytes(9).toString('base64url')}`);
  const discard = (): Promise<void> => rm(temporary, { force: true });
  const orDiscard = async (step: Promise<void>): Promise<void> => {
    try {
      await step;
    } catch (failure) {
      await discard();
      throw failure;
    }
  };
  const owner = await findOwnerToKeep(path, folder);
  await orDiscard(writeDurably(temporary, text, { mode, owner }));
  return {
    commit: async () => {
      await orDiscard(renameOver(temporary, path));
      await Promise.all([syncFolder(folder), sweepLeftovers(folder)]);
    },
    discard,
  };
}

/** As long as the longest sign-ins are: a full disk still makes an empty file. */
const probe = ' '.repeat(16 * 1024);

/** Writes beside a file what could replace it, and takes it away again; throws what is in the way. */
export async function tryToStage(path: string): Promise<void> {
  await (await stageFile(path, probe)).discard();
}

interface FileLook {
  readonly mode: number;
  /** Undefined: whoever we are. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

async function writeDurably(path: string, text: string, { mode, owner }: FileLook): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    if (owner !== undefined) {
      await file.chown(owner.uid, owner.gid);
    }
    // The umask may have taken bits away; nobody but the owner ever gets some.
    await file.chmod(mode).catch(unlessUnsupported);
    await file.sync().catch(unlessUnsupported);
  } finally {
    await file.close();
  }
}

/** What exFAT, CIFS and some FUSE file systems say to what they have not; a disk that fails says something else. */
function unlessUnsupported(failure: unknown): void {
  if (!hasCode(failure, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL')) {
    throw failure;
  }
}

const leftoverAgeMs = 60_000;

/** A process that was killed while writing leaves its temp file, with a secret in it. */
async function sweepLeftovers(folder: string): Promise<void> {
  // A folder that may be written and not be listed shows nothing to sweep.
  for (const name of (await readdir(folder).catch(() => [])).filter((candidate) => candidate.startsWith('.auth-'))) {
    const path = join(folder, name);
    try {
      const about = await lstat(path);
      if (about.isFile() && Date.now() - about.mtimeMs > leftoverAgeMs) {
        await rm(path, { force: true });
      }
    } catch {
      // Another program was faster, or it is not ours to remove.
    }
  }
}

const renameRetryMs = 100;
const renamePatienceMs = 2000;

/** On Windows a reader can make the rename fail for a moment. */
async function renameOver(from: string, to: string): Promise<void> {
  const limit = process.platform === 'win32' ? AbortSignal.timeout(renamePatienceMs) : AbortSignal.abort();
  for (;;) {
    try {
      await rename(from, to);
      return;
    } catch (failure) {
      if (limit.aborted || !hasCode(failure, 'EPERM', 'EACCES', 'EBUSY')) {
        throw failure;
      }
    }
    // What has been begun is not given up for the end of anything: the limit alone ends it.
    await systemClock.delay(renameRetryMs, limit).catch(() => undefined);
  }
}

/** Makes the new name durable, where a folder can be opened: the rename itself has succeeded. Windows can not, and needs not. */
export async function syncFolder(path: string): Promise<void> {
  const folder = process.platform === 'win32' ? undefined : await open(path, constants.O_RDONLY).catch(() => undefined);
  try {
    await folder?.sync().catch(unlessUnsupported);
  } finally {
    await folder?.close();
  }
}
