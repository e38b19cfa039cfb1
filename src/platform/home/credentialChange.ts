import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CredentialFileState, FileProblem, ReplaceResult } from '../../home/ports.ts';
import type { Secret } from '../../base/secret.ts';
import { waitForAnswer } from '../files/fileSystemTimeout.ts';
import { stageFile, syncFolder, tryToStage, type StagedFile } from '../files/atomicFile.ts';
import type { LoadCodexLocks } from './codexLocks.ts';
import { nameFileProblem } from '../files/fileProblem.ts';
import { findOwnerToKeep } from '../files/fileTrust.ts';
import { isMountPoint } from '../files/mountPoints.ts';
import { hasCode } from '../files/systemError.ts';

/** The locks of the CLI alone may take ten seconds. */
const changePatienceMs = 30_000;

/** What is in the way of a change, found without one; failures of the operating system are thrown. */
export async function tryToWrite(target: string): Promise<FileProblem | undefined> {
  await tryToStage(target);
  return (await isMountPoint(target)) ? 'mounted' : undefined;
}

/** What is written where, over what is expected to be there; without a document it is removed. */
export interface CredentialChange {
  /** The Home. */
  readonly folder: string;
  readonly target: string;
  readonly expected: string | undefined;
  /** Undefined: the file is removed. */
  readonly document: Secret | undefined;
}

/** The file as its owner reads it, and the locks of the CLI. */
export interface CredentialAccess {
  readonly whileAnswering: <T>(work: () => Promise<T>, patienceMs?: number) => Promise<T>;
  readonly loadLocks: LoadCodexLocks;
  /** Throws what is in the way. */
  readonly read: () => Promise<Exclude<CredentialFileState, { kind: 'problem' }>>;
}

/** Replaces or removes a credential that still is what was seen. */
export async function changeCredential(change: CredentialChange, access: CredentialAccess): Promise<ReplaceResult> {
  // Made durable while the locks are being taken; nobody sees it before the commit.
  const staging = stage(change);
  // It may fail long before the locks are there, when nobody has asked for it yet.
  staging.catch(() => undefined);
  const begun: { committing?: Promise<ReplaceResult> } = {};
  const discard = (): Promise<void> => discardAfter(begun.committing, { staging, folder: change.folder }, access);
  const start = (): Promise<ReplaceResult> => (begun.committing = commit(change, staging, access));
  const result = await access.whileAnswering(start, changePatienceMs).catch(async (failure: unknown) => {
    await discard();
    throw failure;
  });
  if (result === 'conflict') {
    await discard();
  }
  return result;
}

/**
 * Whatever was staged, with a sign-in in it, goes, unless a commit that came late has used it; what could not be staged has
 * left nothing. From a disk that is gone it is taken away when the disk is back.
 */
async function discardAfter(
  committing: Promise<ReplaceResult> | undefined,
  { staging, folder }: { readonly staging: Promise<StagedFile>; readonly folder: string },
  { whileAnswering }: CredentialAccess,
): Promise<void> {
  const discarding = (async () => {
    if ((await committing?.catch(() => undefined)) !== 'done') {
      await waitForAnswer(folder);
      await (await staging.catch(() => undefined))?.discard();
    }
  })();
  // It may fail when it is no longer waited for.
  discarding.catch(() => undefined);
  await whileAnswering(() => discarding).catch((failure: unknown) => {
    if (nameFileProblem(failure) !== 'notAnswering') {
      throw failure;
    }
  });
}

/** Both locks; then look again, then change: what was decided on must still be there. */
async function commit(
  { folder, target, expected }: CredentialChange,
  staging: Promise<StagedFile>,
  { read, loadLocks }: CredentialAccess,
): Promise<ReplaceResult> {
  const locks = await loadLocks();
  return locks.hold({ home: join(folder, 'auth.lock'), target: `${target}.lock` }, async () => {
    const now = await read();
    if ((now.kind === 'file' ? now.fingerprint : undefined) !== expected) {
      return 'conflict';
    }
    await (await staging).commit();
    return 'done';
  });
}

async function stage({ target, document }: CredentialChange): Promise<StagedFile> {
  return document === undefined ? stageRemoval(target) : stageFile(target, document.reveal(), await chooseMode(target));
}

function stageRemoval(target: string): StagedFile {
  return {
    commit: async () => {
      await rm(target);
      await syncFolder(dirname(target));
    },
    discard: () => Promise.resolve(),
  };
}

/** Owner-only; root leaves to somebody else's group what it had. */
async function chooseMode(target: string): Promise<number> {
  const isKept = (await findOwnerToKeep(target, dirname(target))) !== undefined;
  const before = isKept ? await statOrAbsent(target) : undefined;
  return before === undefined ? 0o600 : before.mode & 0o770;
}

async function statOrAbsent(path: string) {
  return stat(path).catch((failure: unknown) => {
    if (hasCode(failure, 'ENOENT')) {
      return undefined;
    }
    throw failure;
  });
}
