import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { practiceClientId } from '../../scripts/practiceHome.mjs';
import { useScene } from './scene.ts';
import { adaPersonal, cynAtWork, readAuth, readNotification, signInWithBrowser } from './steps.ts';
import { expectInUse, livingAccounts } from './vaultAccounts.ts';

const scene = useScene({
  settings: {
    'chat.disableAIFeatures': false,
    'chat.agentHost.codexAgent.enabled': true,
    'chat.editor.codex.preferAgentHost': true,
  },
});

const caution = 'VS Code’s own Codex may go on showing';

const tokensSchema = z.object({ refresh_token: z.string() });

/** What the Sign Out of VS Code's own Codex does: the grant in the Home is revoked, then the file is gone. */
async function signOutElsewhere(how: 'revoked' | 'file only'): Promise<void> {
  const { issuer, authFile } = scene();
  if (how === 'revoked') {
    const { refresh_token: token } = tokensSchema.parse(readAuth(scene())['tokens']);
    const answer = await fetch(`${issuer.url}/oauth/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, token_type_hint: 'refresh_token', client_id: practiceClientId }),
    });
    expect(answer.status).toBe(200);
  }
  rmSync(authFile);
}

describe('beside VS Code’s own Codex', () => {
  it('nothing is warned of with the first account, and its Sign Out is with the second', async () => {
    const { workbench } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    expect(await workbench.notification(caution).count()).toBe(0);
    await signInWithBrowser(scene(), cynAtWork);
    const told = await workbench.describeNotification(caution);
    expect(told?.message).toContain('Its Sign Out there would end the sign-in of Stone Lab, which is in use now.');
    await workbench.screenshot('vscodes-own-codex');
    await workbench.clearNotifications();
  });

  it('its Sign Out is warned of once with a switch', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Switch to Previous Account');
    const told = await workbench.describeNotification(caution);
    expect([told?.message, told?.buttons]).toEqual([expect.stringContaining('the sign-in of ada'), ['OK']]);
    expect(await workbench.notification(caution).count()).toBe(1);
    await expectInUse(scene(), 'ada');
    await workbench.clearNotifications();
  });

  it('a sign-out that revoked nothing leaves a way back to the account', async () => {
    const { workbench } = scene();
    await signOutElsewhere('file only');
    const told = await workbench.describeNotification('was signed out by another program');
    expect([told?.message, told?.buttons]).toEqual([
      expect.stringContaining('ada is still among your accounts'),
      ['Use It Again…'],
    ]);
    await workbench.clickNotificationButton('was signed out by another program', 'Use It Again…');
    await workbench.quickInput.pick('ada');
    await expectInUse(scene(), 'ada');
    await workbench.clearNotifications();
  });

  it('one that revoked the sign-in is told so, with a new sign-in in place', async () => {
    const { workbench } = scene();
    await signOutElsewhere('revoked');
    const told = await workbench.describeNotification('was signed out by another program');
    expect([told?.message, told?.buttons]).toEqual([
      expect.stringContaining('the sign-in of ada was ended on the server'),
      ['Sign In Again'],
    ]);
    await workbench.screenshot('signed-out-and-revoked');
    await workbench.clickNotificationButton('was signed out by another program', 'Sign In Again');
    const page = await workbench.pageOpenedBy(() => workbench.quickInput.pick('Use the Browser Instead'));
    await page.close();
    expect(livingAccounts(scene())).toEqual(['Stone Lab']);
  });
});
