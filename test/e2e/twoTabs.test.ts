import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import { useScene, extensionId, type Scene } from './scene.ts';
import { adaPersonal, cynAtWork, readNotification, signInWithBrowser } from './steps.ts';
import { livingAccounts, readVault, renewAccount, requireAccount } from './vaultAccounts.ts';

const scene = useScene();
let second: Workbench | undefined;

/** The same place, seen through the second tab. */
function sceneInSecondTab(): Scene {
  if (second === undefined) throw new Error('The second tab is not open yet.');
  const workbench = second;
  const statusItem = workbench.statusBarItem(extensionId, 'codexAccounts.status');
  return { ...scene(), workbench, statusItem, status: () => workbench.statusBarLabel(statusItem) };
}

async function rename(place: Scene, label: string, next: string): Promise<void> {
  const { quickInput } = place.workbench;
  await place.workbench.runCommand('Codex Accounts: Switch Account');
  await quickInput.row(label).hover();
  await quickInput.row(label).getByRole('button', { name: 'Rename…', exact: true }).click();
  await expect.poll(() => quickInput.title()).toBe(`Rename ${label}`);
  await quickInput.enter(next);
  await quickInput.row(next).waitFor();
  await quickInput.cancel();
}

describe('two tabs on one VS Code', () => {
  it('both know the accounts of each other', async () => {
    second = await scene().workbench.openSecondTab();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    await expect.poll(() => sceneInSecondTab().status()).toContain('ada, ChatGPT, signed in');
    await signInWithBrowser(sceneInSecondTab(), cynAtWork);
    await readNotification(sceneInSecondTab(), 'Signed in as');
    await expect.poll(() => scene().status()).toContain('Stone Lab, ChatGPT, signed in');
    expect(readVault(scene()).map(({ label }) => label)).toEqual(['ada', 'Stone Lab']);
  });

  it('lose nothing when one renews an account and the other writes after it', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Switch Account');
    await workbench.quickInput.pick('ada');
    await expect.poll(() => scene().status()).toContain('ada, ChatGPT, signed in');
    const before = requireAccount(scene(), 'ada');
    await renewAccount(scene());
    const renewed = requireAccount(scene(), 'ada');
    expect(renewed.refresh === before.refresh).toBe(false);
    await rename(sceneInSecondTab(), 'ada', 'Ada');
    await rename(sceneInSecondTab(), 'Stone Lab', 'Cyn');
    const after = requireAccount(scene(), 'Ada');
    expect([after.id, after.access === renewed.access, after.refresh === renewed.refresh]).toEqual([renewed.id, true, true]);
  });

  it('have both accounts with their newest tokens after a reload of each', async () => {
    for (const place of [scene(), sceneInSecondTab()]) {
      await place.workbench.reload();
      await expect.poll(place.status).toContain('Ada, ChatGPT, signed in');
      await place.workbench.runCommand('Codex Accounts: Switch Account');
      await place.workbench.quickInput.row('Cyn').waitFor();
      await place.workbench.quickInput.cancel();
    }
    expect(readVault(scene()).map(({ label }) => label)).toEqual(['Ada', 'Cyn']);
    expect(livingAccounts(scene())).toEqual(['Ada', 'Cyn']);
    expect(scene().issuer.grants().map(({ reuseCount }) => reuseCount)).toEqual([0, 0]);
  });
});
