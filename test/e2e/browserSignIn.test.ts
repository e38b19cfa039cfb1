import { statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { adaPersonal, consent, readAuth, readNotification } from './steps.ts';

const scene = useScene();

/** Moves the focus on with the Tab key, as far as somebody without a mouse has to. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await page.evaluate('document.activeElement?.id')) === id) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to "${id}".`);
}

describe('signing in with the browser, in a real VS Code', () => {
  it('starts signed out and says so', async () => {
    await expect.poll(scene().status).toContain('signed out');
  });

  it('goes from the picker through the page to a stored credential', async () => {
    const { workbench, issuer, authFile } = scene();
    await workbench.runCommand('Codex Accounts: Sign In');
    await workbench.quickInput.row('ChatGPT in the Browser').waitFor();
    await workbench.screenshot('sign-in-picker');
    const popup = await workbench.pageOpenedBy(async () => {
      await workbench.quickInput.pick('ChatGPT in the Browser');
    });
    await consent(popup, adaPersonal);
    await popup.waitForURL(/\/success$/u);
    expect(await popup.title()).toBe('You are signed in');
    expect(popup.url()).toBe('http://127.0.0.1:1455/success');
    await popup.close();
    expect(readAuth(scene())).toMatchObject({
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: { oauth_provenance: { issuer: issuer.url } },
    });
    expect(statSync(authFile).mode & 0o777).toBe(0o600);
  });

  it('shows who is signed in', async () => {
    await expect.poll(scene().status).toContain('ada, ChatGPT, signed in');
    await readNotification(scene(), 'Signed in as ada (ada@practice.example', 'signed-in');
  });

  it('adds a second account with the keyboard alone', async () => {
    const { workbench, issuer } = scene();
    const { keyboard } = workbench.page;
    await keyboard.press('F1');
    await keyboard.type('Codex Accounts: Sign In with Browser');
    await workbench.quickInput.row('Codex Accounts: Sign In with Browser').waitFor();
    const popup = await workbench.pageOpenedBy(async () => {
      await keyboard.press('Enter');
    });
    await tabTo(popup, 'person-cyn');
    await popup.keyboard.press('Enter');
    await popup.getByText('Stone Lab').waitFor();
    await tabTo(popup, 'accept');
    await popup.keyboard.press('Enter');
    await popup.waitForURL(/\/success$/u);
    await popup.close();
    expect((await workbench.describeNotification('Signed in as Stone Lab'))?.buttons).toEqual(['Undo', 'Show Account']);
    await readNotification(scene(), 'Signed in as Stone Lab', 'second-signed-in');
    await expect.poll(scene().status).toContain('Stone Lab, ChatGPT, signed in');
    expect(issuer.grants().map(({ alive }) => alive)).toEqual([true, true]);
  });
});
