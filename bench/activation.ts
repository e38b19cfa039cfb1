// npm run bench -- activation: load + activate, ours against VS Code's own GitHub sign-in and against an
// extension that does nothing, in the same windows. VS Code loads what starts with a window in one queue and counts the
// waiting as loading, so the empty one is the floor that nobody gets under: what an extension costs is what it adds to that.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { main, Stop } from '../scripts/processes.mjs';
import { root } from '../scripts/tools.mjs';
import { launchBrowser } from '../test/support/browser.ts';
import { startVsCode } from '../test/support/vscodeServer.ts';
import { openWorkbench, type Workbench } from '../test/support/workbench.ts';
import { median, medianRatio } from './support/median.ts';

const windowCount = 10;
const highestRatio = 0.5;
const ours = 'codex-accounts.codex-accounts';
const theirs = 'vscode.github-authentication';
const empty = 'practice.empty';
const names = { ours, theirs, empty };

type Name = keyof typeof names;

/** Milliseconds, as VS Code measures them: what a window waits for is both together. */
interface Activation {
  readonly loadMs: number;
  readonly activateMs: number;
}

function findActivation(table: string, extension: string): Activation | undefined {
  const row = new RegExp(`^\\| ${extension.replaceAll('.', '\\.')} +\\|[^|]*\\| (\\d+) +\\| (\\d+) +\\|`, 'mu').exec(
    table,
  );
  return row === null ? undefined : { loadMs: Number(row[1]), activateMs: Number(row[2]) };
}

function totalOf({ loadMs, activateMs }: Activation): number {
  return loadMs + activateMs;
}

function summarize(times: readonly Activation[]): { readonly totalMs: number; readonly words: string } {
  const totalMs = median(times.map(totalOf));
  const parts = [median(times.map(({ loadMs }) => loadMs)), median(times.map(({ activateMs }) => activateMs))];
  return { totalMs, words: `${totalMs} ms (load ${String(parts[0])}, activate ${String(parts[1])})` };
}

/** An extension that starts as ours does, and does nothing. */
async function packageEmpty(folder: string): Promise<string> {
  const [publisher, name] = empty.split('.');
  const manifest = {
    name,
    publisher,
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    main: './main.cjs',
    activationEvents: ['onStartupFinished'],
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.cjs'), 'exports.activate = () => {};');
  const packagePath = join(folder, 'empty.vsix');
  await createVSIX({ cwd: folder, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  return packagePath;
}

/** The text of "Developer: Startup Performance" in which all of them stand. */
async function readStartup(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await workbench.runCommand('Developer: Startup Performance');
    const editor = page.locator('.editor-instance .monaco-editor');
    await editor.locator('.view-line').filter({ hasText: 'System Info' }).waitFor();
    await editor.click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+C');
    const text = String(await page.evaluate('navigator.clipboard.readText()'));
    if (Object.values(names).every((extension) => findActivation(text, extension) !== undefined)) return text;
    await workbench.runCommand('View: Close All Editors');
  }
  throw new Stop('Startup Performance does not list the extensions.');
}

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-empty-'));
  const vscode = await startVsCode({
    extensions: [join(root, 'out', 'codex-accounts.vsix'), await packageEmpty(folder)],
  });
  const browser = await launchBrowser();
  const times: Readonly<Record<Name, Activation[]>> = { ours: [], theirs: [], empty: [] };
  try {
    // The first window warms the file system's caches for all; it does not count.
    for (let index = 0; index <= windowCount; index += 1) {
      const workbench = await openWorkbench({ browser, url: vscode.url, folder: vscode.folder });
      await workbench.statusBarItem(ours, 'codexAccounts.status').waitFor();
      const table = await readStartup(workbench);
      await workbench.close();
      for (const name of ['ours', 'theirs', 'empty'] as const) {
        const found = findActivation(table, names[name]);
        if (index > 0 && found !== undefined) times[name].push(found);
      }
    }
  } finally {
    await browser.close();
    await vscode.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const summary = { ours: summarize(times.ours), theirs: summarize(times.theirs), empty: summarize(times.empty) };
  const totals = { ours: times.ours.map(totalOf), theirs: times.theirs.map(totalOf), empty: times.empty.map(totalOf) };
  const addTo = (empty: readonly number[], all: readonly number[]): readonly number[] =>
    all.map((ms, window) => ms - (empty[window] ?? NaN));
  const ratio = medianRatio(totals.ours, totals.theirs);
  const ratioAdded = medianRatio(addTo(totals.empty, totals.ours), addTo(totals.empty, totals.theirs));
  process.stdout.write(
    `activation: ratio of what each adds ${ratioAdded.toFixed(2)} (at most ${highestRatio}); with the queue ${ratio.toFixed(2)}. ` +
      `Median of ${windowCount} windows: ours ${summary.ours.words}, ${theirs} ${summary.theirs.words}, an empty extension ${summary.empty.words}\n`,
  );
  return ratioAdded <= highestRatio ? 0 : 1;
});
