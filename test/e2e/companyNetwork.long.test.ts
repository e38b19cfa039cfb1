import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asOpenAi, startOpenAiStandIn, type OpenAiStandIn } from '../interop/openAiStandIn.ts';
import { startMitmproxy, type RealProxy } from '../interop/realProxies.ts';
import { useScene } from './scene.ts';
import { readNotification, typeCredential } from './steps.ts';

/** A real VS Code whose only way to the service is a proxy that reads the connection; VS Code itself does not know that proxy. */

const folder = mkdtempSync(join(tmpdir(), 'company-network-'));
const caFile = join(folder, 'ca.pem');
const environment: Record<string, string> = { CODEX_CA_CERTIFICATE: caFile };

let standIn: OpenAiStandIn;
let proxy: RealProxy;

const scene = useScene({
  env: environment,
  issuer: asOpenAi,
  settings: {
    'codexAccounts.issuer': '',
    'codexAccounts.chatgptBaseUrl': '',
    'codexAccounts.apiBaseUrl': '',
  },
  prepare: async ({ issuer }) => {
    standIn = await startOpenAiStandIn(issuer);
    proxy = await startMitmproxy(standIn.address);
    environment['ALL_PROXY'] = `http://${proxy.address}`;
    writeFileSync(caFile, '');
  },
});
const proxyCa = (): string => join(proxy.folder, 'mitmproxy-ca-cert.pem');

afterAll(async () => {
  await proxy.close();
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('in a company network', () => {
  it('a CA file without a certificate is named before anything is sent', async () => {
    const { workbench, issuer } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await workbench.dialog.getByText('There is no certificate in the file that CODEX_CA_CERTIFICATE names').waitFor();
    await workbench.screenshot('company-no-certificate');
    await workbench.acceptDialog('Cancel');
    expect(issuer.log.requests()).toEqual([]);
  });

  it('with the company’s certificate the key is checked through the proxy', async () => {
    copyFileSync(proxyCa(), caFile);
    const { issuer, status } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    await expect.poll(status).toContain('API key, signed in');
    expect(issuer.log.requests().map(({ path, headers }) => `${headers['host'] ?? ''}${path}`)).toEqual([
      'api.openai.com/v1/models',
      'api.openai.com/v1/responses',
    ]);
  });

  it('the page about variables shows the way, and writes it to the Codex home', async () => {
    const { workbench, codexHome } = scene();
    await workbench.runCommand('Codex Accounts: Show Environment of Codex');
    await workbench.quickInput.row('Requests of Codex Accounts').waitFor();
    const rows = await workbench.quickInput.rows();
    expect(rows[0]?.detail).toBe(`They go through the proxy http://${proxy.address} that ALL_PROXY names.`);
    expect(rows.find(({ label }) => label.endsWith('CODEX_CA_CERTIFICATE'))).toMatchObject({
      description: `in the environment of this editor: ${caFile}`,
    });
    await workbench.screenshot('environment');
    await workbench.quickInput.pick('Write to the Codex Home…');
    await workbench.acceptDialog('Write');
    await readNotification(scene(), 'Written.');
    const file = join(codexHome, '.env');
    expect(readFileSync(file, 'utf8')).toBe(`SSL_CERT_FILE=${caFile}\nHTTPS_PROXY=http://${proxy.address}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
