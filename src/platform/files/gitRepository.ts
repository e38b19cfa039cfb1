import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { readRegularFile } from './regularFile.ts';
import { hasCode } from './systemError.ts';

/** What git is told to pass over, in the words of gitignore(5) that are understood here. */
interface Ignored {
  readonly folder: string;
  readonly text: string;
}

/**
 * The git work tree that a file is in, when nothing there keeps it out. Git itself is not started: a repository can
 * name programs that it runs. What is not understood of its rules counts as keeping nothing out.
 */
export async function findRepository(path: string): Promise<string | undefined> {
  const rules: Ignored[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    rules.unshift({ folder, text: await readText(join(folder, '.gitignore')) });
    const about = await lstat(join(folder, '.git')).catch(() => undefined);
    if (about !== undefined) {
      // A linked work tree has a file there; its exclude file is the main one's, and not looked for.
      const exclude = about.isDirectory() ? await readText(join(folder, '.git', 'info', 'exclude')) : '';
      const isKeptOut = isIgnored(path, [{ folder, text: exclude }, ...rules]) && !(await isTracked(path, folder));
      return isKeptOut ? undefined : folder;
    }
    if (dirname(folder) === folder) {
      return undefined;
    }
  }
}

/**
 * Whether git has a file in its index: then no rule keeps it out. An index of version 4 shortens its names, which is not
 * understood here, and a linked work tree has its index elsewhere: both count as without the file.
 */
export async function isTracked(path: string, repository: string): Promise<boolean> {
  const index = await readRegularFile(join(repository, '.git', 'index')).catch(() => Buffer.alloc(0));
  const name = Buffer.from(`${relative(repository, path).split(sep).join('/')}\0`);
  // Before a name are its flags with its length in 12 bits, and two bytes more where a flag says so.
  const isLengthAt = (at: number): boolean => at > 0 && (index.readUInt16BE(at) & 0xfff) === name.length - 1;
  for (let at = index.indexOf(name); at !== -1; at = index.indexOf(name, at + 1)) {
    if (isLengthAt(at - 2) || isLengthAt(at - 4)) {
      return true;
    }
  }
  return false;
}

/** Whether rules keep a file out: the last that is about it, or about a folder above it, counts. */
export function isIgnored(path: string, rules: readonly Ignored[]): boolean {
  let ignored = false;
  for (const { folder, text } of rules) {
    const parts = relative(folder, path).split(sep);
    const names = parts.map((_, end) => parts.slice(0, end + 1).join('/'));
    for (const line of text.split(/\r?\n/u)) {
      const rule = line.replace(/(?<!\\)\s+$/u, '');
      const isKept = rule.startsWith('!');
      const matches = toPattern(isKept ? rule.slice(1) : rule);
      if (matches !== undefined && names.some((name, at) => matches(name, at < names.length - 1))) {
        ignored = !isKept;
      }
    }
  }
  return ignored;
}

/**
 * Has git pass over a file, in the person's own copy of the repository alone.
 * @returns what takes it back, while nobody has changed the list since
 */
export async function keepOutOfGit(path: string, repository: string): Promise<() => Promise<boolean>> {
  const list = join(repository, '.git', 'info', 'exclude');
  const before = await readBytes(list);
  const line = `/${relative(repository, path).split(sep).join('/')}`;
  const isWhole = before.length === 0 || before.at(-1) === lineFeed;
  const after = Buffer.concat([before, Buffer.from(`${isWhole ? '' : '\n'}${line}\n`)]);
  await mkdir(dirname(list), { recursive: true });
  await writeFile(list, after);
  return async () => {
    const isSame = (await readBytes(list)).equals(after);
    if (isSame) {
      await writeFile(list, before);
    }
    return isSame;
  };
}

const lineFeed = 0x0a;

/** Only a list that is not there is empty: one that cannot be read keeps what it has. */
async function readBytes(path: string): Promise<Buffer> {
  return readFile(path).catch((failure: unknown) => {
    if (!hasCode(failure, 'ENOENT')) {
      throw failure;
    }
    return Buffer.alloc(0);
  });
}

type Matches = (name: string, isFolder: boolean) => boolean;

function toPattern(rule: string): Matches | undefined {
  if (rule === '' || rule.startsWith('#') || /[[\]\\]/u.test(rule)) {
    return undefined;
  }
  const isOfFolders = rule.endsWith('/');
  const bare = rule.replace(/\/$/u, '');
  const isRooted = bare.includes('/');
  const body = bare
    .replace(/^\//u, '')
    .split(/(\*\*\/|\/\*\*$|\*|\?)/u)
    .map((part) => wildcards[part] ?? part.replace(/[.+^${}()|]/gu, '\\$&'))
    .join('');
  const pattern = new RegExp(isRooted ? `^${body}$` : `(?:^|/)${body}$`, 'u');
  return (name, isFolder) => (isFolder || !isOfFolders) && pattern.test(name);
}

const wildcards: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '/**': '/.*', '*': '[^/]*', '?': '[^/]' };

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
