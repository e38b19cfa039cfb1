import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startVsCode } from '../support/vscodeServer.ts';
import { openWorkbench } from '../support/workbench.ts';
import { extensionId, pointAt, useScene } from './scene.ts';
import { adaPersonal, readAuth, readNotification, signInWithBrowser } from './steps.ts';

const scene = useScene();

describe('a host whose Codex home is gone', () => {
  it('is offered its account back in one click', async () => {
    const { workbench, codexHome } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as ada');
    const before = readAuth(scene());
    rmSync(codexHome, { recursive: true });
    await workbench.notification('The Codex home on this host is gone').waitFor();
    await workbench.page.mouse.move(640, 300);
    await workbench.screenshot('home-gone');
    expect(await workbench.readHover(scene().statusItem)).toContain(
      'The Codex CLI on this computer is signed out. Click to let it use this account.',
    );
    await workbench.page.mouse.move(640, 300);
    await workbench.clickNotificationButton('The Codex home on this host is gone', 'Use ada Again');
    await expect.poll(() => JSON.stringify(readAuthOrNothing())).toBe(JSON.stringify(before));
    await expect.poll(scene().status).toContain('ada, ChatGPT, signed in');
  });

  it('is given it from the status bar too, after the notification was sent away', async () => {
    const { workbench, codexHome, statusItem } = scene();
    rmSync(codexHome, { recursive: true });
    await readNotification(scene(), 'The Codex home on this host is gone');
    await statusItem.click();
    await workbench.quickInput.row('Use ada in Codex').waitFor();
    await workbench.screenshot('menu-home-gone');
    await workbench.quickInput.pick('Use ada in Codex');
    await expect.poll(() => readAuthOrNothing()).toMatchObject({ auth_mode: 'chatgpt' });
  });

  it('finds its accounts again after a rebuild that left only the editor’s data', async () => {
    const { vscode, issuer, browser, codexHome, stateFolder } = scene();
    const tokens = readAuth(scene())['tokens'];
    await vscode.close({ keep: true });
    for (const folder of [codexHome, stateFolder]) {
      rmSync(folder, { recursive: true });
    }
    const env = {
      CODEX_HOME: codexHome,
      XDG_STATE_HOME: dirname(stateFolder),
      REMOTE_CONTAINERS: 'true',
      OPENAI_API_KEY: 'sk-of-the-host',
    };
    const rebuilt = await startVsCode({
      dataFolder: vscode.dataFolder,
      extensions: [],
      env,
      userSettings: pointAt(issuer),
    });
    try {
      const workbench = await openWorkbench({ browser, url: rebuilt.url, folder: rebuilt.folder });
      const sentence = 'This container was rebuilt, and its Codex home is empty. ada is still among your accounts.';
      await workbench.notification(sentence).waitFor();
      await workbench.page.mouse.move(640, 300);
      await workbench.screenshot('rebuilt');
      await workbench.runCommand('Codex Accounts: Sign In');
      await workbench.quickInput.row('API Key').waitFor();
      const rows = await workbench.quickInput.rows();
      expect(rows.find(({ label }) => label === 'API Key')?.description).toBe(
        'OPENAI_API_KEY is set here · codex login --with-api-key',
      );
      await workbench.screenshot('picker-set-variable');
      await workbench.quickInput.pick('API Key');
      await workbench.quickInput.row('Use OPENAI_API_KEY').waitFor();
      await workbench.quickInput.cancel();
      expect(readAuthOrNothing()).toBeUndefined();
      await workbench.clickNotificationButton(sentence, 'Use ada Again');
      await expect.poll(() => readAuthOrNothing()?.['tokens']).toEqual(tokens);
      const statusItem = workbench.statusBarItem(extensionId, 'codexAccounts.status');
      await expect.poll(() => workbench.statusBarLabel(statusItem)).toContain('ada, ChatGPT, signed in');
      expect(issuer.grants().map(({ alive }) => alive)).toEqual([true]);
      await workbench.close();
    } finally {
      await rebuilt.close();
    }
  });
});

/** `auth.json` as JSON; undefined while there is none. */
function readAuthOrNothing(): Readonly<Record<string, unknown>> | undefined {
  try {
    return readAuth(scene());
  } catch {
    return undefined;
  }
}
