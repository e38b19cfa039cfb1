// node scripts/run.mjs bench/activation.ts: load + activate, ours against VS Code's own GitHub sign-in, in the same windows.

import { join } from 'node:path';
import { main, Stop } from '../scripts/processes.mjs';
import { root } from '../scripts/tools.mjs';
import { launchBrowser } from '../test/support/browser.ts';
import { startVsCode } from '../test/support/vscodeServer.ts';
import { openWorkbench, type Workbench } from '../test/support/workbench.ts';
import { median } from './median.ts';

const windowCount = 10;
const highestRatio = 0.5;
const ours = 'codex-accounts.codex-accounts';
const theirs = 'vscode.github-authentication';

/** Milliseconds, as VS Code measures them: what a window waits for is both together. */
interface Activation {
  readonly loadMs: number;
  readonly activateMs: number;
}

function findActivation(table: string, extension: string): Activation | undefined {
  const row = new RegExp(`^\\| ${extension.replaceAll('.', '\\.')} +\\|[^|]*\\| (\\d+) +\\| (\\d+) +\\|`, 'mu').exec(table);
  return row === null ? undefined : { loadMs: Number(row[1]), activateMs: Number(row[2]) };
}

function summarize(times: readonly Activation[]): { readonly totalMs: number; readonly words: string } {
  const totalMs = median(times.map(({ loadMs, activateMs }) => loadMs + activateMs));
  const parts = [median(times.map(({ loadMs }) => loadMs)), median(times.map(({ activateMs }) => activateMs))];
  return { totalMs, words: `${totalMs} ms (load ${String(parts[0])}, activate ${String(parts[1])})` };
}

/** The text of "Developer: Startup Performance" in which both extensions stand. */
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
    if ([ours, theirs].every((extension) => findActivation(text, extension) !== undefined)) return text;
    await workbench.runCommand('View: Close All Editors');
  }
  throw new Stop('Startup Performance does not list both extensions.');
}

await main(async () => {
  const vscode = await startVsCode({ extensions: [join(root, 'out', 'codex-accounts.vsix')] });
  const browser = await launchBrowser();
  const times: Readonly<Record<'ours' | 'theirs', Activation[]>> = { ours: [], theirs: [] };
  try {
    // The first window warms the file system's caches for both; it does not count.
    for (let index = 0; index <= windowCount; index += 1) {
      const workbench = await openWorkbench({ browser, url: vscode.url, folder: vscode.folder });
      await workbench.statusBarItem(ours, 'codexAccounts.status').waitFor();
      const table = await readStartup(workbench);
      await workbench.close();
      const found = { ours: findActivation(table, ours), theirs: findActivation(table, theirs) };
      if (index === 0 || found.ours === undefined || found.theirs === undefined) continue;
      times.ours.push(found.ours);
      times.theirs.push(found.theirs);
    }
  } finally {
    await browser.close();
    await vscode.close();
  }
  const summary = { ours: summarize(times.ours), theirs: summarize(times.theirs) };
  const ratio = summary.ours.totalMs / summary.theirs.totalMs;
  process.stdout.write(
    `activation: ratio ${ratio.toFixed(2)} (at most ${highestRatio}); median of ${windowCount} windows: ours ${summary.ours.words}, ${theirs} ${summary.theirs.words}\n`,
  );
  return ratio <= highestRatio ? 0 : 1;
});
