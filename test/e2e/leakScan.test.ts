import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LeakSearch, listFamily } from './leakSearch.ts';
import { useScene } from './scene.ts';
import { adaPersonal, readNotification, signInWithBrowser, typeCredential } from './steps.ts';

const marker = `Leak${randomBytes(12).toString('hex')}`;
const search = new LeakSearch(marker);
const scene = useScene({
  issuer: { tokenMarker: marker, deviceIntervalSeconds: 1 },
  // Everything that VS Code can log is logged, into files: the place where a secret most easily gets lost.
  env: { LOG_LEVEL: 'trace' },
  nodeArguments: [`--import=${pathToFileURL(join(import.meta.dirname, 'logFiles', 'register.mjs')).href}`],
});

/** Everything the run wrote on this machine. */
function leaksInFiles(): string[] {
  const { vscode, codexHome } = scene();
  return [vscode.dataFolder, dirname(codexHome)].flatMap((folder) => search.inFolder(folder)).sort();
}

async function signInWithDeviceCode(): Promise<void> {
  const { workbench, issuer } = scene();
  await workbench.runCommand('Codex Accounts: Sign In with Device Code');
  await workbench.quickInput.pick('Get a Code');
  const code = await workbench.dialog.locator('.dialog-message-text').innerText();
  await workbench.acceptDialog('Copy Code');
  issuer.approveDeviceCode(code, { personId: 'cyn', workspaceId: 'c0510000-0000-4000-8000-000000000005' });
  const question = workbench.dialog.getByRole('button', { name: 'Save' });
  await question.or(workbench.notification('Signed in as')).first().waitFor();
  if (await question.isVisible()) await question.click();
}

/** The log files of a kind, by a part of their path. */
function readLogs(part: string): string {
  const { userDataDir } = scene().vscode;
  const names = readdirSync(userDataDir, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.log') && name.includes(part))
    .map((name) => readFileSync(join(userDataDir, name), 'utf8'))
    .join('\n');
}

describe('a whole run with marked secrets', () => {
  it('signs in by every method, with every surface open, reloads, and signs out partly', async () => {
    const { workbench, issuer, status, authFile } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    await workbench.runCommand('Terminal: Create New Terminal');
    await signInWithDeviceCode();
    await readNotification(scene(), 'Signed in as');
    await typeCredential(scene(), 'API Key', issuer.apiKeys.restricted);
    await readNotification(scene(), 'may not write Responses');
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    await typeCredential(scene(), 'Access Token', issuer.personalAccessTokens.revoked);
    await readNotification(scene(), 'The server refused');
    await typeCredential(scene(), 'Access Token', issuer.issueAgentIdentity());
    await readNotification(scene(), 'Signed in as');
    await workbench.runCommand('Codex Accounts: Sign Out');
    await workbench.quickInput.pick('Sign Codex Out on This Host');
    await readNotification(scene(), 'signed out on this host');
    expect(existsSync(authFile)).toBe(false);
    await typeCredential(scene(), 'Access Token', issuer.personalAccessTokens.business);
    await readNotification(scene(), 'Signed in as');
    await workbench.reload();
    await workbench.runCommand('Codex Accounts: Show Account');
    await (await workbench.webviewFrame()).getByRole('heading').first().waitFor();
    await workbench.readHover(scene().statusItem);
    await expect.poll(status).toContain('signed in');
  });

  it('left them in the Vault and in the Home alone', async () => {
    const { vscode, workbench, vaultFile, authFile } = scene();
    expect(leaksInFiles()).toEqual([authFile, vaultFile].sort());
    expect(listFamily(vscode.serverPid).length).toBeGreaterThan(2);
    expect(search.inProcesses(vscode.serverPid)).toEqual([]);
    expect(await search.inBrowser(workbench.page.context())).toEqual([]);
  });

  it('had logs to leave them in', () => {
    expect(readLogs('Codex Accounts')).toContain('sign-in: accessToken');
    expect(readLogs('exthost')).toContain('[trace]');
  });

  it('would have found them elsewhere', async () => {
    const { vscode, workbench, issuer } = scene();
    const planted = join(vscode.userDataDir, 'planted.bin');
    writeFileSync(planted, Buffer.from(`x${issuer.apiKeys.good}`).toString('base64'));
    await workbench.page.evaluate(
      `localStorage.setItem('planted', ${JSON.stringify(issuer.personalAccessTokens.business)})`,
    );
    expect(leaksInFiles()).toContain(planted);
    expect(await search.inBrowser(workbench.page.context())).toContain('the storage of the browser');
    rmSync(planted);
    await workbench.page.evaluate('localStorage.removeItem("planted")');
  });
});
