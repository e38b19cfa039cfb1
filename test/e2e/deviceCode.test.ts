import { statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { adaAtWork, cynAtWork, decideOnDevicePage as decide, readAuth, readNotification } from './steps.ts';

const getCode = 'Get a Code';
const codeShape = /^[A-Z0-9]{4}-[A-Z0-9]{5}$/u;

const scene = useScene({ issuer: { deviceIntervalSeconds: 1 } });

/** Asks for a code from the palette. @returns the page that "Copy Code and Open" opened, the code on the clipboard */
async function openDevicePage(): Promise<Page> {
  const { workbench } = scene();
  await workbench.runCommand('Codex Accounts: Sign In with Device Code');
  await workbench.quickInput.pick(getCode);
  await workbench.dialog.getByText('Type this code at').waitFor();
  return workbench.pageOpenedBy(async () => {
    await workbench.acceptDialog('Copy Code and Open');
  });
}

describe('signing in with a device code', () => {
  it('says first where device codes are switched on, and asks for nothing before', async () => {
    const { workbench, issuer } = scene();
    await workbench.runCommand('Codex Accounts: Sign In');
    await workbench.quickInput.pick('ChatGPT with a Device Code');
    await workbench.quickInput.row(getCode).waitFor();
    const rows = await workbench.quickInput.rows();
    expect(rows.map(({ label }) => label)).toEqual([
      getCode,
      'Open ChatGPT Security Settings',
      'Open Workspace Permissions',
      'Open chatgpt.com',
    ]);
    expect(rows.at(-1)?.detail).toBe('Make sure the right account is active there, or the wrong one is picked.');
    await workbench.screenshot('device-prerequisite');
    await workbench.quickInput.pick('Open Workspace Permissions');
    await expect.poll(() => workbench.dialog.innerText()).toContain('https://chatgpt.com/admin/permissions');
    await workbench.acceptDialog('Cancel');
    await workbench.quickInput.row(getCode).waitFor();
    await workbench.quickInput.cancel();
    expect(issuer.log.requests()).toEqual([]);
    await expect.poll(() => scene().status()).toContain('signed out');
  });

  it('shows the code large, with the address as text and a warning, and copies it with one button', async () => {
    const { workbench, issuer } = scene();
    await workbench.runCommand('Codex Accounts: Sign In with Device Code');
    await workbench.quickInput.pick(getCode);
    const heading = workbench.dialog.locator('.dialog-message-text');
    await expect.poll(() => heading.innerText()).toMatch(codeShape);
    const words = await workbench.dialog.innerText();
    expect(words).toContain(`${issuer.url}/codex/device`);
    expect(words).toContain('Never share this code');
    await workbench.screenshot('device-code-dialog');
    const code = await heading.innerText();
    const page = await workbench.pageOpenedBy(async () => {
      await workbench.acceptDialog('Copy Code and Open');
    });
    expect(page.url()).toContain('/codex/device');
    expect(await workbench.page.evaluate('navigator.clipboard.readText()')).toBe(code);
    await page.close();
    await workbench.notification(`Type ${code} at`).waitFor();
    await expect.poll(() => scene().statusItem.innerText()).toContain(code);
    await workbench.screenshot('device-code-progress');
    await workbench.clickNotificationButton(`Type ${code} at`, 'Cancel');
    await expect.poll(() => scene().status()).toContain('signed out');
  });

  it('survives cut connections and ends signed in once the person approves', async () => {
    const { issuer, workbench } = scene();
    const page = await openDevicePage();
    issuer.fault({ path: '/api/accounts/deviceauth/token', times: 2, kind: 'cut' });
    await expect
      .poll(
        () =>
          issuer.log.requests({ path: '/api/accounts/deviceauth/token' }).filter(({ status }) => status === undefined)
            .length,
      )
      .toBe(2);
    await decide(page, adaAtWork, 'Approve');
    await page.getByRole('status').getByText('signed in').waitFor();
    await page.close();
    expect(await readNotification(scene(), 'Signed in as', 'device-code-done')).toContain('Harbour Works');
    await expect.poll(() => scene().status()).toContain('Harbour Works, ChatGPT, signed in');
    expect(readAuth(scene())).toMatchObject({
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: { oauth_provenance: { issuer: issuer.url } },
    });
    expect(statSync(scene().authFile).mode & 0o777).toBe(0o600);
    expect(await workbench.notifications()).toEqual([]);
  });

  it('says who can switch it on when it was declined, and offers what works here without one', async () => {
    const before = readAuth(scene());
    const page = await openDevicePage();
    await decide(page, cynAtWork, 'Deny');
    await page.close();
    const { workbench } = scene();
    expect(await workbench.describeNotification('Workspace permissions')).toMatchObject({
      severity: 'error',
      buttons: ['Sign In by Pasting an Address', 'Copy Message for Your Administrator'],
    });
    expect(await readNotification(scene(), 'Workspace permissions', 'device-code-refused')).toContain(
      'security settings',
    );
    expect(readAuth(scene())).toEqual(before);
    await expect.poll(() => scene().status()).toContain('Harbour Works, ChatGPT, signed in');
  });

  it('says so when the service has no device codes, and the button leads to the sign-in that is left', async () => {
    const { workbench, issuer } = scene();
    issuer.fault({ path: '/api/accounts/deviceauth/usercode', times: 1, kind: 'status', status: 404 });
    await workbench.runCommand('Codex Accounts: Sign In with Device Code');
    await workbench.quickInput.pick(getCode);
    const sentence = 'Device codes are not enabled';
    await workbench.findNotification(sentence);
    await workbench.screenshot('device-code-not-enabled');
    const page = await workbench.pageOpenedBy(() =>
      workbench.clickNotificationButton(sentence, 'Sign In by Pasting an Address'),
    );
    await page.close();
    await workbench.quickInput.cancel();
    await workbench.notification('for another account, open chatgpt.com and switch to it first').waitFor();
    await workbench.screenshot('advice-on-second-account');
    await workbench.clickNotificationButton('Finish signing in', 'Cancel');
    await expect.poll(() => scene().status()).toContain('Harbour Works, ChatGPT, signed in');
  });
});
