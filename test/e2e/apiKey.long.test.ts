import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { readAuth, readNotification, typeCredential } from './steps.ts';

/** A key that no issuer gave: right in shape, wrong in fact. */
const invalidKey = `sk-proj-${'notReal'.repeat(5)}`;

const environment: Record<string, string> = {};
const scene = useScene({
  env: environment,
  prepare: ({ issuer }) => {
    environment['OPENAI_API_KEY'] = issuer.apiKeys.good;
  },
});

/** Starts from "nobody": the account goes, the Home is empty. */
async function forgetEverything(): Promise<void> {
  const { workbench, authFile, status } = scene();
  await workbench.runCommand('Codex Accounts: Sign Out');
  await workbench.quickInput.pick('Forget on This Computer');
  rmSync(authFile, { force: true });
  await readNotification(scene(), 'was forgotten');
  await expect.poll(status).toContain('signed out');
}

async function expectSignedIn(): Promise<void> {
  const { issuer, status } = scene();
  await expect.poll(status).toContain(`API key …${issuer.apiKeys.good.slice(-4)}, API key, signed in`);
  expect(readAuth(scene())).toEqual({ auth_mode: 'apikey', OPENAI_API_KEY: issuer.apiKeys.good });
}

describe('a variable with a key', () => {
  it('is named in the menu and in the panel, with what Codex makes of it', async () => {
    const { workbench, statusItem } = scene();
    await statusItem.click();
    const name = 'Set Here: OPENAI_API_KEY';
    await workbench.quickInput.row(name).waitFor();
    expect((await workbench.quickInput.rows()).find(({ label }) => label === name)?.detail).toContain(
      'Codex does not sign in with it',
    );
    await workbench.quickInput.pick(name);
    const frame = await workbench.webviewFrame();
    await frame
      .getByRole('region', { name: 'Sign-in variables are set here' })
      .getByText('OPENAI_API_KEY: Codex does not sign in with it.')
      .waitFor();
    await workbench.screenshot('panel-sign-in-variables');
    await workbench.runCommand('View: Close All Editors');
  });
});

describe('signing in with an API key', () => {
  it('offers every place a key can come from, and where keys and prices are', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Sign In');
    await workbench.quickInput.pick('API Key');
    await workbench.quickInput.row('Type or Paste the Key').waitFor();
    expect((await workbench.quickInput.rows()).map(({ label }) => label)).toEqual([
      'Type or Paste the Key',
      'Take It from the Clipboard',
      'Read It from a File…',
      'Use OPENAI_API_KEY',
      'Read It from an Environment Variable…',
      'Get an API Key',
      'See API Prices',
    ]);
    const [typed, , file, variable, , keys, prices] = await workbench.quickInput.rows();
    expect([typed?.detail, file?.detail]).toEqual([
      'The key needs write access to the Responses API.',
      'As “codex login --with-api-key < my_key.txt” does.',
    ]);
    expect(variable?.description).toContain('kept here only if you choose it');
    expect([keys?.description, prices?.description]).toEqual([
      'platform.openai.com/api-keys',
      'openai.com/api/pricing/',
    ]);
    expect(await workbench.quickInput.input.getAttribute('placeholder')).toBe(
      'Billed through your OpenAI Platform account at standard API prices instead of credits.',
    );
    await workbench.screenshot('api-key-picker');
    await workbench.quickInput.row('Type or Paste the Key').hover();
    await workbench.quickInput.widget
      .getByRole('button', { name: /^github\.com\/openai\/codex\/.*authentication\.md, as of \d{4}/u })
      .click();
    await workbench.dialog.waitFor();
    expect(await workbench.dialog.innerText()).toContain('https://github.com/openai/codex/');
    await workbench.acceptDialog('Cancel');
    // To look at a document leaves the question open.
    await workbench.quickInput.row('Type or Paste the Key').waitFor();
    await workbench.quickInput.cancel();
  });

  it('says what a wrong text is while it is typed, and never shows a key', async () => {
    const { workbench, issuer } = scene();
    await workbench.runCommand('Codex Accounts: Sign In with API Key');
    await workbench.quickInput.pick('Type or Paste the Key');
    await workbench.quickInput.fill(issuer.personalAccessTokens.business);
    await expect.poll(() => workbench.quickInput.message()).toContain('Codex access token, not an API key');
    await workbench.quickInput.fill('hello world');
    await expect.poll(() => workbench.quickInput.message()).toContain('This is not an API key');
    await workbench.screenshot('api-key-input-error');
    expect(await workbench.quickInput.input.getAttribute('type')).toBe('password');
    await workbench.quickInput.cancel();
    expect(issuer.log.requests()).toEqual([]);
  });

  it('refuses a key that the API does not know', async () => {
    await typeCredential(scene(), 'API Key', invalidKey);
    const words = await readNotification(scene(), 'invalid', 'api-key-invalid');
    expect(words).not.toContain('notReal');
    await expect.poll(scene().status).toContain('signed out');
  });

  it('says which permission a restricted key lacks', async () => {
    await typeCredential(scene(), 'API Key', scene().issuer.apiKeys.restricted);
    await readNotification(scene(), 'may not write Responses', 'api-key-restricted');
    await expect.poll(scene().status).toContain('signed out');
  });

  it('takes a good key and spends no tokens on checking it', async () => {
    const { issuer } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    const words = await readNotification(scene(), 'Signed in as', 'api-key-done');
    expect(words).toContain('billed per token');
    await expectSignedIn();
    const turns = issuer.log.requests({ path: '/v1/responses' });
    expect(turns.map(({ status }) => status)).toEqual([400]);
    await forgetEverything();
  });

  it('takes only the key out of an old command and names the form that works now', async () => {
    await typeCredential(scene(), 'API Key', `codex login --api-key ${scene().issuer.apiKeys.good}`);
    const said = await readNotification(scene(), '--with-api-key', 'api-key-from-command');
    expect(said).toContain('exits with an error now');
    expect(said).toContain('so that no key is in the shell’s history or in a list of processes');
    await expectSignedIn();
    await forgetEverything();
  });
});

