// npm run build: src/ → dist/, companion/ → dist-companion/, and the size budgets.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { countActivationBytes, findBrokenBudgets, findBrokenWebviewBudget, limits } from './budgets.ts';
import { main, Stop } from './processes.mjs';
import { say } from './progress.mjs';
import { root } from './tools.mjs';

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** What a package that is written for `require` finds Node's own modules by; a module has none. */
const requireLine = "import{createRequire as _cr}from'node:module';const require=_cr(import.meta.url);\n";

/** Gives it to the one chunk that has esbuild's helper for such packages, and moves its source map by that line. */
function giveRequire(metafile: Metafile): void {
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const file = join(root, path);
    if (path.endsWith('.js') && readFileSync(file, 'utf8').includes('typeof require')) {
      writeFileSync(file, requireLine + readFileSync(file, 'utf8'));
      output.bytes += requireLine.length;
      const map = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { mappings: string };
      writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: `;${map.mappings}` }));
    }
  }
}

/**
 * What is loaded at once is there before anything that is loaded on demand, which esbuild cannot know: it would put every
 * module that both use into a file of its own. So each module that is imported on demand imports the entry point too, and
 * what is loaded at once is one file.
 */
function startBeforeOnDemand(entry: string): Plugin {
  return {
    name: 'start-before-on-demand',
    setup(bundle) {
      bundle.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) =>
        kind === 'dynamic-import' ? { path: resolve(resolveDir, path), namespace: 'on-demand' } : undefined,
      );
      bundle.onLoad({ filter: /./, namespace: 'on-demand' }, ({ path }) => ({
        contents: `import ${JSON.stringify(join(root, entry))};\nexport * from ${JSON.stringify(path)};`,
        resolveDir: root,
      }));
    },
  };
}

async function buildHost(entry: string, outdir: string, limitBytes: number): Promise<string[]> {
  const { metafile } = await build({
    ...shared,
    entryPoints: [entry],
    outdir,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[hash]',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    plugins: [startBeforeOnDemand(entry)],
    sourcemap: 'linked',
    sourcesContent: false,
  });
  giveRequire(metafile);
  writeFileSync(join(root, outdir, 'meta.json'), JSON.stringify(metafile));
  say(`${entry}: ${countActivationBytes(metafile, entry)} bytes at once`);
  return findBrokenBudgets(metafile, entry, limitBytes);
}

/** Where the entry point finds the services: a bundle of its own, loaded when VS Code has had its turn. */
const servicesBehindTheEntry: Plugin = {
  name: 'services-behind-the-entry',
  setup(entry) {
    entry.onResolve({ filter: /\/composition\/createServices\.ts$/ }, () => ({
      path: './createServices.js',
      external: true,
    }));
  },
};

/** One CommonJS file: VS Code loads it in a third of the time that it takes for several modules. */
async function buildEntry(entry: string, outfile: string): Promise<string[]> {
  const { metafile } = await build({
    ...shared,
    entryPoints: [entry],
    outfile,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    plugins: [servicesBehindTheEntry],
    sourcemap: 'linked',
    sourcesContent: false,
  });
  say(`${entry}: ${countActivationBytes(metafile, entry)} bytes at activation`);
  return findBrokenBudgets(metafile, entry, limits.activation);
}

async function buildWebview(entry: string, outfile: string): Promise<string[]> {
  const { metafile } = await build({
    ...shared,
    entryPoints: [entry],
    outfile,
    format: 'iife',
    platform: 'browser',
    target: 'chrome134',
  });
  const bytes = metafile.outputs[outfile]?.bytes ?? 0;
  say(`${entry}: ${bytes} bytes`);
  return findBrokenWebviewBudget(bytes);
}

/** Builds everything afresh; throws with one sentence per broken budget. */
export async function buildAll(): Promise<void> {
  const broken: string[] = [];
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  broken.push(...(await buildHost('src/composition/createServices.ts', 'dist', limits.services)));
  broken.push(...(await buildEntry('src/extension.ts', 'dist/extension.cjs')));
  if (existsSync(join(root, 'src/webview/panel.ts'))) {
    broken.push(...(await buildWebview('src/webview/panel.ts', 'dist/webview/panel.js')));
  }
  if (existsSync(join(root, 'companion/extension.ts'))) {
    rmSync(join(root, 'dist-companion'), { recursive: true, force: true });
    broken.push(...(await buildHost('companion/extension.ts', 'dist-companion', limits.services)));
  }
  if (broken.length > 0) throw new Stop(broken.join('\n'));
}

/** Runs a build script's body; esbuild has printed what is wrong and where, its stack says nothing more. */
export async function mainOfBuild(body: () => Promise<unknown>): Promise<void> {
  await main(async () => {
    try {
      await body();
    } catch (error) {
      throw isBuildFailure(error) ? new Stop('The build failed.') : error;
    }
  });
}

function isBuildFailure(error: unknown): boolean {
  return error instanceof Error && 'errors' in error && 'warnings' in error;
}

if (import.meta.main) await mainOfBuild(buildAll);
