import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSecondUser, type SecondUser } from '../remote/secondUser.ts';
import { startSshServer, type SshServer } from '../remote/sshServer.ts';
import { obstacles, unless } from '../support/unless.ts';
import { setScene, type Scene } from './scene.ts';
import { adaPersonal, consent, readNotification, signInWithBrowser } from './steps.ts';
import { requireAccount } from './vaultAccounts.ts';

const title = 'Codex Accounts: Copy Account to a Host';
let user: SecondUser;
let server: SshServer;
let scene: Scene;

beforeAll(async () => {
  user = makeSecondUser('dash');
  server = await startSshServer(user);
  scene = await setScene({ settings: { 'remote.SSH.configFile': server.configFile } });
});
afterAll(async () => {
  await scene.close();
  await server.close();
  user.remove();
});

async function chooseHost(name: string): Promise<void> {
  const { workbench } = scene;
  await workbench.runCommand(title);
  await workbench.quickInput.pick('ada');
  await workbench.quickInput.pick(name);
}

describe('copying a sign-in to a host', unless(obstacles.noSecondUser), () => {
  it('shows the ways for another host without any account: from the palette, the picker, the panel and in place of copying', async () => {
    const { workbench } = scene;
    const expectWays = async (): Promise<void> => {
      await workbench.quickInput.row('3. Forward the callback').waitFor();
      await workbench.quickInput.cancel();
    };
    await workbench.runCommand('Codex Accounts: Ways to Sign In on Another Host');
    await expectWays();
    await workbench.runCommand('Codex Accounts: Sign In');
    await workbench.quickInput.row('Open chatgpt.com').waitFor();
    await workbench.screenshot('sign-in-picker');
    await workbench.quickInput.pick('Ways to Sign In on Another Host…');
    await expectWays();
    await workbench.runCommand('Codex Accounts: Ways to Sign In on Another Host');
    await workbench.quickInput.pick('Copy Account to a Host…');
    await workbench.clickNotificationButton('There is no account to copy yet.', 'Ways to Sign In on Another Host');
    await expectWays();
    await workbench.runCommand('Codex Accounts: Show Account');
    await (await workbench.webviewFrame()).getByRole('button', { name: 'Ways to Sign In on Another Host…' }).click();
    await expectWays();
    await workbench.runCommand('View: Close All Editors');
    await workbench.clearNotifications();
  });

  it('offers the hosts of the SSH configuration, and says who could not be reached', async () => {
    const { workbench } = scene;
    await signInWithBrowser(scene, adaPersonal);
    await readNotification(scene, 'Signed in as');
    await workbench.runCommand(title);
    await workbench.quickInput.pick('ada');
    await workbench.quickInput.row('wrong-key').waitFor();
    await workbench.screenshot('copy-targets');
    const labels = (await workbench.quickInput.rows()).map(({ label }) => label);
    expect(labels).toEqual(
      expect.arrayContaining([
        'far',
        'wrong-key',
        'down',
        'Another SSH Host…',
        'A Folder…',
        'Ways to Sign In on Another Host…',
      ]),
    );
    await workbench.quickInput.pick('wrong-key');
    const said = await readNotification(scene, 'did not accept your key', 'copy-wrong-key');
    expect(said).toContain(`${user.name}@127.0.0.1:${String(server.port)}`);
  });

  it('puts a lease there after the person has seen where and what', async () => {
    const { workbench } = scene;
    await chooseHost('far');
    await workbench.quickInput.row('Lease of ada').waitFor();
    await workbench.screenshot('copy-kind');
    await workbench.quickInput.pick('Lease of ada');
    const question = await workbench.dialog.innerText();
    expect(question).toContain(`Host: ${user.name}@127.0.0.1:${String(server.port)}`);
    expect(question).toContain(`File: ${user.authFile}`);
    expect(question).toContain('Nobody is signed in there.');
    await workbench.screenshot('copy-confirm');
    expect(existsSync(user.authFile)).toBe(false);
    await workbench.acceptDialog('Copy');
    const said = await readNotification(scene, 'The Codex CLI there says', 'copy-done');
    expect(said).toContain('Logged in using ChatGPT');
    expect(said).toContain('It cannot be renewed there: good until');
    expect(statSync(user.authFile).mode).toBe(0o100600);
    expect(readFileSync(user.authFile, 'utf8')).toContain('"refresh_token": ""');
    expect(readFileSync(user.authFile, 'utf8')).not.toContain(requireAccount(scene, 'ada').refresh);
  });

  it('puts a sign-in of its own there, which nobody here keeps', async () => {
    const { workbench, vaultFile } = scene;
    await chooseHost('far');
    await workbench.quickInput.pick('A Sign-In of Its Own');
    expect(await workbench.dialog.innerText()).toContain('A lease stands there now.');
    await workbench.acceptDialog('Copy');
    const page = await workbench.pageOpenedBy(() => workbench.quickInput.pick('Browser'));
    await consent(page, adaPersonal);
    await page.waitForURL(/\/(?:success|confirm)$/u);
    await page.close();
    await workbench.acceptDialog('Hand Over');
    await readNotification(scene, 'The Codex CLI there says');
    const refresh = /"refresh_token": "([^"]+)"/u.exec(readFileSync(user.authFile, 'utf8'))?.[1] ?? '';
    expect(refresh).not.toBe('');
    expect(readFileSync(vaultFile, 'utf8')).not.toContain(refresh);
    expect(readFileSync(scene.authFile, 'utf8')).not.toContain(refresh);
  });

  it('keeps a foreign sign-in beside the new one', async () => {
    const { workbench } = scene;
    await chooseHost('far');
    await workbench.quickInput.pick('Lease of ada');
    expect(await workbench.dialog.innerText()).toContain('A ChatGPT sign-in stands there now.');
    await workbench.acceptDialog('Keep the Old One Beside and Copy');
    expect(await readNotification(scene, 'The Codex CLI there says')).toMatch(/auth\.json\.before-\d{8}-\d{6}/u);
  });

  it('shows the documented ways, each to be copied, with the file of the Codex home of this host', async () => {
    const { workbench } = scene;
    await chooseHost('Ways to Sign In on Another Host…');
    await workbench.quickInput.row('3. Forward the callback').waitFor();
    await workbench.screenshot('copy-documented-ways');
    const rows = await workbench.quickInput.rows();
    expect(rows.map(({ label }) => label)).toEqual([
      'Read All of This as a Page',
      '1. Device code on the host',
      '2. Copy the file with scp',
      '2. Copy the file without scp',
      '2. Copy the file into a container',
      '3. Forward the callback',
      'Copy Account to a Host…',
    ]);
    expect(rows.at(-2)?.description).toBe('ssh -L 1455:localhost:1455 user@remote');
    expect(rows[2]?.description).toContain(`scp ${scene.authFile} user@remote`);
    await workbench.quickInput.pick('3. Forward the callback');
    await expect
      .poll(() => workbench.quickInput.input.getAttribute('placeholder'))
      .toBe('Copied: ssh -L 1455:localhost:1455 user@remote');
    await workbench.quickInput.pick('Read All of This as a Page');
    await workbench.page.locator('.tab', { hasText: 'Signing In on Another Host' }).waitFor();
    const page = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe').locator('body');
    await page.getByText('Where the file belongs').waitFor();
    expect(await page.innerText()).toContain('ssh -L 1455:localhost:1455 user@remote');
    expect(await page.innerText()).toContain(`< ${scene.authFile}`);
    await workbench.screenshot('copy-ways-page');
  });
});
