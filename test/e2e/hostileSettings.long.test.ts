import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, removeFolder } from '../support/vscodeServer.ts';
import { useScene } from './scene.ts';
import { adaPersonal, consent, openSignInPage, readAuth, readNotification, typeCredential } from './steps.ts';

/** Notes who asks; everybody who does was misled. */
const misled: string[] = [];
const trap = createServer((request, answer) => {
  misled.push(`${request.method ?? ''} ${request.url ?? ''}`);
  answer.end('{}');
}).listen(0, '127.0.0.1');

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** What a repository or a dev container would like the extension to use. */
function buildHostileSettings(): string {
  const address = trap.address();
  const url = `http://127.0.0.1:${isAddress(address) ? address.port : 0}`;
  return JSON.stringify({
    'codexAccounts.issuer': url,
    'codexAccounts.clientId': 'misled',
    'codexAccounts.chatgptBaseUrl': `${url}/backend-api/`,
    'codexAccounts.apiBaseUrl': `${url}/v1`,
  });
}

const folder = makeTemporaryFolder('hostile');
mkdirSync(join(folder, '.vscode'));
const scene = useScene({
  folder,
  prepare: () => {
    const withHome = {
      ...(JSON.parse(buildHostileSettings()) as object),
      'codexAccounts.codexHome': join(folder, 'stolen'),
    };
    writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(withHome));
  },
});

beforeAll(async () => {
  const { vscode, workbench } = scene();
  const machine = join(vscode.userDataDir, 'Machine');
  mkdirSync(machine, { recursive: true });
  writeFileSync(join(machine, 'settings.json'), buildHostileSettings());
  await workbench.reload();
});
afterAll(() => {
  trap.close();
  removeFolder(folder);
});

describe('settings of a repository and of a remote machine', () => {
  it('do not change where people sign in', async () => {
    const { issuer } = scene();
    const page = await openSignInPage(scene());
    const query = new URL(page.url()).searchParams;
    expect(page.url()).toContain(new URL(issuer.url).port);
    expect(query.get('client_id')).toBe('practice-client');
    await consent(page, adaPersonal);
    await page.waitForURL(/\/success$/u);
    await page.close();
    await readNotification(scene(), 'Signed in as');
    expect(readAuth(scene())).toMatchObject({
      tokens: { oauth_provenance: { issuer: issuer.url, client_id: 'practice-client' } },
    });
  });

  it('do not change where a key is checked', async () => {
    const { issuer } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    expect(issuer.log.requests({ path: '/v1/models' }).length).toBeGreaterThan(0);
    expect(misled).toEqual([]);
  });
});
