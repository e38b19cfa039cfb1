import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { readVault } from './vaultAccounts.ts';
import { adaPersonal, cynAtWork, readNotification, signInWithBrowser } from './steps.ts';

const scene = useScene({ settings: { 'codexAccounts.hidePersonalInfo': true } });
const email = '@practice.example';

function labels(): readonly string[] {
  return readVault(scene()).map(({ label }) => label);
}

describe('with personal information hidden', () => {
  it('no surface shows an e-mail address', async () => {
    const { workbench, statusItem, status } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    expect(await readNotification(scene(), 'Signed in as', 'hidden-notification')).not.toContain(email);
    await signInWithBrowser(scene(), cynAtWork);
    expect(await readNotification(scene(), 'Signed in as')).not.toContain(email);
    expect(labels()).toEqual(['Plus', 'Stone Lab']);
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    await frame.getByRole('heading', { name: 'Stone Lab' }).waitFor();
    expect((await frame.content()).includes(email)).toBe(false);
    expect(await workbench.readHover(statusItem)).toContain('(e-mail hidden)');
    expect(await status()).not.toContain(email);
    await workbench.screenshot('hidden-account');
    await statusItem.click();
    await workbench.quickInput.row('Show Account').waitFor();
    expect((await workbench.page.content()).includes(email)).toBe(false);
    await workbench.quickInput.cancel();
    await workbench.runCommand('Codex Accounts: Sign Out');
    await workbench.quickInput.row('Forget on This Computer').waitFor();
    expect((await workbench.page.content()).includes(email)).toBe(false);
    await workbench.quickInput.cancel();
  });

  it('shows it again as soon as the setting says so', async () => {
    const { workbench, statusItem } = scene();
    await workbench.runCommand('Preferences: Open Settings (UI)');
    const search = workbench.page.locator('.settings-editor .search-container');
    await search.click();
    await workbench.page.keyboard.type('codexAccounts.hidePersonalInfo');
    await workbench.page.getByRole('checkbox', { name: /hidePersonalInfo/u }).click();
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    await expect.poll(async () => (await frame.content()).includes(email)).toBe(true);
    expect(await workbench.readHover(statusItem)).toContain(email);
    await expect.poll(labels).toEqual(['ada', 'Stone Lab']);
  });
});
