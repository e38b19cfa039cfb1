import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CredentialFile, CredentialFileState, FileProblem, ReplaceResult } from '../home/ports.ts';
import { AuthError } from '../util/authError.ts';
import { say } from '../util/sentence.ts';
import { replaceFile, syncFolder } from './atomicFile.ts';
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
    return this.#change(expected, async (target) => {
      await replaceFile(target, text);
    });
  }

  async remove(expected: string): Promise<ReplaceResult> {
    return this.#change(expected, async (target) => {
      await rm(target);
      await syncFolder(dirname(target));
    });
  }

  /** Both locks, then look again, then change: what was decided on must still stand there. */
  async #change(expected: string | undefined, change: (target: string) => Promise<void>): Promise<ReplaceResult> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const target = await this.#findTarget();
      const path = typeof target === 'string' ? target : this.path;
      if (typeof target !== 'string' && target.kind === 'problem') {
        throw this.#error(target.problem);
      }
      const folderProblem = await findFolderProblem(dirname(path));
      if (folderProblem !== undefined) {
        throw this.#error(folderProblem);
      }
      const locks = { home: join(this.#folder, 'auth.lock'), target: `${path}.lock` };
      return await withCodexLocks(locks, async () => {
        const now = await this.read();
        if (now.kind === 'problem') {
          throw this.#error(now.problem);
        }
        if ((now.kind === 'file' ? now.fingerprint : undefined) !== expected) {
          return 'conflict';
        }
        await change(path);
        return 'done';
      });
    } catch (failure) {
      const problem = nameFileProblem(failure);
      throw problem === undefined ? failure : this.#error(problem);
    }
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
