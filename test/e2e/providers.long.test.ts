import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../src/providers/azure.ts';
import { startModelServer, type ModelServer } from '../support/modelServer.ts';
import { randomText } from '../support/tokens.ts';
import { findAccessibilityProblems } from './accessibility.ts';
import { useScene } from './scene.ts';
import { adaPersonal, readAuth, readNotification, signInWithBrowser } from './steps.ts';

/** A new user's half hour, by keyboard: Azure OpenAI and back, a local model and back. */

const mine = '# my own file\nmodel = "gpt-5.5"   # the one I like\n\n[tools]\nweb_search = false\n';
const key = randomText('azure');
const bedrockKey = randomText('bedrock');

let azure: ModelServer;
let ollama: ModelServer;

beforeAll(async () => {
  azure = await startModelServer({ key, apiVersion: defaultApiVersion, models: ['west'] });
  ollama = await startModelServer({ models: ['gpt-oss:20b', 'qwen3-coder:30b'], ollama: '0.13.4' });
});
afterAll(async () => {
  await Promise.all([azure.close(), ollama.close()]);
});

const scene = useScene({
  prepare: ({ codexHome }) => {
    writeFileSync(join(codexHome, 'config.toml'), mine);
  },
});

const readConfig = (): string => readFileSync(join(scene().codexHome, 'config.toml'), 'utf8');

/**
 * Waits for a question by its title, looks at it under `name`, and answers it. A key is typed hidden, under the title of the
 * list before it, which may still be shown: what is typed then goes there.
 */
