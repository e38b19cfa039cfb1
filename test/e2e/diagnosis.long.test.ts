import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DiagnosisSteps } from './diagnosisSteps.ts';
import { useScene } from './scene.ts';

/** What is broken by hand, each found on the first screen and mended by its button, in a real VS Code. */

const scene = useScene();

const held: Server[] = [];
afterEach(async () => {
  for (const server of held.splice(0)) {
    server.close();
    await once(server, 'close');
  }
});

async function hold(...ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const server = createServer();
    server.listen({ host: '127.0.0.1', port });
    await once(server, 'listening');
    held.push(server);
  }
}

const steps = new DiagnosisSteps(scene);

describe('the diagnosis', () => {
  it('names who holds both callback ports, and leads to a device code', async () => {
    const { workbench } = scene();
    await hold(1455, 1457);
    await steps.diagnose();
    const rows = await workbench.quickInput.rows();
    expect(rows[0]?.label).toContain('Callback Ports');
    expect(rows[0]?.description).toContain('Another program has port 1455: node');
    await workbench.screenshot('diagnosis-ports');
    await steps.mend('Callback Ports', 'Use a Device Code');
    await workbench.quickInput.row('Get a Code').waitFor();
    await workbench.quickInput.cancel();
  });

  it('leads the message of a sign-in that failed, with the button that goes on', async () => {
    const { workbench } = scene();
    await hold(1455, 1457);
    await workbench.runCommand('Codex Accounts: Sign In with Browser');
    const message = await workbench.describeNotification('Another program has port 1455');
    expect(message?.message).toMatch(/^Another program has port 1455: node\./u);
    expect(message?.buttons[0]).toBe('Use a Device Code');
    await workbench.screenshot('diagnosis-failed-sign-in');
    await workbench.clearNotifications();
  });

  it('takes a credential file from all others, and gives it back', async () => {
    const { workbench, authFile } = scene();
    writeFileSync(authFile, '{"OPENAI_API_KEY":"sk-of-nobody"}', { mode: 0o600 });
    chmodSync(authFile, 0o644);
    await steps.diagnose();
    expect(await steps.readCheck('Credential File')).toContain('Other users of this computer can read');
    await workbench.screenshot('diagnosis-file');
    await steps.mend('Credential File', 'Make It Yours Alone');
    await expect.poll(() => statSync(authFile).mode & 0o777).toBe(0o600);
    await steps.seeList();
    expect(await steps.readCheck('Credential File')).toContain('is yours alone');
    await workbench.screenshot('diagnosis-file-mended');
    await workbench.quickInput.cancel();
    await workbench.clickNotificationButton('Done.', 'Undo');
    await expect.poll(() => statSync(authFile).mode & 0o777).toBe(0o644);
    chmodSync(authFile, 0o600);
    await workbench.clearNotifications();
  });

  it('switches a broken line of config.toml off', async () => {
    const { workbench, codexHome } = scene();
    const config = join(codexHome, 'config.toml');
    writeFileSync(config, 'model = "o9"\nweb_search = yes please\n');
    await steps.diagnose();
    expect(await steps.readCheck('Configuration of Codex')).toContain('line 2 of');
    await workbench.screenshot('diagnosis-config');
    await steps.mend('Configuration of Codex', 'Switch That Line Off');
    await expect.poll(() => readFileSync(config, 'utf8')).toBe('model = "o9"\n# web_search = yes please\n');
    await steps.seeList();
    expect(await steps.readCheck('Configuration of Codex')).toBe('Codex can read its configuration.');
    await steps.leave();
    rmSync(config);
  });

  it('leads away from a keyring that cannot be opened', async () => {
    const { workbench, codexHome } = scene();
    const config = join(codexHome, 'config.toml');
    writeFileSync(config, '# mine\ncli_auth_credentials_store = "keyring"\n');
    await steps.diagnose();
    expect(await steps.readCheck('Keyring')).not.toContain('The keyring is there');
    await workbench.screenshot('diagnosis-keyring');
    await steps.mend('Keyring', 'Keep the Sign-In in a File');
    await expect.poll(() => readFileSync(config, 'utf8')).toBe('# mine\ncli_auth_credentials_store = "file"\n');
    await steps.seeList();
    expect(await steps.readCheck('Keyring')).toBe('Codex does not use the keyring.');
    await steps.leave();
    rmSync(config);
  });

  it('removes a proxy that is gone from the .env of the Codex home', async () => {
    const { workbench, codexHome } = scene();
    const file = join(codexHome, '.env');
    writeFileSync(file, 'RUST_LOG=info\nHTTPS_PROXY=http://127.0.0.1:9\n', { mode: 0o600 });
    await steps.diagnose();
    const rows = await workbench.quickInput.rows();
    expect(rows.find(({ label }) => label.includes('Proxy'))?.description).toContain(
      'names a proxy that does not answer',
    );
    await workbench.screenshot('diagnosis-proxy');
    await steps.mend('Proxy', 'Remove the Line');
    await expect.poll(() => readFileSync(file, 'utf8')).toBe('RUST_LOG=info\n');
    await steps.seeList();
    await steps.leave();
  });

  it('names the rule that is against what is signed in, and leads to the way that it allows', async () => {
    const { workbench, codexHome } = scene();
    const config = join(codexHome, 'config.toml');
    writeFileSync(config, 'forced_login_method = "chatgpt"\n');
    await expect.poll(() => existsSync(config)).toBe(true);
    await steps.diagnose();
    expect(await steps.readCheck('Sign-In Rules')).toContain('The rule forced_login_method in');
    await workbench.screenshot('diagnosis-rule');
    await steps.mend('Sign-In Rules', 'Sign In…');
    await workbench.quickInput.row('ChatGPT in the Browser').waitFor();
    await workbench.quickInput.cancel();
    rmSync(config);
  });

  it('says where there is no Codex CLI, and where it is had from', async () => {
    const { workbench } = scene();
    await steps.diagnose();
    expect(await steps.readCheck('Codex CLI')).toBe('There is no Codex CLI on the PATH of this editor.');
    await workbench.quickInput.pick('Codex CLI');
    await workbench.dialog.getByRole('button', { name: 'Install Codex…', exact: true }).click();
    await workbench.dialog.getByText('learn.chatgpt.com/docs/cli').waitFor();
    await workbench.acceptDialog('Cancel');
  });

  it('is read as a page, copied without a path of the person, and looks a symptom up', async () => {
    const { workbench } = scene();
    await steps.diagnose();
    await workbench.quickInput.pick('Read All of This as a Page');
    const frame = await workbench.webviewFrame();
    await frame.getByText('Diagnosis of Codex Accounts').first().waitFor();
    await workbench.screenshot('diagnosis-page');
    await workbench.runCommand('Codex Accounts: Copy Diagnosis for a Bug Report');
    await workbench.page.getByText('The diagnosis is on the clipboard').first().waitFor();
    const text = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
    expect(text).toContain('### Codex Accounts diagnosis');
    expect(text).not.toContain(scene().codexHome);
    expect(text).not.toContain('sk-of-nobody');
    await steps.diagnose();
    await workbench.quickInput.fill('Look Up');
    await workbench.quickInput.pick('Look Up a Symptom…');
    await workbench.quickInput.row('Azure answers 401').waitFor();
    await workbench.screenshot('diagnosis-symptoms');
    await workbench.quickInput.cancel();
  });
});
