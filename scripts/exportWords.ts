// npm run words: collects every text of the code into l10n/bundle.l10n.json, the file that translators start from.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { root } from './tools.mjs';

const file = join(root, 'l10n', 'bundle.l10n.json');
const folders = ['src', 'companion'];

/** The bundle as it should be, sorted, so that a change shows as one line. */
export async function collectWords(): Promise<string> {
  const sources = folders.flatMap((folder) => listSources(join(root, folder)));
  const found = await getL10nJson(sources.map((path) => ({ extension: '.ts', contents: readFileSync(path, 'utf8') })));
  const sorted = Object.fromEntries(Object.entries(found).sort(([left], [right]) => (left < right ? -1 : 1)));
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

function listSources(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name));
  } catch {
    // The companion does not exist yet.
    return [];
  }
}

if (import.meta.main) {
  writeFileSync(file, await collectWords());
}
