import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { SshConfigFiles } from '../hosts/ports.ts';

const largest = 1024 * 1024;

/** The SSH client's configuration of this user. */
export class SshConfigFolder implements SshConfigFiles {
  readonly start: string;
  readonly #userFolder: string;

  /** @param file another file than the usual one */
  constructor(userFolder: string, file: string | undefined) {
    this.#userFolder = userFolder;
    this.start = file ?? join(userFolder, '.ssh', 'config');
  }

  async read(path: string): Promise<string | undefined> {
    try {
      return (await readFile(path, 'utf8')).slice(0, largest);
    } catch {
      return undefined;
    }
  }

  /** Wildcards in the last part only, which is where people have them. */
  async list(pattern: string): Promise<readonly string[]> {
    const named = pattern.replace(/^~(?=[\\/])/u, this.#userFolder);
    const path = isAbsolute(named) ? named : join(this.#userFolder, '.ssh', named);
    const name = basename(path);
    if (!/[*?]/u.test(name)) {
      return [path];
    }
    const shape = new RegExp(`^${name.replace(/[.+^${}()|[\]\\]/gu, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
    try {
      return (await readdir(dirname(path))).filter((entry) => shape.test(entry)).sort().map((entry) => join(dirname(path), entry));
    } catch {
      return [];
    }
  }
}
