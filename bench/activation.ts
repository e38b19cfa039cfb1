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

/** Milliseconds to load the code and to activate, as VS Code measures them: what a window waits for. */
function findActivationMs(table: string, extension: string): number | undefined {
  const row = new RegExp(`^\\| ${extension.replaceAll('.', '\\.')} +\\|[^|]*\\| (\\d+) +\\| (\\d+) +\\|`, 'mu').exec(table);
  return row === null ? undefined : Number(row[1]) + Number(row[2]);
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
    if ([ours, theirs].every((extension) => findActivationMs(text, extension) !== undefined)) return text;
    await workbench.runCommand('View: Close All Editors');
  }
  throw new Stop('Startup Performance does not list both extensions.');
}

await main(async () => {
  const vscode = await startVsCode({ extensions: [join(root, 'out', 'codex-accounts.vsix')] });
  const browser = await launchBrowser();
  const times: { readonly ours: number; readonly theirs: number }[] = [];
  try {
    // The first window warms the file system's caches for both; it does not count.
    for (let index = 0; index <= windowCount; index += 1) {
      const workbench = await openWorkbench({ browser, url: vscode.url, folder: vscode.folder });
      await workbench.statusBarItem(ours, 'codexAccounts.status').waitFor();
      const table = await readStartup(workbench);
      await workbench.close();
      if (index > 0) times.push({ ours: findActivationMs(table, ours) ?? NaN, theirs: findActivationMs(table, theirs) ?? NaN });
    }
  } finally {
    await browser.close();
    await vscode.close();
  }
  const [oursMs, theirsMs] = [median(times.map((time) => time.ours)), median(times.map((time) => time.theirs))];
  const ratio = oursMs / theirsMs;
  process.stdout.write(
    `activation: ratio ${ratio.toFixed(2)} (at most ${highestRatio}); median of ${windowCount} windows: ours ${oursMs} ms, ${theirs} ${theirsMs} ms\n`,
  );
  return ratio <= highestRatio ? 0 : 1;
});
