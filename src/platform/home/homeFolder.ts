import { realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { CredentialFile, CredentialFileState, ReplaceResult } from '../../home/ports.ts';
import type { FolderPlace } from '../../hosts/copy/ports.ts';
import type { Secret } from '../../base/secret.ts';
import { replaceFile } from '../files/atomicFile.ts';

/** A Codex home in a folder that the person chose. */
export class HomeFolder implements FolderPlace {
  readonly path: string;
  readonly #file: CredentialFile;

  constructor(file: CredentialFile) {
    this.#file = file;
    this.path = file.path;
  }

  read(): Promise<CredentialFileState> {
    return this.#file.read();
  }

  replace(document: Secret, expected: string | undefined): Promise<ReplaceResult> {
    return this.#file.replace(document, expected);
  }

  async keepBeside(name: string, document: Secret): Promise<string> {
    const path = join(dirname(this.path), name);
    await replaceFile(path, document.reveal());
    return path;
  }

  async dropKept(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}

/** Whether two paths lead to one folder: by a link, or by letters that count alike on that disk. */
export async function isSameFolder(left: string, right: string): Promise<boolean> {
  return (await resolveFolder(left)) === (await resolveFolder(right));
}

async function resolveFolder(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return resolve(path);
  }
}

/** The Codex home that a chosen folder means: itself when it looks like one, else the one of the user whose it is. */
export async function findHomeFolder(chosen: string): Promise<string> {
  if (basename(chosen) === '.codex') {
    return chosen;
  }
  for (const name of ['auth.json', 'config.toml']) {
    try {
      await stat(join(chosen, name));
      return chosen;
    } catch {
      continue;
    }
  }
  return join(chosen, '.codex');
}
