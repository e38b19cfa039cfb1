import { describe, expect, it, onTestFinished } from 'vitest';
import { AppServer } from '../interop/appServer.ts';
import { useScene } from './scene.ts';
import {
  adaPersonal,
  consent,
  cynAtWork,
  decideOnDevicePage,
  openSignInPage,
  readNotification,
  signInWithBrowser,
  type Who,
} from './steps.ts';
import { expectInUse, homeRefresh, livingAccounts, readVault, requireAccount } from './vaultAccounts.ts';

const scene = useScene();

async function signIn(who: Who): Promise<void> {
  await signInWithBrowser(scene(), who);
  await readNotification(scene(), 'Signed in as');
}

/** Presses a button of a row of "Switch Account". */
async function pressRowButton(label: string, button: string): Promise<void> {
  const { workbench } = scene();
  await workbench.runCommand('Codex Accounts: Switch Account');
  const row = workbench.quickInput.row(label);
  await row.hover();
  await row.getByRole('button', { name: button, exact: true }).click();
}

function listGrants(): readonly string[] {
  return scene()
    .issuer.grants()
    .map(({ alive, personId }) => `${personId} ${alive ? 'lives' : 'ended'}`);
}

describe('a second account', () => {
  it('is kept and said without a question, and “Undo” ends its new sign-in and nothing else', async () => {
    const { workbench } = scene();
    await signIn(adaPersonal);
    const before = homeRefresh(scene());
    const page = await openSignInPage(scene());
    await consent(page, cynAtWork);
    await page.waitForURL(/\/success$/u);
    await page.close();
    await workbench.findNotification('Signed in as Stone Lab (cyn@practice.example');
    await workbench.screenshot('undo-sign-in');
    await workbench.clickNotificationButton('Signed in as Stone Lab', 'Undo');
    await workbench.findNotification('Stone Lab was taken away again');
    await workbench.screenshot('sign-in-undone');
    expect(listGrants()).toEqual(['ada lives', 'cyn ended']);
    expect(readVault(scene()).map(({ label }) => label)).toEqual(['ada']);
    expect(homeRefresh(scene())).toBe(before);
    await expectInUse(scene(), 'ada');
    await workbench.clearNotifications();
  });

  it('that is the same account again is asked about, with the way to another one, and ended unless it is wanted', async () => {
    const { workbench } = scene();
    const page = await openSignInPage(scene());
    await consent(page, adaPersonal);
    await page.waitForURL(/\/confirm$/u);
    await page.close();
    expect(await workbench.dialog.innerText()).toContain(
      'ada@practice.example came back, an account that is here already.',
    );
    expect(await workbench.dialog.getByRole('button', { name: 'Open chatgpt.com' }).isVisible()).toBe(true);
    await workbench.screenshot('same-account-again');
    await workbench.acceptDialog('That’s Not the One');
    await expect.poll(listGrants).toEqual(['ada lives', 'cyn ended', 'ada ended']);
  });

  it('of the same person is asked for by its workspace, and neither sign-in is ended', async () => {
    const { workbench, statusItem } = scene();
    await statusItem.click();
    await workbench.quickInput.pick('Add Another Workspace…');
    await workbench.quickInput.row('Harbour Works').waitFor();
    await workbench.screenshot('add-workspace');
    await workbench.quickInput.pick('Harbour Works');
    await workbench.quickInput.row('Get a Code').waitFor();
    await workbench.screenshot('in-place-without-a-browser');
    const page = await workbench.pageOpenedBy(() => workbench.quickInput.pick('Use the Browser Instead'));
    await page.getByRole('button', { name: 'Ada', exact: true }).click();
    expect(await page.getByLabel('Personal', { exact: true }).isDisabled()).toBe(true);
    await page.getByLabel('Harbour Works', { exact: true }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(/\/success$/u);
    await page.close();
    await readNotification(scene(), 'Signed in as');
    expect(readVault(scene()).map(({ label }) => label)).toEqual(['ada', 'Harbour Works']);
    await expectInUse(scene(), 'Harbour Works');
    expect(livingAccounts(scene())).toEqual(['ada', 'Harbour Works']);
  });
});

describe('switching', () => {
  it('takes two keystrokes from the status bar', async () => {
    const { workbench, statusItem } = scene();
    await statusItem.locator('a').focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput.row('Switch to ada').waitFor();
    await workbench.screenshot('switch-from-status-bar');
    await workbench.page.keyboard.press('Enter');
    await expectInUse(scene(), 'ada');
    expect(livingAccounts(scene())).toEqual(['ada', 'Harbour Works']);
  });

  it('goes back to the one before, and forth again', async () => {
    for (const label of ['Harbour Works', 'ada']) {
      await scene().workbench.runCommand('Codex Accounts: Switch to Previous Account');
      await expectInUse(scene(), label);
    }
    expect(livingAccounts(scene())).toEqual(['ada', 'Harbour Works']);
  });

  it('knows a third account, of somebody else', async () => {
    await signIn(cynAtWork);
    await expectInUse(scene(), 'Stone Lab');
    await scene().workbench.runCommand('Codex Accounts: Switch Account');
    await scene().workbench.quickInput.row('ada').waitFor();
    await scene().workbench.screenshot('switch-account');
    await scene().workbench.quickInput.pick('ada');
    await expectInUse(scene(), 'ada');
    expect(livingAccounts(scene())).toEqual(['ada', 'Harbour Works', 'Stone Lab']);
  });
});

describe('an account of the person’s own', () => {
  it('gets a name and a color', async () => {
    const { workbench, status } = scene();
    await pressRowButton('ada', 'Rename…');
    await expect.poll(() => workbench.quickInput.title()).toBe('Rename ada');
    await workbench.screenshot('rename-account');
    await workbench.quickInput.enter('Ada at home');
    await workbench.quickInput.row('Ada at home').waitFor();
    await workbench.quickInput.cancel();
    await expect.poll(status).toContain('Ada at home, ChatGPT, signed in');
    await pressRowButton('Ada at home', 'Choose Color…');
    await workbench.quickInput.pick('Green');
    await workbench.quickInput.row('Ada at home').waitFor();
    await workbench.screenshot('account-in-green');
    await workbench.quickInput.cancel();
    expect(requireAccount(scene(), 'Ada at home').colour).toBe('green');
  });

  it('can not take the name of another one', async () => {
    const { workbench } = scene();
    await pressRowButton('Stone Lab', 'Rename…');
    await expect.poll(() => workbench.quickInput.title()).toBe('Rename Stone Lab');
    await workbench.quickInput.enter('Harbour Works');
    await workbench.quickInput.row('Harbour Works 2').waitFor();
    await workbench.quickInput.cancel();
    expect(readVault(scene()).map(({ label }) => label)).toEqual(['Ada at home', 'Harbour Works', 'Harbour Works 2']);
  });

  it('keeps both when it is signed in again in place, by a code since no browser may come back here', async () => {
    const { workbench } = scene();
    const before = requireAccount(scene(), 'Ada at home');
    await pressRowButton('Ada at home', 'Sign In Again');
    await workbench.quickInput.pick('Get a Code');
    const page = await workbench.pageOpenedBy(() => workbench.acceptDialog('Copy Code and Open'));
    await decideOnDevicePage(page, adaPersonal, 'Approve');
    await page.getByRole('status').getByText('signed in').waitFor();
    await page.close();
    await readNotification(scene(), 'Signed in as Ada at home');
    await workbench.page.keyboard.press('Escape');
    const after = requireAccount(scene(), 'Ada at home');
    expect([after.id, after.colour, after.refresh === before.refresh]).toEqual([before.id, 'green', false]);
    await expectInUse(scene(), 'Ada at home');
    expect(livingAccounts(scene())).toEqual(['Ada at home', 'Harbour Works', 'Harbour Works 2']);
  });
});

describe('the account of a folder', () => {
  it('shows in the status bar when another one is in use, and is the first to switch to', async () => {
    const { workbench, status, statusItem } = scene();
    await workbench.runCommand('Codex Accounts: Set Account of This Folder');
    await workbench.quickInput.pick('Ada at home');
    await workbench.runCommand('Codex Accounts: Switch Account');
    await workbench.quickInput.pick('Harbour Works');
    await expect.poll(status).toContain('This folder expects Ada at home, but Harbour Works is in use.');
    await workbench.screenshot('folder-account-mismatch');
    await statusItem.click();
    await workbench.quickInput.row('Switch to Ada at home').waitFor();
    await workbench.page.keyboard.press('Enter');
    await expectInUse(scene(), 'Ada at home');
  });

  it('is forgotten when the person wants none', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Set Account of This Folder');
    await workbench.acceptDialog('Expect No Account');
    await workbench.runCommand('Codex Accounts: Switch Account');
    await workbench.quickInput.pick('Harbour Works');
    await expectInUse(scene(), 'Harbour Works');
  });
});

