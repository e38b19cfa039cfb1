import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAccessibilityProblems } from './accessibility.ts';
import { useScene } from './scene.ts';
import { adaAtWork, openSignInPage, readNotification, signInWithBrowser, typeCredential } from './steps.ts';

const scene = useScene();
const themes = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
};
const violations: string[] = [];

beforeAll(() => {
  scene().workbench.page.on('console', (message) => {
    if (
      /Content Security Policy|Trusted ?Type/u.test(message.text()) &&
      /panel|codex/iu.test(`${message.text()} ${message.location().url}`)
    ) {
      violations.push(message.text());
    }
  });
});
afterAll(() => {
  expect(violations).toEqual([]);
});

async function showPanel(heading: string): Promise<void> {
  const { workbench } = scene();
  await workbench.runCommand('Codex Accounts: Show Account');
  await (await workbench.webviewFrame()).getByRole('heading', { name: heading }).first().waitFor();
}

/** Pictures in every theme, and what axe says of each. */
async function judgePanel(name: string): Promise<void> {
  const { workbench } = scene();
  for (const [look, theme] of Object.entries(themes)) {
    await workbench.switchTheme(theme);
    const frame = await workbench.webviewFrame();
    await expect.poll(() => frame.locator('body').getAttribute('data-vscode-theme-name')).toBe(theme);
    await workbench.screenshot(`panel-${name}-${look}`);
    expect(await findAccessibilityProblems(frame), `${name}, ${theme}`).toEqual([]);
  }
}

describe('the panel', () => {
  it('shows every way to sign in, fit for everybody in every theme', async () => {
    await showPanel('Sign in to Codex');
    await judgePanel('signed-out');
  });

  it('is used with the keyboard', async () => {
    const { workbench } = scene();
    await showPanel('Sign in to Codex');
    const frame = await workbench.webviewFrame();
    await frame.getByRole('button', { name: 'Sign In with API Key' }).focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput.row('Type or Paste the Key').waitFor();
    await workbench.quickInput.cancel();
  });

  it('moves nothing for who wants no motion, while it waits for the browser', async () => {
    const { workbench } = scene();
    await (await openSignInPage(scene())).close();
    const frame = await workbench.webviewFrame();
    await frame.locator('.status-busy .icon').first().waitFor();
    expect(await frame.locator('body').evaluate('document.getAnimations().length')).toBe(0);
    await workbench.clickNotificationButton('Finish signing in', 'Cancel');
    await frame.getByRole('heading', { name: 'Sign in to Codex' }).first().waitFor();
  });

  it('follows a sign-in while it is open', async () => {
    const { workbench, issuer } = scene();
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    await (await workbench.webviewFrame()).getByRole('heading', { name: /^API key …/u }).waitFor();
    await workbench.screenshot('panel-api-key');
    await signInWithBrowser(scene(), adaAtWork);
    await readNotification(scene(), 'Signed in as');
    await (await workbench.webviewFrame()).getByRole('heading', { name: 'Harbour Works' }).waitFor();
    await judgePanel('chatgpt');
  });

  it('leads to the same menus as the palette', async () => {
    const { workbench } = scene();
    await (await workbench.webviewFrame()).getByRole('button', { name: 'Sign Out…' }).click();
    await workbench.quickInput.row('Revoke Everywhere').waitFor();
    await workbench.quickInput.cancel();
  });
});
