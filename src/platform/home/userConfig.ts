import { lstat, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuthError, homeError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { replaceFile } from '../files/atomicFile.ts';
import { nameFileProblem } from '../files/fileProblem.ts';
import { readText } from './configFiles.ts';

/** Writes a person's own `config.toml` if it still is what was read; its permissions stay. Empty is no file. */
export async function replaceUserConfig(path: string, text: string, expected: string): Promise<void> {
  try {
    // A file that we may not read is not an empty one: it would be replaced unseen.
    const now = await readText(path);
    if ((now === undefined ? '' : now) !== expected) {
      throw new AuthError('tryAgain', buildSentence('store.configChanged', { path }));
    }
    if (text === '' && (await isPlainFile(path))) {
      await rm(path);
      return;
    }
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const target = await realpath(path).catch(() => path);
    const mode = await stat(target).then(
      ({ mode: bits }) => bits & 0o777,
      () => 0o600,
    );
    await replaceFile(target, text, mode);
  } catch (failure) {
    const problem = nameFileProblem(failure);
    throw problem === undefined ? failure : homeError(problem, path, { cause: failure });
  }
}

/** A link leads to where the person keeps the file: it is emptied there, not cut. */
async function isPlainFile(path: string): Promise<boolean> {
  return lstat(path).then(
    (about) => about.isFile(),
    () => false,
  );
}
