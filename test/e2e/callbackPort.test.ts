import { afterEach, describe, expect, it } from 'vitest';
import { setScene, type Scene } from './scene.ts';
import { openSignInPage } from './steps.ts';

const toast = 'Your application running on port';

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

/** A browser sign-in that stays open, in a window with these settings. */
async function beginSignIn(portsAttributes: Readonly<Record<string, object>>): Promise<Scene> {
  scene = await setScene({ settings: { 'remote.portsAttributes': portsAttributes } });
  await (await openSignInPage(scene)).close();
  return scene;
}

async function showsPort(workbench: Scene['workbench'], port: number): Promise<boolean> {
  await workbench.runCommand('Ports: Focus on Ports View');
  return workbench.page.locator('.monaco-list-row').filter({ hasText: String(port) }).first().isVisible();
}

describe('the port that the browser comes back to', () => {
  it('is forwarded without a word, and other ports keep what the person says of them', async () => {
    const { workbench } = await beginSignIn({ 3000: { onAutoForward: 'ignore' } });
    // VS Code looks for new ports every few seconds; the list shows when it has found this one.
    await expect.poll(() => showsPort(workbench, 1455), { timeout: 30_000 }).toBe(true);
    expect((await workbench.notifications()).filter(({ message }) => message.includes(toast))).toEqual([]);
  });

  it('is announced to a person who wants it to be', async () => {
    const { workbench } = await beginSignIn({ 1455: { onAutoForward: 'notify' } });
    await workbench.notification(`${toast} 1455`).waitFor();
  });
});
