import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CredentialFile, CredentialFileState, FileProblem, ReplaceResult } from '../home/ports.ts';
import { AuthError } from '../util/authError.ts';
import { decodeUtf8 } from '../util/bytes.ts';
import type { Clock } from '../util/clock.ts';
import { say } from '../util/sentence.ts';
import { waitForAnswer, whileAnswering } from './answeringFolder.ts';
import { stageFile, syncFolder, type StagedFile } from './atomicFile.ts';
import { nameFileProblem } from './fileProblem.ts';
import { findOwnerToKeep, isOurs, judgeFolder, readSelf } from './fileTrust.ts';
import { hasCode } from './systemError.ts';
import { systemClock } from './systemClock.ts';

const largestBytes = 1024 * 1024;
/** The locks of the CLI alone may take ten seconds. */
const changePatienceMs = 30_000;
/** As long as the longest sign-ins are. */
const probe = ' '.repeat(16 * 1024);

/** `auth.json` of one Codex home on this machine. */
export class NodeCredentialFile implements CredentialFile {
  readonly path: string;
  readonly #folder: string;
  readonly #onUnprotected: () => void;
  readonly #clock: Clock;

  /** @param onUnprotected a sign-in is about to be written where the file system has no permissions */
  constructor(folder: string, onUnprotected: () => void = () => undefined, clock: Clock = systemClock) {
    this.#folder = folder;
    this.#onUnprotected = onUnprotected;
    this.#clock = clock;
    this.path = join(folder, 'auth.json');
  }

  async read(): Promise<CredentialFileState> {
    try {
      return await this.#whileAnswering(() => this.#read());
    } catch (failure) {
      const problem = nameFileProblem(failure);
      if (problem === undefined) {
        throw failure;
      }
      return { kind: 'problem', problem };
    }
  }

  async #read(): Promise<CredentialFileState> {
    const target = await this.#findTarget();
    return typeof target === 'string' ? readTarget(target, (about) => this.#findUnfit(about, target)) : target;
  }

  #whileAnswering<T>(work: () => Promise<T>, patienceMs?: number): Promise<T> {
    return whileAnswering(this.#folder, work, { clock: this.#clock, ...(patienceMs === undefined ? {} : { patienceMs }) });
  }

  async replace(text: string, expected: string | undefined): Promise<ReplaceResult> {
    return this.#change(expected, async (target) => stageFile(target, text, await chooseMode(target)));
  }

  async remove(expected: string): Promise<ReplaceResult> {
    return this.#change(expected, (target) => Promise.resolve(stageRemoval(target)));
  }

  async findObstacle(): Promise<FileProblem | undefined> {
    try {
      return await this.#whileAnswering(() => this.#tryToWrite());
    } catch (failure) {
      const problem = nameFileProblem(failure);
      if (problem === undefined) {
        throw failure;
      }
      return problem;
    }
  }

