import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import * as z from 'zod/mini';
import type { Page } from 'playwright-core';
import type { Scene } from './scene.ts';

/** Who signs in on the issuer's pages, by the words on them. */
export interface Who {
  readonly person: string;
  readonly workspace: string;
}

export const adaPersonal: Who = { person: 'Ada', workspace: 'Personal' };
export const adaAtWork: Who = { person: 'Ada', workspace: 'Harbour Works' };
export const cynAtWork: Who = { person: 'Cyn', workspace: 'Stone Lab' };

const documentSchema = z.record(z.string(), z.unknown());

/** `auth.json` as JSON. */
export function readAuth(scene: Pick<Scene, 'authFile'>): Readonly<Record<string, unknown>> {
  return documentSchema.parse(JSON.parse(readFileSync(scene.authFile, 'utf8')));
}

/** Chooses person and workspace on the issuer's sign-in page and goes on. */
export async function consent(page: Page, { person, workspace }: Who): Promise<void> {
  await page.getByRole('button', { name: person, exact: true }).click();
  await page.getByLabel(workspace, { exact: true }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Pastes the device code from the clipboard and chooses; the last button is `Approve` or `Deny`. */
export async function decideOnDevicePage(
  page: Page,
  { person, workspace }: Who,
  decision: 'Approve' | 'Deny',
): Promise<void> {
  await page.getByLabel('Code').focus();
  await page.keyboard.press('ControlOrMeta+V');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: person, exact: true }).click();
  if (decision === 'Approve') await page.getByLabel(workspace, { exact: true }).check();
  await page.getByRole('button', { name: decision }).click();
}

/** Opens the browser page of a sign-in. */
export async function openSignInPage({ workbench }: Scene): Promise<Page> {
  return workbench.pageOpenedBy(() => workbench.runCommand('Codex Accounts: Sign In with Browser'));
}

/** Signs in with the browser, to the page that says so; what is not expected to come back is confirmed. */
export async function signInWithBrowser(scene: Scene, who: Who): Promise<void> {
  const page = await openSignInPage(scene);
  await consent(page, who);
  await page.waitForURL(/\/(?:success|confirm)$/u);
  const mustConfirm = page.url().endsWith('/confirm');
  await page.close();
  if (mustConfirm) await scene.workbench.dialog.getByRole('button', { name: /^(?:Save|Use This Sign-In)$/u }).click();
}

/** Gives an API key or access token by typing it into the password field. */
export async function typeCredential(
  { workbench }: Scene,
  kind: 'API Key' | 'Access Token',
  text: string,
): Promise<void> {
  await workbench.runCommand(`Codex Accounts: Sign In with ${kind}`);
  await workbench.quickInput.pick(kind === 'API Key' ? 'Type or Paste the Key' : 'Type or Paste the Token');
  await workbench.quickInput.input.waitFor();
  await expect.poll(() => workbench.quickInput.input.getAttribute('type')).toBe('password');
  await workbench.quickInput.enter(text);
}

/** Waits for a notification, notes it under `name` and sends it away with all others. */
export async function readNotification({ workbench }: Scene, text: string | RegExp, name?: string): Promise<string> {
  const notification = await workbench.findNotification(text);
  const words = await notification.innerText();
  if (name !== undefined) {
    // The pointer may still rest on something whose hover covers the notification.
    await workbench.page.mouse.move(640, 300);
    await workbench.screenshot(name);
  }
  await workbench.clearNotifications();
  return words;
}
