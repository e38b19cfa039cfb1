import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** In which extension host each of the two runs: `main` is for the one beside the folder, `browser` for the worker. */
const sides = [
  ['secrets-beside-folder', 'main'],
  ['secrets-in-browser', 'browser'],
] as const;
const publisher = 'somebody-else';
const version = '0.0.1';

/** Builds the extension that plays the contract on its secrets, and installs it in `folder` once for each side of a window. */
export async function buildSecretExtensions(folder: string): Promise<void> {
  const {
    outputFiles: [code],
  } = await build({
    entryPoints: [join(import.meta.dirname, 'extension.ts')],
    // The same bytes for both: what a worker loads, a process loads too.
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    logLevel: 'warning',
    write: false,
  });
  for (const [name, entry] of sides) {
    const place = join(folder, `${publisher}.${name}-${version}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'extension.js'), code?.contents ?? '');
    writeFileSync(join(place, 'package.json'), JSON.stringify(describe(name, entry)));
  }
}

function describe(name: string, entry: 'main' | 'browser') {
  return {
    name,
    publisher,
    version,
    type: 'commonjs',
    [entry]: './extension.js',
    engines: { vscode: '^1.101.0' },
    activationEvents: [`onCommand:${name}.run`, `onCommand:${name}.where`],
  };
}
