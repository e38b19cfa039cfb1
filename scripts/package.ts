// npm run package: builds, makes out/codex-accounts.vsix and checks its size and contents.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { buildAll, mainOfBuild } from './build.ts';
import { Stop } from './processes.mjs';
import { say } from './progress.mjs';
import { root } from './tools.mjs';
import { decodeVsixEntries, findVsixProblems } from './vsixContents.ts';

/** Builds and packages; the path of the .vsix. Throws with one sentence per broken rule. */
export async function packageVsix(): Promise<string> {
  await buildAll();
  const path = join(root, 'out', 'codex-accounts.vsix');
  mkdirSync(join(root, 'out'), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: path,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: !existsSync(join(root, 'LICENSE')),
  });
  const archive = readFileSync(path);
  const entries = decodeVsixEntries(archive);
  const problems = findVsixProblems(entries, archive.length);
  if (problems.length > 0) throw new Stop(problems.join('\n'));
  say(`out/codex-accounts.vsix: ${archive.length} bytes, ${entries.length} files`);
  return path;
}

if (import.meta.main) await mainOfBuild(packageVsix);
