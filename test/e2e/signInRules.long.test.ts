import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeSystemConfig, type SystemConfig } from '../support/systemConfig.ts';
import { obstacles, unless } from '../support/unless.ts';
import { ensureCurrentVsCode } from '../support/vscodeServer.ts';
import { useScene } from './scene.ts';
import { readNotification } from './steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'ca-rules-'));
let system: SystemConfig | undefined;

/** A VS Code on a computer whose admin forbids keys: only what is started in it sees that. */
async function installUnderRules(): Promise<Awaited<ReturnType<typeof ensureCurrentVsCode>>> {
  const install = await ensureCurrentVsCode();
  if (obstacles.notRoot !== undefined) {
    return install;
  }
  system = await makeSystemConfig();
  writeFileSync(join(system.folder, 'requirements.toml'), 'allowed_login_methods = ["chatgpt"]\n');
  const node = join(folder, 'node');
  const start = system.startedBy.map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
  writeFileSync(node, `#!/bin/sh\nexec ${start} '${install.node}' "$@"\n`);
  chmodSync(node, 0o755);
  return { ...install, node };
}

const scene = useScene({
  install: installUnderRules,
  prepare: ({ authFile }) => {
    writeFileSync(authFile, JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: `sk-${'practice'.repeat(4)}` }));
  },
});

afterAll(async () => {
  await system?.end();
  rmSync(folder, { recursive: true, force: true });
});

const file = '/etc/codex/requirements.toml';

describe('where an admin forbids API keys', unless(obstacles.notRoot), () => {
  it('the picker has that way last, with the rule, its file and who can change it', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Sign In');
    await workbench.quickInput.row('API Key').waitFor();
    const rows = await workbench.quickInput.rows();
    const refused = rows.find(({ label }) => label === 'API Key');
    expect(refused).toMatchObject({
      description: 'not allowed: allowed_login_methods',
      detail: `Only an administrator can change it, in ${file}`,
    });
    await workbench.screenshot('picker-sign-in-rules');
    await workbench.quickInput.pick('API Key');
    await readNotification(scene(), `allowed_login_methods in ${file} says so`, 'refused-by-a-rule');
    expect(scene().issuer.log.requests()).toEqual([]);
  });

  it('the panel says what Codex does with a key that is there, and leads to the rules by keyboard', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    const notice = frame.locator('section', { hasText: 'A sign-in rule of Codex is against what is in use' }).last();
    await notice.waitFor();
    expect(await notice.innerText()).toContain(`allowed_login_methods = ["chatgpt"] in ${file}`);
    await workbench.screenshot('panel-rule');
    const buttons = notice.getByRole('button');
    expect(await buttons.allInnerTexts()).toEqual(['Keep It Here', 'Show Rules of Codex']);
    await buttons.first().focus();
    await workbench.page.keyboard.press('Tab');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput.row('allowed_login_methods = ["chatgpt"]').waitFor();
    await workbench.quickInput.cancel();
    await workbench.runCommand('View: Close All Editors');
  });

  it('leads to a way that is open', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Sign In with API Key');
    await workbench.clickNotificationButton(`allowed_login_methods in ${file} says so`, 'Use a Device Code');
    await workbench.quickInput.row('Get a Code').waitFor();
    await workbench.quickInput.cancel();
  });

  it('lists the rule, and opens its file', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Rules of Codex');
    const rule = 'allowed_login_methods = ["chatgpt"]';
    await workbench.quickInput.row(rule).waitFor();
    await workbench.screenshot('sign-in-rules');
    await workbench.quickInput.pick(rule);
    await workbench.page.getByRole('tab', { name: 'requirements.toml' }).waitFor();
  });
});
