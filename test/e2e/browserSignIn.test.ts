import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionId, setScene, type Scene } from './scene.ts';

describe('signing in with the browser, in a real VS Code', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await setScene();
  });

  afterAll(async () => {
    await scene.close();
  });

  it('starts signed out and says so', async () => {
    const item = scene.workbench.statusBarItem(extensionId, 'codexAccounts.status');
    await expect.poll(() => scene.workbench.statusBarLabel(item)).toContain('signed out');
  });

  it('goes from the picker through the page to a stored credential', async () => {
    const { workbench } = scene;
    await workbench.runCommand('Codex Accounts: Sign In');
    await workbench.screenshot('sign-in-picker');
    const popup = await workbench.pageOpenedBy(async () => {
      await workbench.quickInput.pick('ChatGPT in the Browser');
    });
    await popup.getByRole('button', { name: /Ada/u }).click();
    await popup.getByLabel(/Personal/u).check();
    await popup.getByRole('button', { name: 'Continue' }).click();
    await popup.waitForURL(/\/success$/u);
    expect(await popup.title()).toBe('You are signed in');
    expect(popup.url()).toBe('http://127.0.0.1:1455/success');
    await popup.screenshot({ path: 'out/screenshots/callback-success.png' });
    await popup.close();
    const document: unknown = JSON.parse(readFileSync(join(scene.codexHome, 'auth.json'), 'utf8'));
    expect(document).toMatchObject({ auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens: { oauth_provenance: { issuer: scene.issuer.url } } });
    expect(statSync(join(scene.codexHome, 'auth.json')).mode & 0o777).toBe(0o600);
  });

  it('shows who is signed in', async () => {
    const { workbench } = scene;
    const item = workbench.statusBarItem(extensionId, 'codexAccounts.status');
    await expect.poll(() => workbench.statusBarLabel(item)).toContain('Personal, ChatGPT, signed in');
    await workbench.screenshot('signed-in');
  });
});
