import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../src/providers/azure.ts';
import { startModelServer, type ModelServer } from '../support/modelServer.ts';
import { LeakSearch, listFamily } from './leakSearch.ts';
import { useScene } from './scene.ts';
import { adaPersonal, readNotification, signInWithBrowser, typeCredential } from './steps.ts';

const marker = `Leak${randomBytes(12).toString('hex')}`;
const search = new LeakSearch(marker);
const azureKey = `azure-${marker}`;
const bin = mkdtempSync(join(tmpdir(), 'ca-gh-'));
// It knows the repository, and repeats the secret that it is given in its failure.
const repository = { nameWithOwner: 'acme/app', visibility: 'PRIVATE', url: 'https://github.com/acme/app' };
writeFileSync(
  join(bin, 'gh'),
  `#!/bin/sh\nif [ "$1" = repo ]; then echo '${JSON.stringify(repository)}'; else echo "HTTP 403: $(cat)" >&2; exit 1; fi\n`,
  { mode: 0o755 },
);
let azure: ModelServer;
beforeAll(async () => {
  azure = await startModelServer({ key: azureKey, apiVersion: defaultApiVersion, models: ['west'] });
});
afterAll(async () => {
  await azure.close();
  rmSync(bin, { recursive: true });
});

const scene = useScene({
  issuer: { tokenMarker: marker, deviceIntervalSeconds: 1 },
  // Everything that VS Code can log is logged, into files: the place where a secret most easily gets lost.
  env: { LOG_LEVEL: 'trace', PATH: `${bin}:${process.env['PATH'] ?? ''}` },
  nodeArguments: [`--import=${pathToFileURL(join(import.meta.dirname, 'logFiles', 'register.mjs')).href}`],
  prepare: ({ codexHome }) => {
    writeFileSync(join(codexHome, '.env'), `HTTPS_PROXY=http://ada:${marker}@127.0.0.1:9\nTEAM_TOKEN=${marker}\n`);
  },
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

/** Waits for a question by its title, and answers it. */
async function answer(title: string, text: string | undefined, isHidden = false): Promise<void> {
  const { quickInput, page } = scene().workbench;
  await quickInput.input.waitFor();
  await expect.poll(() => quickInput.title()).toBe(title);
  await expect.poll(() => quickInput.input.getAttribute('type')).toBe(isHidden ? 'password' : 'text');
  if (text !== undefined) await quickInput.fill(text);
  await page.keyboard.press('Enter');
}

/** What the question in the middle of the window says; the button answers it. */
async function accept(words: string, button: string): Promise<string> {
  const { workbench } = scene();
  await workbench.dialog.getByText(words).first().waitFor();
  const said = await workbench.dialog.innerText();
  await workbench.acceptDialog(button);
  return said;
}

/** The words of every row of the list, with the page that it can be read as, which stays open. */
async function readListAndPage(command: string, heading: string): Promise<string> {
  const { workbench } = scene();
  await workbench.runCommand(command);
  await workbench.quickInput.row('Read All of This as a Page').waitFor();
  const rows = await workbench.quickInput.rows();
  await workbench.quickInput.pick('Read All of This as a Page');
  const readPage = async (): Promise<string> => {
    const shown = await workbench.page.waitForSelector('iframe.webview.ready >> visible=true');
    const inner = await (await (await shown.contentFrame())?.waitForSelector('#active-frame'))?.contentFrame();
    return (await inner?.locator('body').innerText()) ?? '';
  };
  // The panel, or the page before, may still be the one that is shown.
  await expect.poll(() => readPage().catch(() => '')).toContain(heading);
  return `${JSON.stringify(rows)}\n${await readPage()}`;
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

  it('gives one to CI, whose program repeats it as it fails', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Set Up Codex in CI');
    await answer('Set Up Codex in CI (1/3)', 'GitHub Actions');
    await answer('Set Up Codex in CI (2/3)', 'Review the Changes');
    await answer('Set Up Codex in CI (3/3)', 'Recommended');
    await accept('.github/workflows/codex.yml is made', 'Open the File');
    await answer('Secret OPENAI_API_KEY: an API key', 'Give It to GitHub');
    await answer('API Key for CI', undefined);
    await accept('Give OPENAI_API_KEY to acme/app (private)?', 'Give');
    const said = await readNotification(scene(), 'may not set secrets of acme/app');
    expect(search.isIn(said)).toBe(false);
    await answer('Secret OPENAI_API_KEY: an API key', 'Later');
    await readNotification(scene(), 'is open and not saved yet');
  });

  it('uses a provider with a key', async () => {
    const { workbench, status } = scene();
    await workbench.runCommand('Codex Accounts: Use Azure OpenAI, Amazon Bedrock or a Local Model');
    await answer('Use Other Models than OpenAI’s', 'Azure OpenAI');
    await answer('Azure OpenAI (1/4)', `${azure.url}/openai`);
    await answer('Azure OpenAI (2/4)', 'west');
    await answer('Azure OpenAI (3/4)', undefined);
    await answer('Azure OpenAI (4/4)', 'Type or Paste');
    await answer('Azure OpenAI (4/4)', azureKey, true);
    expect(search.isIn(await accept('takes the key', 'Use It'))).toBe(false);
    await expect.poll(status).toContain('Azure');
    await workbench.clearNotifications();
  });

  it('shows the variables with a proxy’s password, and a diagnosis with its report, without them', async () => {
    const { workbench } = scene();
    const variables = await readListAndPage('Codex Accounts: Show Environment of Codex', 'Environment of Codex');
    expect(variables).toContain('http://127.0.0.1:9, with a name and password');
    const diagnosis = await readListAndPage('Codex Accounts: Diagnose Problems', 'Diagnosis of Codex Accounts');
    await workbench.runCommand('Codex Accounts: Copy Diagnosis for a Bug Report');
    await workbench.page.getByText('The diagnosis is on the clipboard').first().waitFor();
    const report = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
    expect(report).toContain('### Codex Accounts diagnosis');
    expect([variables, diagnosis, report].map((shown) => search.isIn(shown))).toEqual([false, false, false]);
  });

  it('left them in the Vault and in the Home alone', async () => {
    const { vscode, workbench, vaultFile, authFile, codexHome } = scene();
    expect(leaksInFiles()).toEqual([authFile, join(codexHome, '.env'), vaultFile].sort());
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
