import { readFileSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useScene } from './scene.ts';
import { adaAtWork, adaPersonal, consent, openSignInPage, readAuth, readNotification, type Who } from './steps.ts';

// Logs go into files, where a pasted address could get lost.
const logFiles = pathToFileURL(join(import.meta.dirname, 'logFiles', 'register.mjs')).href;
const scene = useScene({ nodeArguments: [`--import=${logFiles}`] });
/** The addresses that signed somebody in. */
const pasted: string[] = [];
const pasteCommand = 'Codex Accounts: Paste Address of Browser’s Error Page';

/** Keeps a page from reaching the listener, as when the browser is on another computer than VS Code's server. */
async function moveElsewhere(page: Page): Promise<Page> {
  const session = await page.context().newCDPSession(page);
  session.on('Fetch.requestPaused', ({ requestId }) => {
    void session.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionRefused' });
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: 'http://127.0.0.1:1455/*' }] });
  return page;
}

/** Finishes on the sign-in page, or declines there. @returns the address of the error page that the browser ends on */
async function failOnReturn(page: Page, act: () => Promise<void>): Promise<string> {
  const [failed] = await Promise.all([
    page.waitForEvent('requestfailed', (request) => request.isNavigationRequest()),
    act(),
  ]);
  return failed.url();
}

async function consentElsewhere(page: Page, who: Who): Promise<string> {
  return failOnReturn(await moveElsewhere(page), () => consent(page, who));
}

/** Types an address and is told why it is not taken. */
async function expectProblem(address: string, sentence: string): Promise<void> {
  const { quickInput } = scene().workbench;
  await quickInput.enter(address);
  await expect.poll(() => quickInput.message()).toContain(sentence);
}

