import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { markerSpellings } from '../issuer/secretMint.ts';

/** Every place where a marked secret stands, named: a file's path, `cmdline of 123`, `the page …`. */
export class LeakSearch {
  readonly #needles: readonly Buffer[];

  /** @param marker what every secret of the run has in it; it is looked for in every spelling and in UTF-16 */
  constructor(marker: string) {
    const spellings = markerSpellings(marker);
    const standard = spellings.map((spelling) => spelling.replaceAll('-', '+').replaceAll('_', '/'));
    this.#needles = [...new Set([...spellings, ...standard])].flatMap((spelling) => [
      Buffer.from(spelling, 'utf8'),
      Buffer.from(spelling, 'utf16le'),
    ]);
  }

  isIn(content: Buffer | string): boolean {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    return this.#needles.some((needle) => bytes.includes(needle));
  }

  /** All files below a folder, links not followed. */
  inFolder(folder: string): string[] {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => this.isIn(readFileSync(path)));
  }

  /** Command lines and environments of a process and all that descends from it. */
  inProcesses(pid: number): string[] {
    return listFamily(pid).flatMap((member) =>
      ['cmdline', 'environ']
        .filter((name) => this.isIn(readProcessFile(member, name)))
        .map((name) => `${name} of ${member}`),
    );
  }

  /** What the browser holds: every frame of every page, cookies, localStorage, IndexedDB. */
  async inBrowser(context: BrowserContext): Promise<string[]> {
    const found: string[] = [];
    for (const frame of context.pages().flatMap((page) => page.frames())) {
      const session = await frame
        .evaluate('JSON.stringify({ ...sessionStorage }) + JSON.stringify(history.state) + name')
        .catch(() => '');
      if (this.isIn(await frame.content()) || this.isIn(String(session)) || this.isIn(frame.url()))
        found.push(`the page ${frame.url()}`);
    }
    const state = await context.storageState({ indexedDB: true });
    return this.isIn(JSON.stringify(state)) ? [...found, 'the storage of the browser'] : found;
  }
}

function readProcessFile(pid: number, name: string): Buffer {
  try {
    return readFileSync(join('/proc', String(pid), name));
  } catch {
    // It has ended in between.
    return Buffer.alloc(0);
  }
}

/** The process and all its descendants. */
export function listFamily(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((entry) => /^\d+$/u.test(entry))
    .map((entry) => {
      const stat = readProcessFile(Number(entry), 'stat').toString('latin1');
      return { pid: Number(entry), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
    });
  const family = new Set([pid]);
  for (const member of family) {
    for (const entry of parents) if (entry.parent === member) family.add(entry.pid);
  }
  return [...family];
}
