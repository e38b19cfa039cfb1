import { readFile, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, parse } from 'node:path';
import type { SshConfigFiles } from '../../hosts/copy/ports.ts';

const largest = 1024 * 1024;
const separator = process.platform === 'win32' ? /[\\/]/u : /\//u;

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

  /** As the client does, by glob(7): wildcards in any part, the folders in order, hidden files only where a dot is said. */
  async list(pattern: string): Promise<readonly string[]> {
    const named = this.#expand(pattern);
    const path = isAbsolute(named) ? named : join(this.#userFolder, '.ssh', named);
    const { root } = parse(path);
    let found: readonly string[] = [root];
    for (const part of path
      .slice(root.length)
      .split(separator)
      .filter((name) => name !== '')) {
      found = (await Promise.all(found.map((folder) => expandPart(folder, part)))).flat();
    }
    return found;
  }

  /** `~`, the token of the home folder, and variables of the environment; one that is not set leads nowhere. */
  #expand(pattern: string): string {
    return pattern
      .replace(/^~(?=[\\/])/u, () => this.#userFolder)
      .replaceAll('%d', () => this.#userFolder)
      .replace(/\$\{(\w+)\}/gu, (whole, name: string) => process.env[name] ?? whole);
  }
}

/** What is not there is left out. */
async function expandPart(folder: string, part: string): Promise<readonly string[]> {
  try {
    if (!/[*?[]/u.test(part)) {
      const path = join(folder, part.replace(/\\(.)/gu, '$1'));
      await stat(path);
      return [path];
    }
    const shape = buildShape(part);
    const names = (await readdir(folder)).filter(
      (name) => shape.test(name) && (part.startsWith('.') || !name.startsWith('.')),
    );
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** One part of a pattern as a regular expression. @throws SyntaxError for a range that is none */
function buildShape(part: string): RegExp {
  const source = part.replace(/\\.|\[[!^]?\]?[^\]]*\]|[^\w]/gu, (piece) => {
    if (piece.startsWith('[') && piece.length > 1) {
      const isNegated = /^\[[!^]/u.test(piece);
      return `[${isNegated ? '^' : ''}${piece.slice(isNegated ? 2 : 1, -1).replace(/[\\\]^[]/gu, '\\$&')}]`;
    }
    const wildcard = piece === '*' ? '.*' : piece === '?' ? '.' : undefined;
    return wildcard ?? (piece.length > 1 ? piece.slice(1) : piece).replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
  });
  return new RegExp(`^${source}$`, 'su');
}