async function answer(title: string, text: string | undefined, name?: string, isHidden = false): Promise<void> {
  const { workbench } = scene();
  const { quickInput, page } = workbench;
  await quickInput.input.waitFor();
  await expect.poll(() => quickInput.title()).toBe(title);
  await expect.poll(() => quickInput.input.getAttribute('type')).toBe(isHidden ? 'password' : 'text');
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

const themes = ['Dark Modern', 'Dark High Contrast', 'Light High Contrast', 'Light Modern'];

/** Pictures of the panel with a provider in use in each theme, the last one as it was, and what axe says of each. */
async function judgePanel(name: string, text: string): Promise<void> {
  const { workbench } = scene();
  await workbench.runCommand('Codex Accounts: Show Account');
  for (const theme of themes) {
    await workbench.switchTheme(theme);
    const frame = await workbench.webviewFrame();
    await expect.poll(() => frame.locator('body').getAttribute('data-vscode-theme-name')).toBe(theme);
    await frame.getByText(text).first().waitFor();
    await workbench.screenshot(`provider-${name}-panel-${theme.toLowerCase().replaceAll(' ', '-')}`);
    await frame.getByRole('heading', { name: 'Who Pays' }).scrollIntoViewIfNeeded();
    await workbench.screenshot(`provider-${name}-panel-payers-${theme.toLowerCase().replaceAll(' ', '-')}`);
    expect(await findAccessibilityProblems(frame), `${name}, ${theme}`).toEqual([]);
  }
  await workbench.runCommand('View: Close All Editors');
}

const useProvider = 'Codex Accounts: Use Azure OpenAI, Amazon Bedrock or a Local Model';

describe('other models than OpenAI’s', () => {
  it('stand beside the ways to sign in, with their reason', async () => {
    const { workbench, statusItem } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    await statusItem.locator('a').focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput.pick('Add Another Account…');
    await workbench.quickInput.row('Azure OpenAI, Amazon Bedrock or a Local Model').waitFor();
    await workbench.screenshot('provider-way-in');
    await workbench.quickInput.cancel();
  });

  it('Azure OpenAI: a wrong key is said, the right one is used, and nothing else of config.toml changes', async () => {
    const { workbench, status } = scene();
    const before = readAuth(scene());
    await workbench.runCommand(useProvider);
    await answer('Use Other Models than OpenAI’s', 'Azure OpenAI', 'provider-kinds');
    await answer('Azure OpenAI (1/4)', 'my resource', 'provider-azure-endpoint');
    await expect.poll(() => workbench.quickInput.message()).toContain('neither the name of a resource');
    await workbench.screenshot('provider-azure-refused-input');
    await answer('Azure OpenAI (1/4)', `${azure.url}/openai`);
    await answer('Azure OpenAI (2/4)', 'west');
    await answer('Azure OpenAI (3/4)', undefined, 'provider-azure-version');
    await answer('Azure OpenAI (4/4)', 'Type or Paste', 'provider-azure-key');
    await answer('Azure OpenAI (4/4)', 'not-the-key', undefined, true);
    await accept('does not take this key', 'provider-azure-wrong-key');
    await answer('Azure OpenAI (4/4)', 'Type or Paste');
    await answer('Azure OpenAI (4/4)', key, undefined, true);
    const shown = await accept('takes the key', 'provider-azure-confirm');
    expect(shown).toContain('+ model_provider = "azure"');
    expect(shown).not.toContain(key);
    await readNotification(scene(), 'takes the key from AZURE_OPENAI_API_KEY', 'provider-azure-in-use');
    await expect.poll(status).toContain('Azure (127.0.0.1)');
    expect(readConfig()).toContain('# my own file\nmodel = "west"   # the one I like\nmodel_provider = "azure"\n');
    expect(readConfig()).toContain(`[model_providers.azure]\nname = "Azure"\nbase_url = "${azure.url}/openai"\n`);
    expect(readAuth(scene())).toEqual(before);
    await workbench.screenshot('provider-azure-status');
  });

  it('is shown in the panel as what pays, fit for everybody in every theme', async () => {
    await judgePanel('azure', 'AZURE_OPENAI_API_KEY');
  });

  it('what the login shell sets is looked at on a click, and counts', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    await frame.getByText('Not looked at: what the start files').waitFor();
    await frame.getByRole('button', { name: 'Look at the Login Shell' }).click();
    await frame
      .getByText(/The start files of the login shell (?:change nothing|were looked at)|There is no login shell/u)
      .waitFor();
    await workbench.screenshot('provider-login-shell');
    await workbench.runCommand('View: Close All Editors');
  });

  it('is left with one command, and config.toml is as it was', async () => {
    const { workbench, status } = scene();
    await workbench.runCommand('Codex Accounts: Switch to Previous Account');
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    expect(readConfig()).toBe(mine);
  });

  it('Amazon Bedrock with a key, in high contrast: the Home has it as the CLI writes it, and the sign-in comes back', async () => {
    const { workbench, status } = scene();
    const before = readAuth(scene());
    await workbench.switchTheme('Dark High Contrast');
    await workbench.runCommand(useProvider);
    await answer('Use Other Models than OpenAI’s', 'Amazon Bedrock', 'provider-kinds-high-contrast');
    await answer('Amazon Bedrock (1/3)', 'A Bedrock API Key', 'provider-bedrock-way');
    await answer('Amazon Bedrock (1/3)', bedrockKey, 'provider-bedrock-key', true);
    await answer('Amazon Bedrock (2/3)', 'eu-central-1', 'provider-bedrock-region');
    await answer('Amazon Bedrock (3/3)', undefined, 'provider-bedrock-model');
    const shown = await accept('The key was not sent to Amazon', 'provider-bedrock-confirm');
    expect(shown).toContain('takes the place of the sign-in');
    expect(shown).not.toContain(bedrockKey);
    await expect.poll(status).toContain('Bedrock (eu-central-1)');
    expect(readAuth(scene())).toEqual({
      auth_mode: 'bedrockApiKey',
      OPENAI_API_KEY: null,
      bedrock_api_key: { api_key: bedrockKey, region: 'eu-central-1' },
    });
    await workbench.screenshot('provider-bedrock-status');
    await judgePanel('bedrock', 'Your AWS account');
    await workbench.runCommand('Codex Accounts: Switch to Previous Account');
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    expect([readAuth(scene()), readConfig()]).toEqual([before, mine]);
  });

  it('a local model: at its port, one of those that are there, said to be weaker', async () => {
    const { workbench, status } = scene();
    await workbench.runCommand(useProvider);
    await answer('Use Other Models than OpenAI’s', 'Ollama');
    await answer('Ollama (1/2)', String(ollama.port), 'provider-ollama-port');
    await workbench.quickInput.row('qwen3-coder:30b').waitFor();
    await answer('Ollama (2/2)', 'gpt-oss', 'provider-ollama-models');
    expect(await accept('The local server answers', 'provider-ollama-confirm')).toContain('much weaker');
    await readNotification(scene(), 'uses Ollama now', 'provider-ollama-in-use');
    await expect.poll(status).toContain('Ollama');
    expect(readConfig()).toContain('[model_providers.ollama-local]');
    await judgePanel('ollama', 'Nobody: it runs on your own hardware');
  });

  it('is taken away by Undo, and config.toml is as it was', async () => {
    const { workbench, status } = scene();
    await workbench.runCommand('Codex Accounts: Switch to Previous Account');
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    expect(readConfig()).toBe(mine);
    await workbench.runCommand(useProvider);
    await answer('Use Other Models than OpenAI’s', 'Another Provider');
    await answer('OpenAI-Compatible Provider (1/6)', `${ollama.url}/v1`);
    await answer('OpenAI-Compatible Provider (2/6)', 'acme');
    await answer('OpenAI-Compatible Provider (3/6)', 'Acme');
    await answer('OpenAI-Compatible Provider (4/6)', 'gpt-oss:20b');
    await answer('OpenAI-Compatible Provider (5/6)', 'Nothing', 'provider-other-key');
    await answer('OpenAI-Compatible Provider (6/6)', undefined, 'provider-other-fields');
    await accept('answers to what you gave', 'provider-other-confirm');
    await workbench.findNotification('uses Acme now');
    await workbench.clickNotificationButton('uses Acme now', 'Undo');
    await workbench.findNotification('Acme was taken away again');
    await expect.poll(status).toContain('ada, ChatGPT, signed in');
    expect(readConfig()).toBe(mine);
  });
});
