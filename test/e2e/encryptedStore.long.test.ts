import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { adaPersonal, consent, readNotification } from './steps.ts';
import { homeRefresh, requireAccount } from './vaultAccounts.ts';

/** What Windows does by itself: the CLI keeps its sign-in in an encrypted store of its own. */
const encrypted = 'cli_auth_credentials_store = "keyring"\n\n[features]\nsecret_auth_storage = true\n';
const move = 'Move Codex to the File Store';
const byCodex = 'Sign In with the Codex CLI';

const scene = useScene({
  // No codex on this PATH: only it could say who is signed in there.
  env: { PATH: '/usr/bin:/bin' },
  prepare: ({ codexHome }) => {
    writeFileSync(join(codexHome, 'config.toml'), encrypted);
  },
});

function config(): string {
  return readFileSync(join(scene().codexHome, 'config.toml'), 'utf8');
}

describe('a Codex that takes no sign-in from other programs', () => {
  it('is a state and no failure: nobody can say who is signed in', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    await frame.getByText('no codex program was found to ask').first().waitFor();
    await workbench.screenshot('encrypted-untold');
    expect(await workbench.notifications()).toEqual([]);
  });

  it('is said before a sign-in starts, and leaving it changes nothing', async () => {
    const { workbench, vaultFile } = scene();
    await workbench.runCommand('Codex Accounts: Sign In with Browser');
    await workbench.dialog.getByText('in an encrypted store of its own').waitFor();
    await workbench.screenshot('encrypted-offer');
    const buttons = await workbench.dialog.getByRole('button').allInnerTexts();
    expect(buttons).toEqual(expect.arrayContaining([move, byCodex]));
    await workbench.page.keyboard.press('Escape');
    await workbench.dialog.waitFor({ state: 'detached' });
    expect([config(), existsSync(vaultFile)]).toEqual([encrypted, false]);
  });

  it('has both ways on in the menu; the CLI’s own needs a CLI', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Manage Accounts');
    await workbench.quickInput.row(byCodex).waitFor();
    await workbench.quickInput.row(move).waitFor();
    await workbench.screenshot('encrypted-menu');
    await workbench.quickInput.pick(byCodex);
    await readNotification(scene(), 'No “codex” program was found');
  });

  it('is moved to the file store by one button, and the sign-in goes on', async () => {
    const { workbench, status } = scene();
    const page = await workbench.pageOpenedBy(async () => {
      await workbench.runCommand('Codex Accounts: Sign In with Browser');
      await workbench.acceptDialog(move);
    });
    await consent(page, adaPersonal);
    await page.waitForURL(/\/success$/u);
    await page.close();
    await readNotification(scene(), 'Signed in as');
    expect(config()).toBe(encrypted.replace('"keyring"', '"file"'));
    expect(homeRefresh(scene())).toBe(requireAccount(scene(), 'ada').refresh);
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
  });

  it('comes back with Undo, and says what stays in auth.json', async () => {
    const { workbench, authFile } = scene();
    await workbench.runCommand('Codex Accounts: Undo Last Configuration Change');
    await readNotification(scene(), 'The sign-in it had stays in auth.json');
    expect([config(), existsSync(authFile)]).toEqual([encrypted, true]);
    await workbench.runCommand('Codex Accounts: Show Account');
    await (await workbench.webviewFrame()).getByText('own encrypted store').first().waitFor();
    await workbench.screenshot('encrypted-again');
  });
});
