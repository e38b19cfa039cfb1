import { lstat, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AuthError, homeError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { decodeUtf8 } from '../../util/bytes.ts';
import { whileAnswering } from '../files/fileSystemTimeout.ts';
import { replaceFile } from '../files/atomicFile.ts';
import { nameFileProblem } from '../files/fileProblem.ts';
import { readRegularFile } from '../files/regularFile.ts';
import { hasCode } from '../files/systemError.ts';

/** The `.env` of a Home: variables that every Codex of that Home takes at its start. */
export class HomeVariables {
  readonly path: string;
  /** There was none before the last write. */
  #isNew = false;

  constructor(home: string) {
    this.path = join(home, '.env');
  }

  /** Its text; nothing where there is none that can be read: the CLI goes on without it too. */
  async read(): Promise<string> {
    try {
      return (await this.#readText()) ?? '';
    } catch {
      return '';
    }
  }

  /**
   * Replaces it as a whole if it still says what was read, readable by its owner alone: a proxy's password may stand there. One
   * that the last write made is removed by writing nothing.
   */
  async write(text: string, expected: string): Promise<void> {
    try {
      const now = await this.#readText();
      if ((now ?? '') !== expected) {
        throw new AuthError('tryAgain', buildSentence('store.configChanged', { path: this.path }));
      }
      if (text === '' && this.#isNew) {
        await rm(this.path);
        return;
      }
      this.#isNew = now === undefined;
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      await replaceFile(await realpath(this.path).catch(() => this.path), text, 0o600);
    } catch (failure) {
      const problem = nameFileProblem(failure);
      throw problem === undefined ? failure : homeError(problem, this.path, { cause: failure });
    }
  }

  /** undefined where there is no file. */
  async #readText(): Promise<string | undefined> {
    let bytes: Uint8Array;
    try {
      bytes = await whileAnswering(dirname(this.path), () => readRegularFile(this.path));
    } catch (failure) {
      if (!hasCode(failure, 'ENOENT')) {
        throw failure;
      }
      if (await isLink(this.path)) {
        throw homeError('danglingLink', this.path, { cause: failure });
      }
      return undefined;
    }
    const text = decodeUtf8(bytes);
    if (text === undefined) {
      throw new AuthError('fixFile', buildSentence('network.envNotEditable', { path: this.path }));
    }
    return text;
  }
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (about) => about.isSymbolicLink(),
    () => false,
  );
}
