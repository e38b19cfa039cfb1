import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { practiceClientId } from '../../scripts/practiceHome.mjs';
import { ensureOldestCodeServer } from '../../scripts/tools.mjs';
import { useScene } from '../e2e/scene.ts';
import { adaPersonal, consent, readAuth, readNotification, typeCredential } from '../e2e/steps.ts';
import { runInExtensionHost } from '../support/hostRunner.ts';

const hostFolder = join(import.meta.dirname, '..', 'host');
const files = readdirSync(hostFolder)
  .filter((name) => name.endsWith('.host.ts'))
  .map((name) => join(hostFolder, name));

describe('in the extension host of the oldest VS Code that we run on', async () => {
  for (const result of await runInExtensionHost({ files, install: await ensureOldestCodeServer() })) {
    it(result.name, () => {
      expect(result.failure).toBeUndefined();
    });
  }
});

describe('in a window of the oldest VS Code that we run on', () => {
  // That code-server opens an address of 127.0.0.1 or localhost without its path, and leaves all others as they are.
  const scene = useScene({ install: ensureOldestCodeServer, issuer: { host: '::1' } });

  it('signs in with the browser', async () => {
    const { workbench, issuer, status } = scene();
    await expect.poll(status).toContain('signed out');
    const page = await workbench.pageOpenedBy(async () => {
      await workbench.runCommand('Codex Accounts: Sign In with Browser');
      await workbench.acceptDialog('Open');
    });
    await consent(page, adaPersonal);
    await page.waitForURL('http://127.0.0.1:1455/success');
    await page.close();
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    await readNotification(scene(), 'Signed in as ada (ada@practice.example', 'oldest-signed-in');
    expect(readAuth(scene())).toMatchObject({ auth_mode: 'chatgpt', OPENAI_API_KEY: null });
    const [asked] = issuer.log.requests({ path: '/oauth/authorize' });
    expect(asked?.rawQuery).toContain(
      `client_id=${practiceClientId}&redirect_uri=http%3A%2F%2F127.0.0.1%3A1455%2Fauth%2Fcallback&code_challenge=`,
    );
  });

  it('is still signed in after a reload', async () => {
    await scene().workbench.reload();
    await expect.poll(scene().status).toContain('ada, ChatGPT, signed in');
  });

  it('shows the account in the panel', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Account');
    await (await workbench.webviewFrame()).getByRole('heading', { name: 'ada' }).first().waitFor();
    await workbench.screenshot('oldest-panel');
  });

  it('signs in with an API key, and out again', async () => {
    const { workbench, issuer, status, authFile } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await expect.poll(status).toContain('API key');
    await workbench.runCommand('Codex Accounts: Sign Out');
    await workbench.quickInput.pick('Sign Codex Out on This Host');
    await expect.poll(() => existsSync(authFile)).toBe(false);
  });
});
