// npm run words: collects every text of each extension's code into its bundle.l10n.json, the file that translators start from.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { companionSurfaces } from './companionSurfaces.ts';
import { root } from './tools.mjs';

/** Where the code of each extension is, and where its words go. */
const bundles = [
  { sources: listSources('src'), words: 'l10n' },
  { sources: [...listSources('companion'), ...companionSurfaces], words: join('companion', 'l10n') },
];

function listSources(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

/** The bundle as it should be, sorted, so that a change shows as one line. */
async function collectWords(paths: readonly string[]): Promise<string> {
  const found = await getL10nJson(
    paths.map((path) => ({ extension: '.ts', contents: readFileSync(join(root, path), 'utf8') })),
  );
  const sorted = Object.fromEntries(Object.entries(found).sort(([left], [right]) => (left < right ? -1 : 1)));
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

for (const { sources, words } of bundles) {
  mkdirSync(join(root, words), { recursive: true });
  writeFileSync(join(root, words, 'bundle.l10n.json'), await collectWords(sources));
}
