import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { packForeign, readReports, type ForeignReport } from './foreignExtension.ts';
import { setScene, type Scene } from './scene.ts';
import { adaAtWork, adaPersonal, readNotification, signInWithBrowser, typeCredential } from './steps.ts';
import { readVault, renewAccount, requireAccount } from './vaultAccounts.ts';

const folder = mkdtempSync(join(tmpdir(), 'ca-foreign-'));
const reportFile = join(folder, 'reports.jsonl');
let theScene: Scene | undefined;

function scene(): Scene {
  if (theScene === undefined) throw new Error('The scene has not been set yet.');
  return theScene;
}

beforeAll(async () => {
  theScene = await setScene({ extensions: [await packForeign(folder)], env: { FOREIGN_REPORT: reportFile } });
});

beforeEach(({ task, onTestFailed }) => {
  onTestFailed(() =>
    scene().workbench.screenshot(`failed-provider-${task.name.replaceAll(/[^a-z]+/giu, '-').slice(0, 50)}`),
  );
});

afterAll(async () => {
  await theScene?.close();
  rmSync(folder, { recursive: true, force: true });
});

function count(kind: ForeignReport['kind']): number {
  return readReports(reportFile).filter((report) => report.kind === kind).length;
}

/** The next report of a kind after something was done. */
async function nextReport(kind: string, act: () => Promise<void>): Promise<unknown> {
  const before = count(kind);
  await act();
  await expect.poll(() => count(kind)).toBeGreaterThan(before);
  return readReports(reportFile)
    .filter((report) => report.kind === kind)
    .at(-1)?.value;
}

const accountSchema = z.object({ id: z.string(), label: z.string() });
const sessionSchema = z.strictObject({
  id: z.string(),
  hash: z.string(),
  account: accountSchema,
  scopes: z.array(z.string()),
});

function run(title: string): () => Promise<void> {
  return () => scene().workbench.runCommand(`Foreign: ${title}`);
}

async function listLabels(): Promise<readonly string[]> {
  return z
    .array(accountSchema)
    .parse(await nextReport('accounts', run('List Accounts')))
    .map(({ label }) => label);
}

async function toggleHidePersonalInfo(): Promise<void> {
  const { workbench } = scene();
  await workbench.runCommand('Preferences: Open Settings (UI)');
  await workbench.page.locator('.settings-editor .search-container').click();
  await workbench.page.keyboard.type('codexAccounts.hidePersonalInfo');
  await workbench.page.getByRole('checkbox', { name: /hidePersonalInfo/u }).click();
  await workbench.runCommand('View: Close All Editors');
}

describe('an extension of somebody else', () => {
  it('gets the access token, and only that, after the person allowed it', async () => {
    const { workbench } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    const reported = await nextReport('session', async () => {
      await run('Get a Session')();
      await workbench.dialog.waitFor();
      expect(await workbench.dialog.innerText()).toContain("The extension 'Foreign' wants to sign in using Codex.");
      await workbench.acceptDialog('Allow');
      await workbench.quickInput.row('ada (ada@practice.example)').waitFor();
      expect(await workbench.quickInput.title()).toBe("The extension 'Foreign' wants to access a Codex account");
      await workbench.screenshot('provider-consent');
      await workbench.quickInput.pick('ada (ada@practice.example)');
    });
    const session = sessionSchema.parse(reported);
    expect(session.hash).toBe(requireAccount(scene(), 'ada').access);
    expect(session.account.label).toBe('ada (ada@practice.example)');
  });

  it('gets it again without a question, and hears when it was renewed', async () => {
    const before = requireAccount(scene(), 'ada').access;
    await nextReport('changed', () => renewAccount(scene()));
    const session = sessionSchema.parse(await nextReport('session', run('Get a Session')));
    const now = requireAccount(scene(), 'ada').access;
    expect([session.hash === now, now === before]).toEqual([true, false]);
  });

  it('sees every account that has a bearer of its own, under a name of its own, and no API key', async () => {
    const { issuer, workbench } = scene();
    await signInWithBrowser(scene(), adaAtWork);
    await readNotification(scene(), 'Signed in as');
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    await expect
      .poll(() =>
        readVault(scene())
          .map(({ kind }) => kind)
          .sort(),
      )
      .toEqual(['apiKey', 'chatgpt', 'chatgpt']);
    expect([...(await listLabels())].sort()).toEqual([
      'Harbour Works (ada@practice.example)',
      'ada (ada@practice.example)',
    ]);
    await workbench.clearNotifications();
  });

  it('sees no e-mail address where personal information is hidden', async () => {
    await toggleHidePersonalInfo();
    await expect.poll(async () => [...(await listLabels())].sort()).toEqual(['Harbour Works', 'Plus']);
    await toggleHidePersonalInfo();
    await expect.poll(async () => (await listLabels()).join()).toContain('@');
  });

  it('reads through the API who is in use, never a token', async () => {
    const { workbench } = scene();
    const apiSchema = z.strictObject({
      names: z.array(z.string()),
      version: z.number(),
      account: z.strictObject({ id: z.string(), kind: z.string(), label: z.string(), plan: z.string() }),
    });
    const withKey = apiSchema.parse(await nextReport('api', run('Read the API')));
    expect([withKey.names, withKey.version]).toEqual([['currentAccount', 'onDidChangeAccount', 'version'], 1]);
    expect([withKey.account.kind, withKey.account.plan]).toEqual(['apiKey', '']);
    const heard = await nextReport('account', async () => {
      await workbench.runCommand('Codex Accounts: Switch Account');
      await workbench.quickInput.pick('Harbour Works');
    });
    const { id } = requireAccount(scene(), 'Harbour Works');
    expect(heard).toEqual({ id, kind: 'chatgpt', label: 'Harbour Works', plan: 'Business' });
    expect(apiSchema.parse(await nextReport('api', run('Read the API'))).account).toEqual(heard);
  });

  it('has written down no secret that it was never given', () => {
    const reports = existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : '';
    expect(reports).not.toMatch(/eyJ|sk-|rt_/u);
    expect(count('failure')).toBe(0);
  });
});
