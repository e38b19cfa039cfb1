import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import * as z from 'zod/mini';
import { quietSettings, withoutVsCode } from '../../scripts/codeServer.mjs';
import { end, start, waitForOutput } from '../../scripts/processes.mjs';
import { root, type CodeServerInstall } from '../../scripts/tools.mjs';
import { launchBrowser } from './browser.ts';
import { reportMark } from './hostHarness.ts';
import { buildCleanEnvironment, ensureCurrentVsCode, makeTemporaryFolder, removeFolder } from './vscodeServer.ts';

export interface HostRunOptions {
  /** The `*.host.ts` files to run, absolute. */
  readonly files: readonly string[];
  /** The extension under development; the repository itself (built before) when left out. */
  readonly extensionFolder?: string;
  /** Makes the extensions that are installed beside it in a folder: each a folder of its own, named as VS Code does. */
  readonly installOthers?: (folder: string) => Promise<void>;
  readonly userSettings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Which VS Code; the current one when left out. */
  readonly install?: CodeServerInstall;
  /** Time limit in milliseconds for all of it. */
  readonly limitMs?: number;
}

export interface HostTestResult {
  readonly name: string;
  readonly durationMs: number;
  /** Why it failed; undefined when it passed. */
  readonly failure: string | undefined;
}

const reportSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('test'),
    name: z.string(),
    durationMs: z.number(),
    failure: z.optional(z.string()),
  }),
  z.object({ kind: z.literal('done'), tests: z.number() }),
]);

/**
 * Runs tests inside a real extension host: VS Code's server, with the payload that makes it load a test file.
 * Throws when the host did not run them to the end.
 */
export async function runInExtensionHost(options: HostRunOptions): Promise<HostTestResult[]> {
  const extensionFolder = options.extensionFolder ?? root;
  const manifest = join(extensionFolder, 'package.json');
  if (!existsSync(manifest)) throw new Error(`${extensionFolder} holds no extension.`);
  if (extensionFolder === root && !existsSync(join(root, 'dist', 'extension.cjs'))) {
    throw new Error('dist/extension.cjs is missing: run npm run build first.');
  }
  const dataFolder = makeTemporaryFolder('host');
  try {
    const testsPath = await bundleTests(options.files, join(dataFolder, 'tests'));
    const server = await startServer(options, dataFolder);
    try {
      const browser = await launchBrowser();
      try {
        return await watchRun({ browser, address: server.address, extensionFolder, testsPath, dataFolder, options });
      } finally {
        await browser.close();
      }
    } finally {
      await server.close();
    }
  } finally {
    removeFolder(dataFolder);
  }
}

async function bundleTests(files: readonly string[], folder: string): Promise<string> {
  const harness = join(root, 'test', 'support', 'hostHarness.ts');
  const imports = files.map((file) => `import ${JSON.stringify(resolve(file))};`);
  const outfile = join(folder, 'index.js');
  await build({
    stdin: {
      contents: [...imports, `export { run } from ${JSON.stringify(harness)};`].join('\n'),
      resolveDir: root,
    },
    bundle: true,
    outfile,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  return outfile;
}

async function startServer(options: HostRunOptions, dataFolder: string) {
  const homeDir = join(dataFolder, 'home');
  const userFolder = join(dataFolder, 'server', 'data', 'User');
  for (const path of [homeDir, userFolder, join(dataFolder, 'folder')]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }
  writeFileSync(join(userFolder, 'settings.json'), JSON.stringify({ ...quietSettings, ...options.userSettings }));
  await options.installOthers?.(join(dataFolder, 'server', 'extensions'));
  const { node, codeServer } = options.install ?? (await ensureCurrentVsCode());
  const script = join(codeServer, 'lib', 'vscode', 'out', 'server-main.js');
  const child = start(
    node,
    [
      script,
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--without-connection-token',
      '--accept-server-license-terms',
      '--enable-smoke-test-driver',
      '--disable-workspace-trust',
      '--disable-telemetry',
      '--server-data-dir',
      join(dataFolder, 'server'),
    ],
    {
      env: { ...withoutVsCode(buildCleanEnvironment(homeDir)), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const pattern = /Extension host agent listening on (\d+)/u;
  const [, port = ''] = await waitForOutput(child, { pattern, name: "VS Code's server" });
  return { address: `127.0.0.1:${port}`, close: () => end(child) };
}

interface Watch {
  readonly browser: Browser;
  readonly address: string;
  readonly extensionFolder: string;
  readonly testsPath: string;
  readonly dataFolder: string;
  readonly options: HostRunOptions;
}

async function watchRun({ browser, address, extensionFolder, testsPath, dataFolder, options }: Watch) {
  const page = await browser.newPage();
  const results: HostTestResult[] = [];
  const log: string[] = [];
  let announced: number | undefined;
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    const line = args.filter((argument) => typeof argument === 'string').join(' ');
    log.push(line);
    const at = line.indexOf(reportMark);
    if (at < 0) return;
    const report = reportSchema.parse(JSON.parse(line.slice(at + reportMark.length)));
    if (report.kind === 'done') announced = report.tests;
    else results.push({ name: report.name, durationMs: report.durationMs, failure: report.failure });
  });
  const ended = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationExit', ended.resolve);
  const payload = [
    ['extensionDevelopmentPath', `vscode-remote://${address}${extensionFolder}`],
    ['extensionTestsPath', `vscode-remote://${address}${testsPath}`],
  ];
  const query = new URLSearchParams({ folder: join(dataFolder, 'folder'), payload: JSON.stringify(payload) });
  await page.goto(`http://${address}/?${query.toString().replaceAll('+', '%20')}`);
  const limitMs = options.limitMs ?? 100_000;
  let timer: NodeJS.Timeout | undefined;
  const code = await Promise.race([
    ended.promise,
    new Promise<undefined>((fulfil) => {
      timer = setTimeout(() => {
        fulfil(undefined);
      }, limitMs);
    }),
  ]);
  clearTimeout(timer);
  if (announced !== results.length) {
    const why = code === undefined ? `did not end within ${limitMs / 1000} s` : `ended with code ${code}`;
    throw new Error(`The extension host ${why}, ${results.length} tests reported:\n${log.slice(-60).join('\n')}`);
  }
  return results;
}
