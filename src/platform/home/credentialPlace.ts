import { realpath, lstat, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nameFileProblem } from '../files/fileProblem.ts';
import { whileAnswering } from '../files/fileSystemTimeout.ts';
import { findRepository, isTracked } from '../files/gitRepository.ts';
import { hasNoModes } from '../files/fileModes.ts';

/** What the file system says about the place of a credential. */
export interface CredentialPlace {
  readonly mode: number | undefined;
  readonly folderMode: number | undefined;
  readonly isOwn: boolean;
  readonly isFolderOwn: boolean;
  readonly target: string | undefined;
  readonly hasNoModes: boolean;
  readonly repository: string | undefined;
  /** Whether the work tree has its list of what git passes over in it: a linked one and a submodule have it elsewhere. */
  readonly hasGitFolder: boolean;
  /** Whether git has the file already. */
  readonly isTracked: boolean;
}

const permissions = 0o7777;

const nothingSeen: CredentialPlace = {
  mode: undefined,
  folderMode: undefined,
  isOwn: false,
  isFolderOwn: false,
  target: undefined,
  hasNoModes: false,
  repository: undefined,
  hasGitFolder: false,
  isTracked: false,
};

/** Looks at a file and its folder. Nothing that is wrong with them is an error here: who reads the file says it. */
export async function lookAtPlace(path: string): Promise<CredentialPlace> {
  try {
    return await whileAnswering(dirname(path), () => look(path));
  } catch (failure) {
    if (nameFileProblem(failure) === undefined) {
      throw failure;
    }
    return nothingSeen;
  }
}

async function look(path: string): Promise<CredentialPlace> {
  const isLink = (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true;
  const target = isLink ? await realpath(path).catch(() => undefined) : undefined;
  const place = target ?? path;
  const [file, folder, repository] = await Promise.all([
    stat(place).catch(() => undefined),
    stat(dirname(place)).catch(() => undefined),
    findRepository(place),
  ]);
  const mode = readMode(file);
  return {
    mode,
    folderMode: readMode(folder),
    isOwn: isOwn(file),
    isFolderOwn: isOwn(folder),
    target,
    hasNoModes: mode !== undefined && (mode & 0o077) !== 0 && (await hasNoModes(dirname(place))),
    repository,
    hasGitFolder: repository !== undefined && (await isFolder(join(repository, '.git'))),
    isTracked: repository !== undefined && (await isTracked(place, repository)),
  };
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() === true;
}

function readMode(about: { readonly mode: number } | undefined): number | undefined {
  return about === undefined || process.platform === 'win32' ? undefined : about.mode & permissions;
}

function isOwn(about: { readonly uid: number } | undefined): boolean {
  return about !== undefined && about.uid === process.getuid?.();
}
