import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CredentialFile, CredentialFileState, FileProblem, ReplaceResult } from '../../home/ports.ts';
import type { AuthError } from '../../errors/authError.ts';
import { homeError } from '../../errors/authError.ts';
import { Secret } from '../../base/secret.ts';
import { decodeUtf8 } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import type { LoadCodexLocks } from './codexLocks.ts';
import { whileAnswering } from '../files/fileSystemTimeout.ts';
import { nameFileProblem } from '../files/fileProblem.ts';
import { isOurs, judgeFolder, readSelf } from '../files/fileTrust.ts';
import { hasCode } from '../files/systemError.ts';
import { systemClock } from '../systemClock.ts';

const largestBytes = 1024 * 1024;

/** The locks of the CLI, and who is told of a disk without permissions. */
export interface CredentialFilePorts {
  readonly loadLocks: LoadCodexLocks;
  /** A sign-in is about to be written where the file system has no permissions. */
  readonly onUnprotected?: () => void;
  readonly clock?: Clock;
}

/** `auth.json` of one Codex home on this machine. */
export class NodeCredentialFile implements CredentialFile {
  readonly path: string;
  readonly #folder: string;
  readonly #ports: CredentialFilePorts;

  constructor(folder: string, ports: CredentialFilePorts) {
    this.#folder = folder;
    this.#ports = ports;
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
    const [target, home] = await Promise.all([this.#findTarget(), statOrAbsent(() => stat(this.#folder))]);
    if (target === undefined || home === undefined) {
      return { kind: 'absent', folderExists: home !== undefined };
    }
    return typeof target === 'string'
      ? readTarget(target, (about) => this.#findUnfit(about, { target, home }))
      : target;
  }

  #whileAnswering<T>(work: () => Promise<T>, patienceMs?: number): Promise<T> {
    const { clock = systemClock } = this.#ports;
    return whileAnswering(this.#folder, work, {
      clock,
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
  }

  async replace(document: Secret, expected: string | undefined): Promise<ReplaceResult> {
    return this.#change(expected, document);
  }

  async remove(expected: string): Promise<ReplaceResult> {
    return this.#change(expected);
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
    return (await import('./credentialChange.ts')).tryToWrite(target);
  }

  async #change(expected: string | undefined, document?: Secret): Promise<ReplaceResult> {
    try {
      const target = await this.#whileAnswering(() => this.#requireTarget());
      const { changeCredential } = await import('./credentialChange.ts');
      return await changeCredential(
        { folder: this.#folder, target, expected, document },
        {
          whileAnswering: (work, patienceMs) => this.#whileAnswering(work, patienceMs),
          loadLocks: this.#ports.loadLocks,
          read: async () => {
            const now = await this.read();
            return now.kind === 'problem' ? Promise.reject(this.#error(now.problem)) : now;
          },
        },
      );
    } catch (failure) {
      const problem = nameFileProblem(failure);
      throw problem === undefined ? failure : this.#error(problem);
    }
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
    const [target = this.path, home] = await Promise.all([this.#findTarget(), stat(this.#folder)]);
    if (typeof target !== 'string') {
      return target;
    }
    const folder = dirname(target);
    const context = { self: readSelf(), isLink: target !== this.path };
    const problem = judgeFolder(context.isLink ? await stat(folder) : home, home, context);
    if (problem !== undefined && !(await (await loadModes()).hasNoModes(folder))) {
      return { problem };
    }
    if (problem !== undefined) {
      this.#ports.onUnprotected?.();
    }
    return target;
  }

  async #findUnfit(
    about: Stats,
    { target, home }: { readonly target: string; readonly home: Stats },
  ): Promise<FileProblem | undefined> {
    if (!about.isFile()) {
      return 'isFolder';
    }
    const context = { self: readSelf(), isLink: target !== this.path };
    if (!isOurs(about, home, context) && !(await (await loadModes()).isKnownWithoutModes(dirname(target)))) {
      return 'otherOwner';
    }
    return about.size > largestBytes ? 'tooLarge' : undefined;
  }

  #error(problem: FileProblem): AuthError {
    return homeError(problem, this.path);
  }

  /** A link is followed once, as the CLI does: the link stays, its target is what is read and replaced. */
  async #findTarget(): Promise<string | undefined | Extract<CredentialFileState, { kind: 'problem' }>> {
    const found = await statOrAbsent(() => lstat(this.path));
    if (found?.isSymbolicLink() !== true) {
      return found === undefined ? undefined : this.path;
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

/** Asked only where permissions are in the way. */
async function loadModes() {
  return import('../files/fileModes.ts');
}

async function readTarget(
  target: string,
  findUnfit: (about: Stats) => Promise<FileProblem | undefined>,
): Promise<CredentialFileState> {
  // A pipe in its place must not hold us until somebody writes into it. Windows has no such flag.
  const file = await open(target, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
  try {
    const about = await file.stat();
    const problem = await findUnfit(about);
    if (problem !== undefined) {
      return { kind: 'problem', problem };
    }
    const bytes = await readBytes(file, about.size);
    const text = decodeUtf8(bytes);
    if (text === undefined) {
      return { kind: 'problem', problem: 'notUtf8' };
    }
    const hash = createHash('sha256').update(bytes).digest('hex');
    return {
      kind: 'file',
      document: new Secret(text),
      fingerprint: [about.dev, about.ino, about.mtimeMs, about.size, hash].join(':'),
    };
  } finally {
    await file.close();
  }
}

/** In one call where the file has not grown since its size was asked: `FileHandle.readFile` makes three. */
async function readBytes(file: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size + 1);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  return bytesRead === size ? buffer.subarray(0, size) : file.readFile();
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
