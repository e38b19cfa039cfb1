import { lstat, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ChangeableConfig, HomeConfig } from '../../home/ports.ts';
import { AuthError, homeError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { stageFile } from '../files/atomicFile.ts';
import { withFileLock } from '../files/fileLock.ts';
import { nameFileProblem } from '../files/fileProblem.ts';
import { systemClock } from '../systemClock.ts';
import { readText } from './configFiles.ts';

/** A file in a Home that belongs to the person, and that we change as a whole: `config.toml`, `.env`. */
interface HomeTextFile {
  readonly path: string;
  /** Those that it has, or its owner's alone: a proxy's password may be there. */
  readonly permissions: 'kept' | 'ownerOnly';
  /** What is said where it is no UTF-8 text. */
  readonly notText: 'store.configNotUnderstood' | 'network.envNotEditable';
}

interface TextChange {
  readonly text: string;
  /** What was read; nothing where there was no file. */
  readonly expected: string;
  /** To say nothing is to be gone. A link leads to where the person keeps the file: it is emptied there, not cut. */
  readonly goesWhenEmpty: boolean;
}

/**
 * With the person's own `config.toml` to be written: its permissions stay, and empty is no file.
 * @param ended ends a write that waits for another window's
 */
export function openUserConfig(config: HomeConfig, ended: AbortSignal): ChangeableConfig {
  const { userPath: path } = config;
  return {
    userPath: path,
    readLayers: () => config.readLayers(),
    writeUser: async (text, expected) => {
      const file = { path, permissions: 'kept', notText: 'store.configNotUnderstood' } as const;
      await replaceHomeText(file, { text, expected, goesWhenEmpty: true }, ended);
    },
  };
}

/** The `.env` of a Home. */
export function replaceVariables(
  path: string,
  change: TextChange,
  ended: AbortSignal,
): Promise<{ readonly isNew: boolean }> {
  return replaceHomeText({ path, permissions: 'ownerOnly', notText: 'network.envNotEditable' }, change, ended);
}

/**
 * Replaces such a file if it still says what was read, as seen under a lock that every window takes: of two that write at
 * once, one is told. An editor takes no lock, so the new content is durable before the look, one rename away.
 * @returns whether there was none before
 */
async function replaceHomeText(
  file: HomeTextFile,
  change: TextChange,
  signal: AbortSignal,
): Promise<{ readonly isNew: boolean }> {
  const { path } = file;
  try {
    await requireExpected(file, change);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const commit = await prepare(file, change);
    try {
      const lock = { clock: systemClock, signal, home: dirname(path) };
      return await withFileLock(`${path}.lock`, lock, async () => {
        const isNew = (await requireExpected(file, change)) === undefined;
        await commit.commit();
        return { isNew };
      });
    } catch (failure) {
      await commit.discard();
      throw failure;
    }
  } catch (failure) {
    const problem = nameFileProblem(failure);
    throw problem === undefined ? failure : homeError(problem, path, { cause: failure });
  }
}

async function prepare(
  { path, permissions }: HomeTextFile,
  { text, goesWhenEmpty }: TextChange,
): Promise<Awaited<ReturnType<typeof stageFile>>> {
  if (text === '' && goesWhenEmpty && (await isPlainFile(path))) {
    return { commit: () => rm(path), discard: () => Promise.resolve() };
  }
  const target = await realpath(path).catch(() => path);
  return stageFile(target, text, permissions === 'kept' ? await findMode(target) : 0o600);
}

/** A file that we may not read is not an empty one: it would be replaced unseen. Undefined where there is none. */
async function requireExpected({ path, notText }: HomeTextFile, { expected }: TextChange): Promise<string | undefined> {
  const now = await readText(path);
  if (now === null) {
    throw new AuthError('fixFile', buildSentence(notText, { path }));
  }
  if (now === undefined && (await isLink(path))) {
    throw homeError('danglingLink', path);
  }
  if ((now ?? '') !== expected) {
    throw new AuthError('tryAgain', buildSentence('store.configChanged', { path }));
  }
  return now;
}

async function findMode(path: string): Promise<number> {
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => 0o600,
  );
}

async function isPlainFile(path: string): Promise<boolean> {
  return lstat(path).then(
    (about) => about.isFile(),
    () => false,
  );
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (about) => about.isSymbolicLink(),
    () => false,
  );
}
