import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { adaAtWork, adaPersonal, readAuth, readNotification, signInWithBrowser, typeCredential } from './steps.ts';

const scene = useScene();

function refreshTokenInHome(): string {
  const { tokens } = readAuth(scene());
  if (typeof tokens !== 'object' || tokens === null || !('refresh_token' in tokens))
    throw new Error('No tokens in the Home.');
  return String(tokens.refresh_token);
}

/** Whether the grant of a refresh token lives at the issuer. */
function isAlive(refreshToken: string): boolean | undefined {
  return scene()
    .issuer.grants()
    .find(({ refreshTokens }) => refreshTokens.includes(refreshToken))?.alive;
}

function vaultText(): string {
  return existsSync(scene().vaultFile) ? readFileSync(scene().vaultFile, 'utf8') : '';
}

async function chooseSignOut(row: string): Promise<void> {
  const { workbench } = scene();
  await workbench.runCommand('Codex Accounts: Sign Out');
  await workbench.quickInput.pick(row);
}

describe('a sign-in that lasts', () => {
  it('survives a reload of the window', async () => {
    const { workbench, status, vaultFile } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    await workbench.reload();
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    expect(statSync(vaultFile).mode & 0o777).toBe(0o600);
    const tooltip = await workbench.readHover(scene().statusItem);
    for (const words of [
      'ada@practice.example',
      'Plus',
      'Has: ',
      'The Codex CLI on this computer uses this account.',
    ]) {
      expect(tooltip).toContain(words);
    }
    await workbench.screenshot('status-tooltip-light');
  });

  it('survives a change of the theme, in every theme', async () => {
    const { workbench, status, statusItem } = scene();
    for (const [theme, name] of [
      ['Dark Modern', 'dark'],
      ['Dark High Contrast', 'high-contrast'],
      ['Light Modern', 'light'],
    ]) {
      await workbench.switchTheme(theme ?? '');
      await workbench.runCommand('Codex Accounts: Show Account');
      await (await workbench.webviewFrame()).getByRole('heading', { name: 'ada' }).waitFor();
      await workbench.readHover(statusItem);
      await workbench.screenshot(`account-${name ?? ''}`);
      expect(await status()).toContain('ada, ChatGPT, signed in');
    }
    await workbench.runCommand('View: Close All Editors');
  });
});

describe('the account menu', () => {
  it('opens from the status bar and lists what can be done', async () => {
    const { workbench, statusItem } = scene();
    await statusItem.click();
    await workbench.quickInput.row('Show Account').waitFor();
    expect((await workbench.quickInput.rows()).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Show Account', 'Check My Plan Again', 'Sign Out…', 'Add Another Account…', 'Show Log']),
    );
    expect(await workbench.quickInput.input.getAttribute('placeholder')).toContain('ada@practice.example');
    await workbench.screenshot('account-menu');
    await workbench.quickInput.pick('Check My Plan Again');
    await readNotification(scene(), 'the server accepts ada');
  });
});

describe('signing out', () => {
  it('says how far each way reaches before it acts', async () => {
    const { workbench, authFile } = scene();
    await workbench.runCommand('Codex Accounts: Sign Out');
    await workbench.quickInput.row('Forget on This Computer').waitFor();
    const rows = await workbench.quickInput.rows();
    expect(rows.map(({ label }) => label)).toEqual([
      'Forget on This Computer',
      'Sign Codex Out on This Host',
      'Revoke Everywhere',
      'See Where I Am Signed In',
    ]);
    expect(rows.map(({ description }) => description)).toContain(authFile);
    await workbench.screenshot('sign-out-menu');
    await workbench.quickInput.cancel();
  });

  it('of Codex on this host removes auth.json alone', async () => {
    const { authFile, status } = scene();
    const token = refreshTokenInHome();
    await chooseSignOut('Sign Codex Out on This Host');
    await readNotification(scene(), 'Codex is signed out on this host');
    expect(existsSync(authFile)).toBe(false);
    expect(isAlive(token)).toBe(true);
    expect(vaultText()).toContain(token);
    await expect.poll(status).not.toContain('loading');
    expect(scene().issuer.log.requests({ path: '/oauth/revoke' })).toEqual([]);
  });

  it('by forgetting removes the account alone, and the CLI keeps its copy', async () => {
    const { authFile, status } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    const token = refreshTokenInHome();
    await chooseSignOut('Forget on This Computer');
    await readNotification(scene(), 'was forgotten');
    await expect.poll(status).toContain('signed out');
    expect(vaultText()).not.toContain(token);
    expect(refreshTokenInHome()).toBe(token);
    expect(isAlive(token)).toBe(true);
    rmSync(authFile);
  });

  it('everywhere ends the sign-in on the server, in the Home and here', async () => {
    const { authFile, status } = scene();
    await signInWithBrowser(scene(), adaAtWork);
    await readNotification(scene(), 'Signed in as');
    const token = refreshTokenInHome();
    await chooseSignOut('Revoke Everywhere');
    await readNotification(scene(), 'was revoked');
    expect(isAlive(token)).toBe(false);
    expect(existsSync(authFile)).toBe(false);
    expect(vaultText()).not.toContain(token);
    await expect.poll(status).toContain('signed out');
  });

  it('everywhere keeps the account when the server does not confirm', async () => {
    const { issuer, status } = scene();
    await signInWithBrowser(scene(), adaAtWork);
    await readNotification(scene(), 'Signed in as');
    const token = refreshTokenInHome();
    issuer.fault({ path: '/oauth/revoke', times: 1, kind: 'status', status: 503 });
    await chooseSignOut('Revoke Everywhere');
    await readNotification(scene(), 'did not confirm', 'sign-out-not-revoked');
    expect(vaultText()).toContain(token);
    expect(refreshTokenInHome()).toBe(token);
    await expect.poll(status).toContain('signed in');
  });

  it('offers no revoking where the server has none', async () => {
    const { workbench, issuer } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    await workbench.runCommand('Codex Accounts: Sign Out');
    await workbench.quickInput.row('Forget on This Computer').waitFor();
    expect((await workbench.quickInput.rows()).map(({ label }) => label)).not.toContain('Revoke Everywhere');
    await workbench.quickInput.cancel();
  });
});
