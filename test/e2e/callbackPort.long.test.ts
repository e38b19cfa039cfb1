import { afterEach, describe, expect, it } from 'vitest';
import { holdPort } from '../support/sockets.ts';
import { setScene, type Scene } from './scene.ts';
import { openSignInPage } from './steps.ts';

const toast = 'Your application running on port';

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

/** A browser sign-in that stays open, in a window with these settings that forwards new ports. */
async function beginSignIn(portsAttributes: Readonly<Record<string, object>>): Promise<Scene> {
  scene = await setScene({
    settings: { 'remote.portsAttributes': { ...portsAttributes, '20000-65535': { onAutoForward: 'silent' } } },
  });
  await forwardsNewPorts(scene.workbench);
  await (await openSignInPage(scene)).close();
  return scene;
}

/** VS Code forwards no port that was open when it first looked for some; a window that has just opened may not have looked yet. */
async function forwardsNewPorts(workbench: Scene['workbench']): Promise<void> {
  await expect
    .poll(async () => {
      const port = await holdPort('127.0.0.1');
      return expect
        .poll(() => showsPort(workbench, port), { timeout: 6_000 })
        .toBe(true)
        .then(
          () => true,
          () => false,
        );
    })
    .toBe(true);
}

async function showsPort(workbench: Scene['workbench'], port: number): Promise<boolean> {
  await workbench.runCommand('Ports: Focus on Ports View');
  return workbench.page
    .locator('.monaco-list-row')
    .filter({ hasText: String(port) })
    .first()
    .isVisible();
}

describe('the port that the browser comes back to', () => {
  it('is forwarded without a word, and other ports keep what the person says of them', async () => {
    const { workbench } = await beginSignIn({ 3000: { onAutoForward: 'ignore' } });
    await expect.poll(() => showsPort(workbench, 1455)).toBe(true);
    expect((await workbench.notifications()).filter(({ message }) => message.includes(toast))).toEqual([]);
  });

  it('is announced to a person who wants it to be', async () => {
    const { workbench } = await beginSignIn({ 1455: { onAutoForward: 'notify' } });
    await workbench.notification(`${toast} 1455`).waitFor();
  });
});
