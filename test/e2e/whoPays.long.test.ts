import { describe, expect, it } from 'vitest';
import { Terminal } from '../support/terminal.ts';
import { useScene } from './scene.ts';
import { adaPersonal, signInWithBrowser } from './steps.ts';

/** A VS Code that was started with a key which codex exec takes. */
const scene = useScene({ codex: true, env: { CODEX_API_KEY: 'sk-proj-of-the-practice' } });

const warning = 'each token is billed to the API account of a key in codex exec';

/** What a new terminal has of it. */
async function readInTerminal(): Promise<string> {
  const { workbench } = scene();
  const terminal = await Terminal.open(workbench);
  await terminal.enter('clear; echo "[$CODEX_API_KEY]"');
  await expect.poll(() => terminal.screen()).toMatch(/^\[.*\]$/mu);
  const [said] = /^\[.*\]$/mu.exec(await terminal.screen()) ?? [];
  await workbench.runCommand('View: Close Editor');
  return said ?? '';
}

describe('a key beside a ChatGPT plan', () => {
  it('is said in the status bar, its tooltip and the panel', async () => {
    const { workbench, status, statusItem } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await expect.poll(status).toContain('Who pays for codex exec: The OpenAI API account of a key, for each token.');
    await expect.poll(() => statusItem.innerText()).toContain('codex exec: API key');
    const hover = await workbench.readHover(statusItem);
    expect(hover).toContain(
      'Who pays for codex in a terminal, codex --no-daemon, the Codex extension: A ChatGPT plan.',
    );
    await workbench.screenshot('who-pays-tooltip');
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    const section = frame.getByRole('region', { name: 'Who Pays' });
    await section.scrollIntoViewIfNeeded();
    expect(await section.innerText()).toContain('CODEX_API_KEY is set, and comes before the sign-in');
    await workbench.screenshot('who-pays-panel');
    await workbench.runCommand('View: Close All Editors');
  });

  it('is taken out of new terminals, and put back', async () => {
    const { workbench, statusItem } = scene();
    await workbench.findNotification(warning);
    await workbench.screenshot('who-pays-warning');
    await workbench.clickNotificationButton(warning, 'Take the Key Out Here');
    await workbench.findNotification('New terminals of this window have no CODEX_API_KEY any more');
    await expect.poll(() => statusItem.innerText()).not.toContain('API key');
    expect(await readInTerminal()).toBe('[]');
    await workbench.clickNotificationButton('New terminals of this window', 'Put Back');
    await expect.poll(() => statusItem.innerText()).toContain('codex exec: API key');
    expect(await readInTerminal()).toBe('[sk-proj-of-the-practice]');
  });
});
