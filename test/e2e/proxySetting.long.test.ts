import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asOpenAi, startOpenAiStandIn, type OpenAiStandIn } from '../interop/openAiStandIn.ts';
import { startTinyproxy, type RealProxy } from '../interop/realProxies.ts';
import { useScene } from './scene.ts';
import { readNotification, typeCredential } from './steps.ts';

/** A real VS Code whose setting `http.proxy` names a proxy with a password, the only way to the service. */

const folder = mkdtempSync(join(tmpdir(), 'proxy-setting-'));
const caFile = join(folder, 'ca.pem');
const settings: Record<string, unknown> = {
  'codexAccounts.issuer': '',
  'codexAccounts.chatgptBaseUrl': '',
  'codexAccounts.apiBaseUrl': '',
};

let standIn: OpenAiStandIn;
let proxy: RealProxy;

const scene = useScene({
  env: { CODEX_CA_CERTIFICATE: caFile },
  issuer: asOpenAi,
  settings,
  prepare: async ({ issuer }) => {
    standIn = await startOpenAiStandIn(issuer);
    proxy = await startTinyproxy(standIn.address, 'ada word');
    copyFileSync(issuer.caFile ?? '', caFile);
    settings['http.proxy'] = `http://${proxy.address}`;
  },
});

afterAll(async () => {
  await proxy.close();
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('with VS Code’s setting http.proxy', () => {
  it('a proxy that wants a password is named, and nothing arrives past it', async () => {
    const { workbench, issuer } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await workbench.dialog.getByText('asks for a name and password, and http.proxy has none').waitFor();
    await workbench.screenshot('proxy-setting-no-password');
    await workbench.acceptDialog('Cancel');
    expect(issuer.log.requests()).toEqual([]);
  });

  it('a password that is put there leads through it', async () => {
    const { vscode, workbench, issuer, status } = scene();
    const file = join(vscode.userDataDir, 'User', 'settings.json');
    const written = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...written, 'http.proxy': `http://ada:word@${proxy.address}` }));
    await workbench.reload();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    await expect.poll(status).toContain('API key, signed in');
    expect(issuer.log.requests().map(({ path, headers }) => `${headers['host'] ?? ''}${path}`)).toEqual([
      'api.openai.com/v1/models',
      'api.openai.com/v1/responses',
    ]);
  });

  it('the page about variables names the setting, and not the password', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Show Environment of Codex');
    await workbench.quickInput.row('Requests of Codex Accounts').waitFor();
    const [way] = await workbench.quickInput.rows();
    expect(way?.detail).toBe(
      `They go through the proxy http://${proxy.address}, with a name and password that http.proxy names.`,
    );
    await workbench.screenshot('proxy-setting-page');
  });
});
