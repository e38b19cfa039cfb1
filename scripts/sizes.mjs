// How long the files of the product are: printed for a second look, never a gate.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const worthALook = 300;

/** The TypeScript files under these folders of `root`, as `{path, lines}`. */
export function measureFiles(root, folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({
        path: `${folder}/${name.replaceAll('\\', '/')}`,
        lines: countLines(readFileSync(join(root, folder, name), 'utf8')),
      })),
  );
}

function countLines(text) {
  return text.replace(/\n$/u, '').split('\n').length;
}

/** One sentence: how many files, the median, and those that are worth a second look, the longest first. */
export function describeSizes(files) {
  const sorted = files.map(({ lines }) => lines).sort((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const long = files.filter(({ lines }) => lines > worthALook).sort((left, right) => right.lines - left.lines);
  const named =
    long.length === 0
      ? ''
      : `; over ${worthALook} lines: ${long.map(({ path, lines }) => `${path} (${lines})`).join(', ')}`;
  return `${files.length} files, the median has ${median} lines${named}`;
}
