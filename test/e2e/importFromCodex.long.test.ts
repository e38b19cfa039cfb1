import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TokenAnswer } from '../issuer/practiceIssuer.ts';
import { businessChoice } from '../issuer/people.ts';
import { writeChatGptDocument } from './codexDocuments.ts';
import { useScene } from './scene.ts';
import { cynAtWork, readAuth, readNotification, signInWithBrowser, typeCredential } from './steps.ts';

let found: TokenAnswer | undefined;

const scene = useScene({
  prepare: ({ issuer, authFile }) => {
    found = issuer.issueGrant(businessChoice);
    writeChatGptDocument(authFile, { answer: found, workspaceId: businessChoice.workspaceId, issuerUrl: issuer.url });
  },
});

function vaultText(): string {
  return existsSync(scene().vaultFile) ? readFileSync(scene().vaultFile, 'utf8') : '';
}

describe('a sign-in that the Codex CLI made', () => {
  it('is found and offered, and nothing is taken unasked', async () => {
    const { workbench, statusItem, status } = scene();
    await expect.poll(status).toContain('signed out');
    expect(await workbench.readHover(statusItem)).toContain('The Codex CLI on this computer is signed in.');
    await workbench.screenshot('found-tooltip');
    await statusItem.click();
    await workbench.quickInput.row('Take Over the Codex CLI’s Sign-In').waitFor();
    await workbench.screenshot('found-menu');
    await workbench.quickInput.cancel();
    expect(vaultText()).toBe('');
  });

  it('is shown in the panel too', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    await frame.getByRole('heading', { name: 'Codex on this computer is signed in' }).waitFor();
    expect(await frame.locator('body').innerText()).toContain('ada@practice.example');
    await workbench.screenshot('panel-found');
    await workbench.runCommand('View: Close All Editors');
  });

  it('stays in use, asked for, when another person signs in beside it', async () => {
    const { workbench, status, authFile } = scene();
    const before = readFileSync(authFile, 'utf8');
    await signInWithBrowser(scene(), cynAtWork);
    await workbench.dialog.getByText('is signed in already').waitFor();
    expect(await workbench.dialog.innerText()).toContain('ada@practice.example');
    await workbench.screenshot('keep-both');
    await workbench.acceptDialog('Cancel');
    expect(await readNotification(scene(), 'Signed in as')).toContain('keeps the sign-in it had');
    expect(readFileSync(authFile, 'utf8')).toBe(before);
    await expect.poll(status).toContain('Stone Lab, ChatGPT, signed in');
  });

  it('is kept as well when the person lets Codex use another account', async () => {
    const { workbench, issuer, status } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await workbench.acceptDialog('Keep Both, Use the New One');
    await readNotification(scene(), 'Signed in as');
    expect(readAuth(scene())).toEqual({ auth_mode: 'apikey', OPENAI_API_KEY: issuer.apiKeys.good });
    expect(vaultText()).toContain(found?.refresh_token);
    expect(issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(found?.refresh_token ?? ''))?.alive).toBe(
      true,
    );
    await expect.poll(status).toContain('API key, signed in');
  });
});
