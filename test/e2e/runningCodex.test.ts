import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Terminal } from '../support/terminal.ts';
import { useScene } from './scene.ts';
import { cynAtWork, readNotification, signInWithBrowser, typeCredential } from './steps.ts';

const scene = useScene({ codex: true });
const startsMs = { timeout: 60_000 };

/** Starts the interactive Codex in a new terminal and asks it who it is. */
async function openCodex(): Promise<Terminal> {
  const terminal = await Terminal.open(scene().workbench);
  await terminal.enter('clear; codex');
  await expect.poll(() => terminal.screen(), startsMs).toContain('Ask Codex to do anything');
  return terminal;
}

/** Types a line into Codex and sends it; what comes all at once it takes for pasted text, with the line break in it. */
async function say(terminal: Terminal, line: string): Promise<void> {
  await terminal.type(line);
  await expect.poll(() => terminal.screen()).toContain(`› ${line}`);
  await terminal.press('Enter');
}

/** What Codex itself says about who it is. */
async function expectAccount(terminal: Terminal, email: string): Promise<void> {
  await say(terminal, '/status');
  await expect
    .poll(() => terminal.screen(), startsMs)
    .toMatch(new RegExp(`Account: +${email.replaceAll('.', '\\.')}`, 'u'));
}

/** Closes the terminal, which ends the program in it. */
async function closeTerminal(): Promise<void> {
  await scene().workbench.runCommand('View: Close Editor');
}

describe('the Codex CLI in the integrated terminal', () => {
  it('is signed in by us, answers, and runs on a background server of its own Home', async () => {
    const { workbench, issuer } = scene();
    await typeCredential(scene(), 'Access Token', issuer.personalAccessTokens.business);
    await readNotification(scene(), 'Signed in as');
    const shell = await Terminal.open(workbench);
    await shell.enter('clear; codex login status');
    await expect.poll(() => shell.screen()).toContain('Logged in using personal access token');
    await shell.enter('clear; codex exec hello 2>&1 | tail -n 4');
    await expect.poll(() => shell.screen()).toContain('Hello from the practice issuer.');
    await closeTerminal();
    const codex = await openCodex();
    await expectAccount(codex, 'ada@practice.example');
    expect(await codex.screen()).toContain('Server:              Local background server');
    await workbench.screenshot('codex-status-in-terminal');
    await closeTerminal();
  });
});

describe('a switch', () => {
  it('ends a server that nobody uses at once, says so, and the next codex is the new account', async () => {
    const { workbench, status } = scene();
    await signInWithBrowser(scene(), cynAtWork);
    await readNotification(scene(), 'the next codex you start uses Stone Lab', 'server-ended');
    await expect.poll(status).not.toContain('still uses');
    const codex = await openCodex();
    await expectAccount(codex, 'cyn@practice.example');
    await workbench.screenshot('codex-after-switch');
  });

  it('asks while a terminal is open, shows it until the click, and the open terminal goes on as the new account', async () => {
    const { workbench, status, statusItem, issuer } = scene();
    await workbench.runCommand('Codex Accounts: Switch to Previous Account');
    const told = await workbench.describeNotification('Codex in your terminals still uses Stone Lab');
    expect(told?.buttons).toEqual(['Bring It Along']);
    expect(told?.message).toContain('open terminals reconnect by themselves');
    await workbench.screenshot('bring-along');
    await expect.poll(status).toContain('Codex in your terminals still uses Stone Lab.');
    expect(await workbench.readHover(statusItem)).toContain('Codex in your terminals still uses Stone Lab.');
    await workbench.screenshot('status-of-terminals');
    await workbench.runCommand('Codex Accounts: Show Account');
    const panel = await workbench.webviewFrame();
    await panel.getByText('A running Codex uses another account').waitFor();
    for (const theme of ['Dark Modern', 'Dark High Contrast', 'Light Modern']) {
      await workbench.switchTheme(theme);
      await workbench.screenshot(`panel-of-terminals-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
    await panel.getByRole('button', { name: 'Bring It Along' }).click();
    await workbench.clickNotificationButton('Brought along, it starts again', 'Bring It Along');
    await workbench.findNotification('Its background server was restarted');
    await expect.poll(status).not.toContain('still uses');
    await workbench.screenshot('brought-along');
    await workbench.clearNotifications();
    await workbench.runCommand('View: Close Editor');
    const codex = await Terminal.focus(workbench);
    issuer.log.clear();
    await say(codex, 'hello again');
    await expect.poll(() => codex.screen(), startsMs).toContain('Hello from the practice issuer.');
    const turn = issuer.log.requests({ path: '/backend-api/codex/responses' }).at(-1);
    expect(turn?.headers['authorization']).toBe(`Bearer ${issuer.personalAccessTokens.business}`);
    await closeTerminal();
  });
});

describe('signing Codex out on this host', () => {
  it('says what became of the Codex in the terminals in the same sentence', async () => {
    const { workbench, authFile } = scene();
    await workbench.runCommand('Codex Accounts: Sign Out');
    await workbench.quickInput.pick('Sign Codex Out on This Host');
    const words = await readNotification(scene(), 'Codex is signed out on this host', 'signed-out-with-server');
    expect(words).toContain('the next codex you start is signed out');
    expect(existsSync(authFile)).toBe(false);
  });
});
