import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { screenshotFolder } from '../support/browser.ts';
import { makeTemporaryFolder, removeFolder } from '../support/vscodeServer.ts';
import { useScene } from './scene.ts';
import { adaAtWork, readNotification, signInWithBrowser } from './steps.ts';

const size = { width: 1000, height: 640 };
const largestBytes = 60 * 1024;
const folder = join(makeTemporaryFolder('readme'), 'lighthouse');
mkdirSync(join(folder, 'src'), { recursive: true });
writeFileSync(join(folder, 'README.md'), '# Lighthouse\n\nTells ships where they are.\n');
writeFileSync(
  join(folder, 'src', 'beam.py'),
  [
    'def point_at(seconds: float, period_seconds: float = 12) -> int:',
    '    """Where the beam points at a moment, in degrees from north."""',
    '    turns = (seconds / period_seconds) % 1',
    '    return round(turns * 360)',
    '',
  ].join('\n'),
);

const scene = useScene({
  folder,
  viewport: size,
  settings: {
    'workbench.colorTheme': 'Dark Modern',
    'workbench.layoutControl.enabled': false,
    'editor.minimap.enabled': false,
    'keyboard.layout': 'en',
    'outline.showFiles': false,
  },
});
afterAll(() => {
  removeFolder(join(folder, '..'));
});

describe('the pictures of the README', () => {
  it('show the status bar and the panel, each small enough to be shipped', async () => {
    const { workbench, statusItem } = scene();
    const { page } = workbench;
    await signInWithBrowser(scene(), adaAtWork);
    await readNotification(scene(), 'Signed in as');
    await page.getByRole('treeitem', { name: 'src' }).click();
    await page.getByRole('treeitem', { name: 'beam.py' }).dblclick();
    await page.locator('.view-line').filter({ hasText: 'Where the beam points' }).waitFor();
    await workbench.readHover(statusItem);
    const bar = join(screenshotFolder, 'readme-statusbar.png');
    await page.screenshot({ path: bar, animations: 'disabled', clip: { x: 360, y: 440, width: 640, height: 200 } });
    await page.mouse.move(600, 300);
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.runCommand('Codex Accounts: Show Account');
    await (await workbench.webviewFrame()).getByRole('heading', { name: 'Harbour Works' }).waitFor();
    await workbench.screenshot('readme-panel');
    for (const file of [bar, join(screenshotFolder, 'readme-panel.png')])
      expect(statSync(file).size).toBeLessThan(largestBytes);
  });
});
