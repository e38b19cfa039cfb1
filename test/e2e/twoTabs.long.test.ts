import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import { packForeign, readReports } from './foreignExtension.ts';
import { useScene, extensionId, type Scene } from './scene.ts';
import { adaPersonal, cynAtWork, readNotification, signInWithBrowser } from './steps.ts';
import { livingAccounts, readVault, renewAccount, requireAccount } from './vaultAccounts.ts';

const folder = mkdtempSync(join(tmpdir(), 'ca-two-tabs-'));
const reportFile = join(folder, 'reports.jsonl');
const scene = useScene({ extensions: [await packForeign(folder)], env: { FOREIGN_REPORT: reportFile } });
let second: Workbench | undefined;

/** The same place, seen through the second tab. */
function sceneInSecondTab(): Scene {
  if (second === undefined) throw new Error('The second tab is not open yet.');
  const workbench = second;
  const statusItem = workbench.statusBarItem(extensionId, 'codexAccounts.status');
  return { ...scene(), workbench, statusItem, status: () => workbench.statusBarLabel(statusItem) };
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Everything of a rename but the last key, which the answer presses. */
async function beginRename(place: Scene, label: string, next: string): Promise<() => Promise<void>> {
  const { quickInput } = place.workbench;
  await place.workbench.runCommand('Codex Accounts: Switch Account');
  await quickInput.row(label).hover();
  await quickInput.row(label).getByRole('button', { name: 'Rename…', exact: true }).click();
  await expect.poll(() => quickInput.title()).toBe(`Rename ${label}`);
  await quickInput.fill(next);
  return async () => {
    await place.workbench.page.keyboard.press('Enter');
    await quickInput.row(next).waitFor();
    await quickInput.cancel();
  };
}

async function rename(place: Scene, label: string, next: string): Promise<void> {
  await (
    await beginRename(place, label, next)
  )();
}

/** Has the extension of somebody else do something in a tab, and gives what it reported of it. */
async function askForeign({ workbench }: Scene, title: string, kind: string): Promise<unknown> {
  const find = () => readReports(reportFile).filter((report) => report.kind === kind);
  const before = find().length;
  await workbench.runCommand(`Foreign: ${title}`);
  await expect.poll(() => find().length).toBe(before + 1);
  return find().at(-1)?.value;
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
    expect([after.id, after.access === renewed.access, after.refresh === renewed.refresh]).toEqual([
      renewed.id,
      true,
      true,
    ]);
  });

  it('lose nothing when both store at the same moment', async () => {
    for (const [ada, cyn] of [
      ['Ada 1', 'Cyn 1'],
      ['Ada 2', 'Cyn 2'],
      ['Ada', 'Cyn'],
    ] as const) {
      const [first, last] = readVault(scene());
      const commits = [
        await beginRename(scene(), first?.label ?? '', ada),
        await beginRename(sceneInSecondTab(), last?.label ?? '', cyn),
      ];
      await Promise.all(commits.map((commit) => commit()));
      expect(readVault(scene()).map(({ label }) => label)).toEqual([ada, cyn]);
    }
    expect(livingAccounts(scene())).toEqual(['Ada', 'Cyn']);
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
    expect(
      scene()
        .issuer.grants()
        .map(({ reuseCount }) => reuseCount),
    ).toEqual([0, 0]);
  });
});

describe('the secret storage of VS Code in two tabs', () => {
  it('loses what the other tab stored, which is why accounts are in a file there', async () => {
    const tabs = [scene(), sceneInSecondTab()] as const;
    // A second try of this test finds what the first one stored.
    await askForeign(tabs[0], 'Clear the Secrets', 'cleared');
    await askForeign(tabs[0], 'Store the First Secret', 'stored');
    await askForeign(tabs[1], 'Store the Second Secret', 'stored');
    await askForeign(tabs[0], 'Store the First Secret', 'stored');
    await tabs[1].workbench.reload();
    expect(await askForeign(tabs[1], 'Read the Secrets', 'secrets')).toEqual({ first: 'kept', second: null });
  });
});