describe('a Codex that runs', () => {
  it('is named after the switch while it goes on with the account before, and no longer when it has ended', async () => {
    const { workbench, codexHome, authFile, status } = scene();
    const environment = (extra = {}) => ({ PATH: '/usr/bin:/bin', HOME: codexHome, CODEX_HOME: codexHome, ...extra });
    const home = {
      path: codexHome,
      authFile,
      environment,
      readAuth: () => Promise.resolve(undefined),
      remove: () => Promise.resolve(),
    };
    const server = await AppServer.start({ home });
    onTestFinished(() => server.close());
    await workbench.runCommand('Codex Accounts: Switch to Previous Account');
    const told = await workbench.describeNotification('The Codex of another program');
    expect(told?.message).toMatch(
      /\(process \d+\) still uses the account before\. What runs there takes the new one when it is started again\.$/u,
    );
    expect(told?.buttons).toEqual(['OK']);
    await workbench.screenshot('still-on-old-account');
    await expectInUse(scene(), 'Ada at home');
    expect(await status()).toContain('still uses the account before');
    await server.close();
    await expect.poll(status).not.toContain('still uses');
    await workbench.runCommand('Codex Accounts: Bring Running Codex to This Account');
    await workbench.notification('Every running Codex on this host uses the account').first().waitFor();
    expect(livingAccounts(scene())).toEqual(['Ada at home', 'Harbour Works', 'Harbour Works 2']);
  });
});