  async #tryToWrite(): Promise<FileProblem | undefined> {
    const target = await this.#findTargetToWrite();
    if (typeof target !== 'string') {
      return target.problem;
    }
    await (await stageFile(target, probe)).discard();
    const { isMountPoint } = await import('./mountPoints.ts');
    return (await isMountPoint(target)) ? 'mounted' : undefined;
  }

  async #change(expected: string | undefined, stage: (target: string) => Promise<StagedFile>): Promise<ReplaceResult> {
    try {
      const target = await this.#whileAnswering(() => this.#requireTarget());
      // Made durable while the locks are being taken; nobody sees it before the commit.
      const staging = stage(target);
      // It may fail long before the locks are there, when nobody has asked for it yet.
      staging.catch(() => undefined);
      const change: { committing?: Promise<ReplaceResult> } = {};
      const commit = (): Promise<ReplaceResult> => (change.committing = this.#commit(target, expected, staging));
      const result = await this.#whileAnswering(commit, changePatienceMs).catch(async (failure: unknown) => {
        await this.#discard(staging, change.committing);
        throw failure;
      });
      if (result === 'conflict') {
        await this.#discard(staging, change.committing);
      }
      return result;
    } catch (failure) {
      const problem = nameFileProblem(failure);
      throw problem === undefined ? failure : this.#error(problem);
    }
  }

  /**
   * Whatever was staged, with a sign-in in it, goes, unless a commit that came late has used it; what could not be staged
   * has left nothing. From a disk that is gone it is taken away when the disk is back.
   */
  async #discard(staging: Promise<StagedFile>, committing: Promise<ReplaceResult> | undefined): Promise<void> {
    const discarding = (async () => {
      if ((await committing?.catch(() => undefined)) !== 'done') {
        await waitForAnswer(this.#folder);
        await (await staging.catch(() => undefined))?.discard();
      }
    })();
    // It may fail when nobody waits for it any more.
    discarding.catch(() => undefined);
    await this.#whileAnswering(() => discarding).catch((failure: unknown) => {
      if (nameFileProblem(failure) !== 'notAnswering') {
        throw failure;
      }
    });
  }

  /** Both locks, loaded with the first write; then look again, then change: what was decided on must still stand there. */
  async #commit(target: string, expected: string | undefined, staging: Promise<StagedFile>): Promise<ReplaceResult> {
    const locks = { home: join(this.#folder, 'auth.lock'), target: `${target}.lock` };
    const { withCodexLocks } = await import('./codexLocks.ts');
    return withCodexLocks(locks, async () => {
      const now = await this.read();
      if (now.kind === 'problem') {
        throw this.#error(now.problem);
      }
      if ((now.kind === 'file' ? now.fingerprint : undefined) !== expected) {
        return 'conflict';
      }
      await (await staging).commit();
      return 'done';
    });
  }

  async #requireTarget(): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const target = await this.#findTargetToWrite();
    if (typeof target !== 'string') {
      throw this.#error(target.problem);
    }
    return target;
  }

  /** Where to write: the file or its link's target, in a folder that is fit for it. */
  async #findTargetToWrite(): Promise<string | { readonly problem: FileProblem }> {
    const target = await this.#findTarget();
    if (typeof target !== 'string' && target.kind === 'problem') {
      return target;
    }
    const path = typeof target === 'string' ? target : this.path;
    const folder = dirname(path);
    const context = { self: readSelf(), isLink: path !== this.path };
    const problem = judgeFolder(await stat(folder), await stat(this.#folder), context);
    if (problem !== undefined && !(await (await loadModes()).hasNoModes(folder))) {
      return { problem };
    }
    if (problem !== undefined) {
      this.#onUnprotected();
    }
    return path;
  }

  async #findUnfit(about: Stats, target: string): Promise<FileProblem | undefined> {
    if (!about.isFile()) {
      return 'isFolder';
    }
    const context = { self: readSelf(), isLink: target !== this.path };
    if (!isOurs(about, await stat(this.#folder), context) && !(await (await loadModes()).isKnownWithoutModes(dirname(target)))) {
      return 'otherOwner';
    }
    return about.size > largestBytes ? 'tooLarge' : undefined;
  }

  #error(problem: FileProblem): AuthError {
    return new AuthError('fixFile', say(`home.${problem}`, { path: this.path }));
  }

  /** A link is followed once, as the CLI does: the link stays, its target is what is read and replaced. */
  async #findTarget(): Promise<string | Exclude<CredentialFileState, { kind: 'file' }>> {
    const found = await statOrAbsent(() => lstat(this.path));
    if (found === undefined) {
      return { kind: 'absent', folderExists: (await statOrAbsent(() => stat(this.#folder))) !== undefined };
    }
    if (!found.isSymbolicLink()) {
      return this.path;
    }
    try {
      return await realpath(this.path);
    } catch (failure) {
      if (hasCode(failure, 'ENOENT')) {
        await readlink(this.path);
        return { kind: 'problem', problem: 'danglingLink' };
      }
      throw failure;
    }
  }
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

/** Asked only where permissions are in the way. */
async function loadModes() {
  return import('./fileModes.ts');
}

/** Owner-only; root leaves to somebody else's group what it had. */
async function chooseMode(target: string): Promise<number> {
  const isKept = (await findOwnerToKeep(target, dirname(target))) !== undefined;
  const before = isKept ? await statOrAbsent(() => stat(target)) : undefined;
  return before === undefined ? 0o600 : before.mode & 0o770;
}

async function readTarget(target: string, findUnfit: (about: Stats) => Promise<FileProblem | undefined>): Promise<CredentialFileState> {
  // A pipe in its place must not hold us until somebody writes into it. Windows has no such flag.
  const file = await open(target, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
  try {
    const about = await file.stat();
    const problem = await findUnfit(about);
    if (problem !== undefined) {
      return { kind: 'problem', problem };
    }
    const bytes = await file.readFile();
    const text = decodeUtf8(bytes);
    if (text === undefined) {
      return { kind: 'problem', problem: 'notUtf8' };
    }
    const hash = createHash('sha256').update(bytes).digest('hex');
    return {
      kind: 'file',
      text,
      fingerprint: [about.dev, about.ino, about.mtimeMs, about.size, hash].join(':'),
      isReadableByOthers: process.platform !== 'win32' && (about.mode & 0o077) !== 0,
    };
  } finally {
    await file.close();
  }
}

async function statOrAbsent(look: () => Promise<Stats>): Promise<Stats | undefined> {
  try {
    return await look();
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) {
      return undefined;
    }
    throw failure;
  }
}
