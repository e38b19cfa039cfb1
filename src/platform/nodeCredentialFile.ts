import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CredentialFile, CredentialFileState, FileProblem, ReplaceResult } from '../home/ports.ts';
import { AuthError } from '../util/authError.ts';
import { say } from '../util/sentence.ts';
import { stageFile, syncFolder, type StagedFile } from './atomicFile.ts';
import { withCodexLocks } from './codexLocks.ts';
import { nameFileProblem } from './fileProblem.ts';
import { hasCode } from './systemError.ts';

const largestBytes = 1024 * 1024;
const rootUser = 0;

/** `auth.json` of one Codex home on this machine. */
export class NodeCredentialFile implements CredentialFile {
  readonly path: string;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'auth.json');
  }

  async read(): Promise<CredentialFileState> {
    try {
      const target = await this.#findTarget();
      return typeof target === 'string' ? await readTarget(target) : target;
    } catch (failure) {
      const problem = nameFileProblem(failure);
      if (problem === undefined) {
        throw failure;
      }
      return { kind: 'problem', problem };
    }
  }

  async replace(text: string, expected: string | undefined): Promise<ReplaceResult> {
    return this.#change(expected, (target) => stageFile(target, text));
  }

  async remove(expected: string): Promise<ReplaceResult> {
    return this.#change(expected, (target) => Promise.resolve(stageRemoval(target)));
  }

  async #change(expected: string | undefined, stage: (target: string) => Promise<StagedFile>): Promise<ReplaceResult> {
    try {
      const target = await this.#requireTarget();
      // Made durable while the locks are being taken; nobody sees it before the commit.
      const staging = stage(target);
      // It may fail long before the locks are there, when nobody has asked for it yet.
      staging.catch(() => undefined);
      const result = await this.#commit(target, expected, staging).catch(async (failure: unknown) => {
        await discard(staging);
        throw failure;
      });
      if (result === 'conflict') {
        await discard(staging);
      }
      return result;
    } catch (failure) {
      const problem = nameFileProblem(failure);
      throw problem === undefined ? failure : this.#error(problem);
    }
  }

  /** Both locks, then look again, then change: what was decided on must still stand there. */
  #commit(target: string, expected: string | undefined, staging: Promise<StagedFile>): Promise<ReplaceResult> {
    const locks = { home: join(this.#folder, 'auth.lock'), target: `${target}.lock` };
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

  /** Where to write: the file or its link's target, in a folder that is fit for it. */
  async #requireTarget(): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const target = await this.#findTarget();
    if (typeof target !== 'string' && target.kind === 'problem') {
      throw this.#error(target.problem);
    }
    const path = typeof target === 'string' ? target : this.path;
    const problem = await findFolderProblem(dirname(path));
    if (problem !== undefined) {
      throw this.#error(problem);
    }
    return path;
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

/** Whatever was staged goes; what could not be staged has left nothing. */
async function discard(staging: Promise<StagedFile>): Promise<void> {
  const staged = await staging.catch(() => undefined);
  await staged?.discard();
}

async function readTarget(target: string): Promise<CredentialFileState> {
  // A pipe in its place must not hold us until somebody writes into it. Windows has no such flag.
  const file = await open(target, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
  try {
    const about = await file.stat();
    const problem = findUnfit(about);
    if (problem !== undefined) {
      return { kind: 'problem', problem };
    }
    const bytes = await file.readFile();
    const hash = createHash('sha256').update(bytes).digest('hex');
    return {
      kind: 'file',
      text: bytes.toString('utf8'),
      fingerprint: [about.dev, about.ino, about.mtimeMs, about.size, hash].join(':'),
      isReadableByOthers: process.platform !== 'win32' && (about.mode & 0o077) !== 0,
    };
  } finally {
    await file.close();
  }
}

function findUnfit(about: Stats): FileProblem | undefined {
  if (!about.isFile()) {
    return 'isFolder';
  }
  if (process.getuid !== undefined && about.uid !== process.getuid()) {
    return 'otherOwner';
  }
  return about.size > largestBytes ? 'tooLarge' : undefined;
}

/** In a folder that others own or may write to, a rename of ours could be undone or redirected by them. */
async function findFolderProblem(folder: string): Promise<FileProblem | undefined> {
  if (process.getuid === undefined) {
    return undefined;
  }
  const about = await stat(resolve(folder));
  if (![process.getuid(), rootUser].includes(about.uid)) {
    return 'otherOwner';
  }
  const isSticky = (about.mode & 0o1000) !== 0;
  // With a umask of 002 a user's own group may write, and has no other member; any other group may have some.
  const isOwnGroup = about.gid === process.getgid?.();
  const othersMayWrite = (about.mode & (isOwnGroup ? 0o002 : 0o022)) !== 0;
  return othersMayWrite && !isSticky ? 'folderWritableByOthers' : undefined;
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