describe('a sign-in with the browser on another computer', () => {
  it('puts the device code first, the pasted address second, and says why the browser is not', async () => {
    const { workbench } = scene();
    await workbench.runCommand('Codex Accounts: Sign In');
    await workbench.quickInput.row('ChatGPT in the Browser').waitFor();
    const rows = await workbench.quickInput.rows();
    expect(rows.map(({ label }) => label)).toEqual([
      'ChatGPT with a Device Code',
      'ChatGPT with a Pasted Address',
      'ChatGPT in the Browser',
      'API Key',
      'Access Token',
      'Azure OpenAI, Amazon Bedrock or a Local Model',
      'Open chatgpt.com',
      'Ways to Sign In on Another Host…',
    ]);
    expect(rows.map(({ description }) => description.includes('best here'))).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(rows[2]?.detail).toContain('a browser on another computer cannot reach this host');
    await workbench.screenshot('elsewhere-picker');
    await workbench.quickInput.cancel();
  });

  it('takes the address of the error page, after refusing everything else with the way on', async () => {
    const { workbench, issuer } = scene();
    await workbench.runCommand('Codex Accounts: Sign In');
    const page = await workbench.pageOpenedBy(async () => {
      await workbench.quickInput.pick('ChatGPT with a Pasted Address');
    });
    const signInPage = page.url();
    const { quickInput } = workbench;
    await expect.poll(() => quickInput.input.getAttribute('type')).toBe('password');
    const address = await consentElsewhere(page, adaPersonal);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:1455\/auth\/callback\?/u);
    await workbench.page.bringToFront();
    const { searchParams } = new URL(address);
    const other = new URL(address);
    other.searchParams.set('state', 'another');
    const stateless = new URL(address);
    stateless.searchParams.delete('state');
    for (const [text, sentence] of [
      [searchParams.get('code') ?? '', 'only a part'],
      ['https://example.com/', 'leads to another site'],
      [signInPage, 'the sign-in page itself'],
      [stateless.href, 'The end is missing'],
      [other.href, 'another or earlier sign-in'],
    ] as const) {
      await expectProblem(text, sentence);
    }
    await workbench.screenshot('elsewhere-paste-refused');
    expect(issuer.log.requests({ path: '/oauth/token' })).toEqual([]);
    pasted.push(address);
    await quickInput.enter(address);
    await readNotification(scene(), 'Signed in as ada', 'elsewhere-signed-in');
    await expect.poll(scene().status).toContain('ada, ChatGPT, signed in');
    expect(readAuth(scene())).toMatchObject({
      auth_mode: 'chatgpt',
      tokens: { oauth_provenance: { issuer: issuer.url } },
    });
    await page.close();
  });

  it('offers the pasting and the device code from an open browser sign-in, and asks who came back', async () => {
    const { workbench } = scene();
    const page = await openSignInPage(scene());
    const progress = workbench.notification('Finish signing in');
    await progress.getByRole('link', { name: 'use a device code' }).waitFor();
    const address = await consentElsewhere(page, adaAtWork);
    await page.close();
    await workbench.page.mouse.move(640, 300);
    await workbench.screenshot('elsewhere-progress');
    await progress.getByRole('link', { name: 'paste its address here' }).click();
    pasted.push(address);
    await workbench.quickInput.enter(address);
    await workbench.dialog.getByText('ada@practice.example came back').waitFor();
    await workbench.acceptDialog('Save');
    await readNotification(scene(), 'Signed in as Harbour Works');
    await expect.poll(scene().status).toContain('Harbour Works, ChatGPT, signed in');
  });

  it('says what a no on the page means and stays open; it can be cancelled and leaves everything as it was', async () => {
    const before = readAuth(scene());
    const { workbench } = scene();
    const page = await workbench.pageOpenedBy(() => workbench.runCommand(pasteCommand));
    await workbench.quickInput.input.waitFor();
    const address = await failOnReturn(await moveElsewhere(page), () =>
      page.getByRole('button', { name: 'Cancel' }).click(),
    );
    await page.close();
    await expectProblem(address, 'was declined on its page');
    await workbench.quickInput.cancel();
    await scene().statusItem.click();
    await workbench.quickInput.pick('Paste the Address of the Error Page…');
    await expectProblem(address, 'was declined on its page');
    await workbench.clickNotificationButton('Finish signing in', 'Cancel');
    await workbench.quickInput.closed();
    await expect.poll(scene().status).toContain('Harbour Works, ChatGPT, signed in');
    expect(readAuth(scene())).toEqual(before);
  });

  it('says so when the code of a right address is refused, and that address is good no more', async () => {
    const { workbench, issuer } = scene();
    issuer.fault({ path: '/oauth/token', times: 1, kind: 'status', status: 400, body: { error: 'invalid_grant' } });
    const page = await workbench.pageOpenedBy(() => workbench.runCommand(pasteCommand));
    const address = await consentElsewhere(page, adaPersonal);
    await page.close();
    await workbench.quickInput.enter(address);
    await readNotification(scene(), 'refused the code');
    const again = await workbench.pageOpenedBy(() => workbench.runCommand(pasteCommand));
    await again.close();
    await expectProblem(address, 'another or earlier sign-in');
    await workbench.quickInput.cancel();
    await workbench.clickNotificationButton('Finish signing in', 'Cancel');
    await expect.poll(scene().status).toContain('Harbour Works, ChatGPT, signed in');
  });

  it('names the machine that asked when its country is not served', async () => {
    const { workbench, issuer } = scene();
    const body = {
      error: { code: 'unsupported_country_region_territory', message: 'Country, region, or territory not supported' },
    };
    issuer.fault({ path: '/oauth/token', times: 1, kind: 'status', status: 403, body });
    const page = await workbench.pageOpenedBy(() => workbench.runCommand(pasteCommand));
    const address = await consentElsewhere(page, adaPersonal);
    await page.close();
    await workbench.quickInput.enter(address);
    const words = await readNotification(scene(), 'does not serve the country or region', 'elsewhere-region');
    expect(words).toContain(`that the host ${hostname()} asked from;`);
    await expect.poll(scene().status).toContain('Harbour Works, ChatGPT, signed in');
  });

  it('leaves neither the code nor the state of a pasted address in any file of VS Code', () => {
    const { userDataDir, extensionsDir } = scene().vscode;
    const secrets = pasted.flatMap((address) =>
      [...new URL(address).searchParams].flatMap(([name, value]) => (name === 'scope' ? [] : [value])),
    );
    expect(secrets).toHaveLength(4);
    const files = [userDataDir, extensionsDir].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
      ),
    );
    expect(files.some((file) => file.endsWith('Codex Accounts.log'))).toBe(true);
    expect(files.filter((file) => secrets.some((secret) => readFileSync(file).includes(secret)))).toEqual([]);
  });
});
