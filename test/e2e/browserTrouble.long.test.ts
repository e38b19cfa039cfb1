import { createServer } from 'node:net';
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { end, start, waitForOutput } from '../../scripts/processes.mjs';
import { findAccessibilityProblems } from './accessibility.ts';
import { useScene } from './scene.ts';
import { adaPersonal, consent, cynAtWork, openSignInPage, readNotification, signInWithBrowser } from './steps.ts';

const scene = useScene();
const progress = 'Finish signing in';

/** The page in light, dark and forced colors: pictures, and what axe says of each. */
async function judgePage(page: Page, name: string): Promise<void> {
  for (const media of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...media });
    const look = 'forcedColors' in media ? 'forced-colors' : media.colorScheme;
    await page.screenshot({ path: `out/screenshots/callback-${name}-${look}.png` });
    expect(await findAccessibilityProblems(page), `${name}, ${look}`).toEqual([]);
  }
  expect(await page.locator('script').count()).toBe(0);
}

async function copiedLink(): Promise<URL> {
  const { workbench } = scene();
  await workbench.page.evaluate('navigator.clipboard.writeText("")');
  await workbench.runCommand('Codex Accounts: Copy Link for Another Browser');
  const read = (): Promise<string> => workbench.page.evaluate('navigator.clipboard.readText()');
  await expect.poll(read).toContain('/oauth/authorize?');
  return new URL(await read());
}

async function cancelInVsCode(): Promise<void> {
  await scene().workbench.clickNotificationButton(progress, 'Cancel');
  await expect.poll(scene().status).not.toContain('signing in');
}

describe('a browser sign-in that goes wrong', () => {
  it('says on the page and in VS Code that Codex is switched off in the workspace', async () => {
    const page = await openSignInPage(scene());
    await consent(page, { person: 'Ben', workspace: 'Quiet Mill' });
    await page.waitForURL(/\/codex-off$/u);
    expect(await page.title()).toBe('Codex is switched off in this workspace');
    await judgePage(page, 'codex-off');
    await page.close();
    expect(await readNotification(scene(), 'Codex is switched off for you', 'browser-codex-off')).toContain(
      'choose another workspace',
    );
    await expect.poll(scene().status).toContain('signed out');
  });

  it('takes a no on the page as a no', async () => {
    const page = await openSignInPage(scene());
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForURL(/\/declined$/u);
    await judgePage(page, 'declined');
    await page.close();
    await readNotification(scene(), 'declined in the browser');
    await expect.poll(scene().status).toContain('signed out');
  });

  it('ends with the cancel in VS Code, and frees the port', async () => {
    const page = await openSignInPage(scene());
    await scene().workbench.screenshot('browser-progress');
    await cancelInVsCode();
    await expect.poll(scene().status).toContain('signed out');
    await expect
      .poll(() =>
        fetch('http://127.0.0.1:1455/').then(
          () => 'answers',
          () => 'nobody',
        ),
      )
      .toBe('nobody');
    await page.close();
  });

  it('says so when the code is refused', async () => {
    const { issuer } = scene();
    issuer.fault({ path: '/oauth/token', times: 1, kind: 'status', status: 400, body: { error: 'invalid_grant' } });
    const page = await openSignInPage(scene());
    await consent(page, adaPersonal);
    await page.waitForURL(/\/failed$/u);
    await judgePage(page, 'failed');
    await page.close();
    await readNotification(scene(), 'refused the code', 'browser-code-refused');
    await expect.poll(scene().status).toContain('signed out');
  });
});

describe('an open browser sign-in', () => {
  it('is joined by a second click and undisturbed by strangers; its link works in another browser', async () => {
    const { workbench, browser } = scene();
    const page = await openSignInPage(scene());
    const link = await copiedLink();
    expect(link.searchParams.get('state')).toBe(new URL(page.url()).searchParams.get('state'));
    await workbench.runCommand('Codex Accounts: Sign In with Browser');
    expect((await copiedLink()).href).toBe(link.href);
    expect(workbench.page.context().pages()).toHaveLength(2);
    await page.close();
    const other = await (await browser.newContext()).newPage();
    await other.goto(`http://127.0.0.1:1455/auth/callback?code=stolen&state=wrong`);
    expect(await other.title()).toBe('This page belongs to another sign-in');
    await judgePage(other, 'state-mismatch');
    await other.goto('http://127.0.0.1:1455/success');
    expect(await other.title()).toBe('There is nothing here');
    await other.goto(link.href);
    await consent(other, adaPersonal);
    await other.waitForURL(/\/success$/u);
    await judgePage(other, 'success');
    await other.context().close();
    await readNotification(scene(), 'Signed in as');
    await expect.poll(scene().status).toContain('ada, ChatGPT, signed in');
  });

  it('can be left for a device code from the status bar', async () => {
    const { workbench, statusItem } = scene();
    await (await openSignInPage(scene())).close();
    await statusItem.click();
    await workbench.quickInput.row('Copy Sign-In Link').waitFor();
    await workbench.screenshot('menu-while-signing-in');
    await workbench.quickInput.pick('Use a Device Code Instead');
    await workbench.quickInput.row('Get a Code').waitFor();
    await workbench.quickInput.cancel();
    await cancelInVsCode();
  });
});

describe('ports that are taken', () => {
  it('1455 alone: 1457 serves', async () => {
    const holder = createServer().listen(1455, '127.0.0.1');
    try {
      const page = await openSignInPage(scene());
      expect(new URL(page.url()).searchParams.get('redirect_uri')).toBe('http://127.0.0.1:1457/auth/callback');
      await consent(page, cynAtWork);
      await page.waitForURL('http://127.0.0.1:1457/success');
      await page.close();
    } finally {
      holder.close();
    }
    await readNotification(scene(), 'Signed in as');
  });

  it('both: it names who holds them and offers a device code', async () => {
    const listen =
      'for (const port of [1455, 1457]) require("node:net").createServer().listen(port, "127.0.0.1", () => console.log("up " + port))';
    const holder = start(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'pipe'] });
    await waitForOutput(holder, { pattern: /up 1455[\s\S]*up 1457/u, name: 'the program on both ports' });
    const { workbench } = scene();
    try {
      await workbench.runCommand('Codex Accounts: Sign In with Browser');
      const sentence = 'The two ports that a browser sign-in needs are not free on this computer';
      const name = basename(process.execPath);
      await workbench.notification(sentence).waitFor();
      expect(await workbench.notification(sentence).innerText()).toContain(`${name} (1455), ${name} (1457)`);
      await workbench.page.mouse.move(640, 300);
      await workbench.screenshot('browser-ports-taken');
      await workbench.clickNotificationButton(sentence, 'Use a Device Code');
      await workbench.quickInput.row('Get a Code').waitFor();
      await workbench.quickInput.cancel();
    } finally {
      await end(holder);
    }
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
  });
});
