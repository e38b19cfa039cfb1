import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadWorkflowReader } from '../support/workflowReader.ts';
import { useScene } from './scene.ts';
import { readNotification, typeCredential } from './steps.ts';

/** A new user's quarter of an hour, by keyboard: from nothing to a workflow that the linter has nothing against. */

const root = mkdtempSync(join(tmpdir(), 'ci-set-up-'));
const folder = join(root, 'app');
const store = join(root, 'kept-by-github');
const bin = join(root, 'bin');
mkdirSync(folder);
mkdirSync(bin);
execFileSync('git', ['init', '--quiet', folder]);

/** A `gh` that knows the repository, and keeps what it is given. */
function writeGh(visibility: 'PRIVATE' | 'PUBLIC'): void {
  const repository = { nameWithOwner: 'acme/app', visibility, url: 'https://github.com/acme/app' };
  const script = `#!/bin/sh\nif [ "$1" = repo ]; then echo '${JSON.stringify(repository)}'; else cat > "${store}"; fi\n`;
  writeFileSync(join(bin, 'gh'), script);
  chmodSync(join(bin, 'gh'), 0o755);
}
writeGh('PRIVATE');

const scene = useScene({ folder, env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const key = (): string => scene().issuer.apiKeys.good;

/** Waits for a question by its title, looks at it under `name`, and answers it. */
async function answer(title: string, text: string | undefined, name?: string): Promise<void> {
  const { workbench } = scene();
  const { quickInput, page } = workbench;
  await quickInput.input.waitFor();
  await expect.poll(() => quickInput.title()).toBe(title);
  if (name !== undefined) await workbench.screenshot(name);
  if (text !== undefined) await quickInput.fill(text);
  await page.keyboard.press('Enter');
}

/** Answers a modal question with its first button. */
async function accept(words: string | RegExp, name: string): Promise<string> {
  const { workbench } = scene();
  await workbench.dialog.getByText(words).first().waitFor();
  const text = await workbench.dialog.innerText();
  await workbench.screenshot(name);
  await workbench.page.keyboard.press('Enter');
  return text;
}

const setUp = 'Codex Accounts: Set Up Codex in CI';
const title = 'Set Up Codex in CI';

describe('Codex in CI', () => {
  it('from nothing to a workflow and its secret', async () => {
    const { workbench } = scene();
    await typeCredential(scene(), 'API Key', key());
    await readNotification(scene(), 'Signed in');
    await workbench.runCommand(setUp);
    await answer(`${title} (1/3)`, 'GitHub Actions', 'ci-system');
    await answer(`${title} (2/3)`, 'Review the Changes', 'ci-task');
    await answer(`${title} (3/3)`, 'Recommended', 'ci-credential');
    expect(await accept('.github/workflows/codex.yml is made', 'ci-confirm')).toContain('OPENAI_API_KEY');
    await answer('Secret OPENAI_API_KEY: an API key', 'Give It to GitHub', 'ci-secret');
    await answer('API Key for CI', undefined, 'ci-key');
    await accept('Give OPENAI_API_KEY to acme/app (private)?', 'ci-give');
    await expect.poll(() => existsSync(store) && readFileSync(store, 'utf8')).toBe(key());
    await workbench.findNotification('is open and not saved yet');
    await workbench.screenshot('ci-file');
    expect(existsSync(join(folder, '.github'))).toBe(false);
    await workbench.clearNotifications();
    await workbench.runCommand('File: Save');
    const path = join(folder, '.github', 'workflows', 'codex.yml');
    // It is there before its text is.
    const read = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
    await expect.poll(read).not.toBe('');
    const text = read();
    expect((await loadWorkflowReader()).lint(text)).toEqual([]);
    expect(text).not.toContain(key());
  });

  it('the same again is compared with what is there', async () => {
    const { workbench } = scene();
    await workbench.runCommand(setUp);
    await answer(`${title} (1/3)`, 'GitHub Actions');
    await answer(`${title} (2/3)`, 'Review the Changes');
    await answer(`${title} (3/3)`, 'on the One Step');
    await accept('.github/workflows/codex.yml is made', 'ci-confirm-again');
    await answer('Secret OPENAI_API_KEY: an API key', 'Later');
    await workbench.findNotification('it stands beside the new one');
    await workbench.screenshot('ci-compared');
    await workbench.clickNotificationButton('it stands beside the new one', 'What Remains');
    await workbench.screenshot('ci-what-remains');
    await workbench.clearNotifications();
    expect(readFileSync(join(folder, '.github', 'workflows', 'codex.yml'), 'utf8')).toContain('codex-action');
  });

  it('an account is refused in a public repository', async () => {
    writeGh('PUBLIC');
    const { workbench } = scene();
    await workbench.runCommand(setUp);
    await answer(`${title} (1/3)`, 'GitHub Actions');
    await answer(`${title} (2/3)`, 'Review the Changes');
    await answer(`${title} (3/3)`, 'ChatGPT Account');
    expect(await accept('Not in this repository.', 'ci-refused')).toContain('acme/app is public');
    await expect.poll(() => workbench.quickInput.title()).toBe(`${title} (3/3)`);
    await workbench.quickInput.cancel();
  });

  it('an account in a private one is asked for condition by condition', async () => {
    writeGh('PRIVATE');
    const { workbench } = scene();
    await workbench.runCommand(setUp);
    await answer(`${title} (1/3)`, 'GitHub Actions');
    await answer(`${title} (2/3)`, 'Review the Changes');
    await answer(`${title} (3/3)`, 'ChatGPT Account');
    await answer(`${title} (4/9)`, 'Keeps Its Disk', 'ci-runner');
    for (const step of ['5', '6', '7', '8', '9']) {
      await answer(`${title} (${step}/9)`, 'Yes, This Is So', `ci-condition-${step}`);
    }
    await workbench.dialog.getByText('.github/workflows/codex.yml is made').first().waitFor();
    await workbench.screenshot('ci-account-confirm');
    await workbench.page.keyboard.press('Escape');
  });

  it('moving to ChatGPT shows what it ends, and runs nothing', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Move from API Key to ChatGPT');
    await workbench.quickInput.row('Use ChatGPT Here').waitFor();
    await workbench.screenshot('migration');
    await workbench.quickInput.cancel();
  });
});
