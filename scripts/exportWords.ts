// npm run words: collects every text of each extension's code into its bundle.l10n.json, the file that translators start from.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { root } from './tools.mjs';

/** Where the code of each extension is, and where its words go. Of what both share, one folder says something to a person. */
const bundles = [
  { sources: ['src'], words: 'l10n' },
  { sources: ['companion', join('src', 'ui', 'running')], words: join('companion', 'l10n') },
];

/** The bundle as it should be, sorted, so that a change shows as one line. */
async function collectWords(folders: readonly string[]): Promise<string> {
  const paths = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)));
  const found = await getL10nJson(paths.filter((path) => path.endsWith('.ts')).map((path) => ({ extension: '.ts', contents: readFileSync(path, 'utf8') })));
  const sorted = Object.fromEntries(Object.entries(found).sort(([left], [right]) => (left < right ? -1 : 1)));
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

for (const { sources, words } of bundles) {
  mkdirSync(join(root, words), { recursive: true });
  writeFileSync(join(root, words, 'bundle.l10n.json'), await collectWords(sources));
}
