import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
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

/** Waits for the list. */
async function seeList(): Promise<void> {
  await scene().workbench.quickInput.row('Read All of This as a Page').waitFor();
}

/** Runs the diagnosis, to a list in which every check has had its time; a busy machine may take more. */
async function diagnose(): Promise<void> {
  const { workbench } = scene();
  const { quickInput } = workbench;
  await workbench.runCommand('Codex Accounts: Diagnose Problems');
  await seeList();
  while ((await quickInput.rows()).some(({ description }) => description.startsWith('Did not answer'))) {
    await quickInput.pick('Check Again');
    await seeList();
  }
}

/** What the list says of one check; only rows that are in sight are drawn. */
async function readCheck(name: string): Promise<string> {
  const { workbench } = scene();
  await workbench.quickInput.fill(name);
  await workbench.quickInput.row(name).first().waitFor();
  const rows = await workbench.quickInput.rows();
  return rows.find(({ label }) => label.includes(name))?.description ?? '';
}

/** Chooses the row of a check and its button; the list that comes after a change is seen to its end. */
async function mend(check: string, button: string): Promise<void> {
  const { workbench } = scene();
  await workbench.quickInput.fill(check);
  await workbench.quickInput.pick(check);
  await workbench.acceptDialog(button);
}

async function leave(): Promise<void> {
  const { workbench } = scene();
  await workbench.quickInput.cancel();
  await workbench.clearNotifications();
}

describe('the diagnosis', () => {
  it('names who holds both callback ports, and leads to a device code', async () => {
    const { workbench } = scene();
    await hold(1455, 1457);
    await diagnose();
    const rows = await workbench.quickInput.rows();
    expect(rows[0]?.label).toContain('Callback Ports');
    expect(rows[0]?.description).toContain('Another program has port 1455: node');
    await workbench.screenshot('diagnosis-ports');
    await mend('Callback Ports', 'Use a Device Code');
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
    await diagnose();
    expect(await readCheck('Credential File')).toContain('Other users of this computer can read');
    await workbench.screenshot('diagnosis-file');
    await mend('Credential File', 'Make It Yours Alone');
    await expect.poll(() => statSync(authFile).mode & 0o777).toBe(0o600);
    await seeList();
    expect(await readCheck('Credential File')).toContain('is yours alone');
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
    await diagnose();
    expect(await readCheck('Configuration of Codex')).toContain('line 2 of');
    await workbench.screenshot('diagnosis-config');
    await mend('Configuration of Codex', 'Switch That Line Off');
    await expect.poll(() => readFileSync(config, 'utf8')).toBe('model = "o9"\n# web_search = yes please\n');
    await seeList();
    expect(await readCheck('Configuration of Codex')).toBe('Codex can read its configuration.');
    await leave();
    rmSync(config);
  });

  it('leads away from a keyring that cannot be opened', async () => {
    const { workbench, codexHome } = scene();
    const config = join(codexHome, 'config.toml');
    writeFileSync(config, '# mine\ncli_auth_credentials_store = "keyring"\n');
    await diagnose();
    expect(await readCheck('Keyring')).not.toContain('The keyring is there');
    await workbench.screenshot('diagnosis-keyring');
    await mend('Keyring', 'Keep the Sign-In in a File');
    await expect.poll(() => readFileSync(config, 'utf8')).toBe('# mine\ncli_auth_credentials_store = "file"\n');
    await seeList();
    expect(await readCheck('Keyring')).toBe('Codex does not use the keyring.');
    await leave();
    rmSync(config);
  });

  it('removes a proxy that is gone from the .env of the Codex home', async () => {
    const { workbench, codexHome } = scene();
    const file = join(codexHome, '.env');
    writeFileSync(file, 'RUST_LOG=info\nHTTPS_PROXY=http://127.0.0.1:9\n', { mode: 0o600 });
    await diagnose();
    const rows = await workbench.quickInput.rows();
    expect(rows.find(({ label }) => label.includes('Proxy'))?.description).toContain(
      'names a proxy that does not answer',
    );
    await workbench.screenshot('diagnosis-proxy');
    await mend('Proxy', 'Remove the Line');
    await expect.poll(() => readFileSync(file, 'utf8')).toBe('RUST_LOG=info\n');
    await seeList();
    await leave();
  });

  it('names the rule that is against what is signed in, and leads to the way that it allows', async () => {
    const { workbench, codexHome } = scene();
    const config = join(codexHome, 'config.toml');
    writeFileSync(config, 'forced_login_method = "chatgpt"\n');
    await expect.poll(() => existsSync(config)).toBe(true);
    await diagnose();
    expect(await readCheck('Sign-In Rules')).toContain('The rule forced_login_method in');
    await workbench.screenshot('diagnosis-rule');
    await mend('Sign-In Rules', 'Sign In…');
    await workbench.quickInput.row('ChatGPT in the Browser').waitFor();
    await workbench.quickInput.cancel();
    rmSync(config);
  });

  it('says where there is no Codex CLI, and where it is had from', async () => {
    const { workbench } = scene();
    await diagnose();
    expect(await readCheck('Codex CLI')).toBe('There is no Codex CLI on the PATH of this editor.');
    await workbench.quickInput.pick('Codex CLI');
    await workbench.dialog.getByRole('button', { name: 'Install Codex…', exact: true }).click();
    await workbench.dialog.getByText('learn.chatgpt.com/docs/cli').waitFor();
    await workbench.acceptDialog('Cancel');
  });

  it('is read as a page, copied without a path of the person, and looks a symptom up', async () => {
    const { workbench } = scene();
    await diagnose();
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
    await diagnose();
    await workbench.quickInput.fill('Look Up');
    await workbench.quickInput.pick('Look Up a Symptom…');
    await workbench.quickInput.row('Azure answers 401').waitFor();
    await workbench.screenshot('diagnosis-symptoms');
    await workbench.quickInput.cancel();
  });
});
