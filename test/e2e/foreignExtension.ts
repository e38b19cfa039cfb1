import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import * as z from 'zod/mini';
import { root } from '../../scripts/tools.mjs';

const lineSchema = z.object({ kind: z.string(), value: z.unknown() });

export type ForeignReport = z.infer<typeof lineSchema>;

/** Packs test/host/foreign, an extension of somebody else, into `folder`. */
export async function packForeign(folder: string): Promise<string> {
  const packagePath = join(folder, 'foreign.vsix');
  await createVSIX({
    cwd: join(root, 'test', 'host', 'foreign'),
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
    allowStarActivation: true,
  });
  return packagePath;
}

/** Everything it reported so far, in order. */
export function readReports(file: string): readonly ForeignReport[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)));
}