describe('an API key from elsewhere', () => {
  it('comes from a file, chosen in the dialog', async () => {
    const { workbench, issuer, vscode } = scene();
    const file = join(vscode.folder, 'key.txt');
    writeFileSync(file, `${issuer.apiKeys.good}\n`, { mode: 0o600 });
    await workbench.runCommand('Codex Accounts: Sign In with API Key');
    await workbench.quickInput.pick('Read It from a File…');
    await workbench.quickInput.row('key.txt').waitFor();
    await workbench.quickInput.enter(file);
    await readNotification(scene(), 'Signed in as');
    await expectSignedIn();
    await forgetEverything();
  });

  it('comes from the clipboard, on the click only', async () => {
    const { workbench, issuer } = scene();
    await workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(issuer.apiKeys.good)})`);
    await workbench.runCommand('Codex Accounts: Sign In with API Key');
    await workbench.quickInput.pick('Take It from the Clipboard');
    await readNotification(scene(), 'Signed in as');
    await expectSignedIn();
    await forgetEverything();
  });

  it('comes from a variable of the environment, by its name', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Sign In with API Key');
    await workbench.quickInput.pick('Read It from an Environment Variable…');
    await expect.poll(() => workbench.quickInput.input.inputValue()).toBe('OPENAI_API_KEY');
    expect(await workbench.quickInput.message()).toContain(
      'OPENAI_API_KEY is only a convention: the Codex CLI reads the key that is piped to it, or CODEX_API_KEY in “codex exec”. By newer documents CODEX_API_KEY counts for codex review,',
    );
    await workbench.quickInput.fill('NO_SUCH_VARIABLE');
    await expect.poll(() => workbench.quickInput.message()).toContain('has no variable of this name');
    await workbench.screenshot('api-key-variable');
    await workbench.quickInput.enter('OPENAI_API_KEY');
    await readNotification(scene(), 'Signed in as');
    await expectSignedIn();
    await forgetEverything();
  });
});

describe('an API key that cannot be checked', () => {
  it('is kept only when the person says so', async () => {
    const { workbench, issuer } = scene();
    issuer.fault({ path: '/v1/models', times: 2, kind: 'cut' });
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await workbench.dialog.getByText('could not be checked').waitFor();
    await workbench.screenshot('api-key-unchecked');
    await workbench.acceptDialog('Cancel');
    await expect.poll(scene().status).toContain('signed out');
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await workbench.acceptDialog('Keep It Unchecked');
    await readNotification(scene(), 'Signed in as');
    await expectSignedIn();
  });
});
