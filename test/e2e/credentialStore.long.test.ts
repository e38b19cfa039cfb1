import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { adaPersonal, readNotification, signInWithBrowser } from './steps.ts';
import { homeRefresh, requireAccount } from './vaultAccounts.ts';

const mine = '# mine: keep it\nmodel = "o9" # fast\n\n[tools]\nweb_search = true\n';

const scene = useScene({
  prepare: ({ codexHome }) => {
    writeFileSync(join(codexHome, 'config.toml'), mine);
  },
});

function config(): string {
  return readFileSync(join(scene().codexHome, 'config.toml'), 'utf8');
}

function withStore(store: string): string {
  return mine.replace('# fast\n', `# fast\ncli_auth_credentials_store = "${store}"\n`);
}

async function choose(store: string): Promise<void> {
  await scene().workbench.runCommand('Codex Accounts: Choose Credential Store');
  await scene().workbench.quickInput.pick(store);
}

describe('choosing a credential store', () => {
  it('says what each store is good for, and which is in use', async () => {
    const { workbench } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    await workbench.runCommand('Codex Accounts: Choose Credential Store');
    await workbench.quickInput.row('ephemeral').waitFor();
    await workbench.screenshot('choose-credential-store');
    const rows = await workbench.quickInput.rows();
    expect(rows.map(({ label, description }) => [label, description.startsWith('in use')])).toEqual([
      ['file', true],
      ['keyring', false],
      ['auto', false],
      ['ephemeral', false],
    ]);
    expect(rows[0]?.detail).toContain('in plaintext');
    expect(await workbench.quickInput.input.getAttribute('placeholder')).toContain(
      'cli_auth_credentials_store in config.toml',
    );
    await workbench.quickInput.cancel();
    expect(config()).toBe(mine);
  });

  it('writes one line for `ephemeral`, keeps the comments, and undoes it', async () => {
    const { workbench } = scene();
    await choose('ephemeral');
    await workbench.notification('keeps no sign-in any more (“ephemeral”)').waitFor();
    await workbench.screenshot('store-ephemeral');
    expect(config()).toBe(withStore('ephemeral'));
    await workbench.clickNotificationButton('keeps no sign-in any more', 'Undo');
    await readNotification(scene(), 'as it was before the last change');
    expect(config()).toBe(mine);
    expect(homeRefresh(scene())).toBe(requireAccount(scene(), 'ada').refresh);
  });

  it('comes back to `file`, and the account is used from there', async () => {
    const { status } = scene();
    await choose('ephemeral');
    await readNotification(scene(), 'keeps no sign-in any more');
    await choose('file');
    await readNotification(scene(), 'in the store “file”', 'store-file');
    expect(config()).toBe(withStore('file'));
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    expect(homeRefresh(scene())).toBe(requireAccount(scene(), 'ada').refresh);
  });

  it('refuses `keyring` in a build that can not open keyrings, and changes nothing', async () => {
    await choose('keyring');
    const words = await readNotification(
      scene(),
      'This build of Codex Accounts cannot open the OS keyring',
      'store-keyring-missing',
    );
    expect(words).toContain('Choose Credential Store');
    expect(config()).toBe(withStore('file'));
    expect(existsSync(scene().authFile)).toBe(true);
  });

  it('leaves a config alone that is no TOML', async () => {
    const broken = 'model = \n';
    writeFileSync(join(scene().codexHome, 'config.toml'), broken);
    await choose('ephemeral');
    await readNotification(scene(), 'is not valid TOML', 'store-config-broken');
    expect(config()).toBe(broken);
  });
});
