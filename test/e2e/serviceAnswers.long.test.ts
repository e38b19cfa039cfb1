import { expect, describe, it } from 'vitest';
import { answerOnDemand } from '../issuer/serviceAnswers.ts';
import { findAccessibilityProblems } from './accessibility.ts';
import { useScene } from './scene.ts';
import { adaPersonal, consent, openSignInPage, readNotification, signInWithBrowser } from './steps.ts';

const marker = 'serviceAnswerMark';
const scene = useScene({ issuer: { tokenMarker: marker } });
const accountsCheck = '/backend-api/wham/accounts/check';

/** What a click on a button of the notification put on the clipboard; nothing of it is secret. */
async function copyFrom(notification: string | RegExp, button: string): Promise<string> {
  const { workbench } = scene();
  await workbench.page.evaluate('navigator.clipboard.writeText("")');
  await workbench.clickNotificationButton(notification, button);
  const read = (): Promise<string> => workbench.page.evaluate('navigator.clipboard.readText()');
  await expect.poll(read).not.toBe('');
  const copied = await read();
  expect(copied).not.toMatch(new RegExp(`${marker}|eyJ|\\bsk-|\\bat-|state=`, 'u'));
  return copied;
}

describe('an answer of the service', () => {
  it('that came with the browser is on its page and in VS Code, with a message for the administrator', async () => {
    const { issuer, workbench } = scene();
    issuer.refuseNextConsent('access_denied', 'The workspace said codex_cli_workspace_disabled.');
    const page = await openSignInPage(scene());
    await consent(page, adaPersonal);
    await page.waitForURL(/\/codex-off$/u);
    await page.screenshot({ path: 'out/screenshots/answer-page-codex-off.png' });
    expect(await findAccessibilityProblems(page)).toEqual([]);
    expect(await page.getByRole('link').getAttribute('href')).toBe('https://chatgpt.com/admin/settings');
    await page.close();
    const notification = 'Codex is switched off for you';
    await workbench.findNotification(notification);
    await workbench.screenshot('answer-notification-codex-off');
    const copied = await copyFrom(notification, 'Copy Message for Your Administrator');
    expect(copied).toContain('Please allow me to use Codex');
    expect(copied).toContain('codex_cli_workspace_disabled');
    await workbench.clearNotifications();
  });

  it('that a token endpoint gave is told with the page of its kind', async () => {
    const { issuer, workbench } = scene();
    issuer.fault(answerOnDemand('/oauth/token', { code: 'account_deactivated', status: 403, form: 'error' }));
    const page = await openSignInPage(scene());
    await consent(page, adaPersonal);
    await page.waitForURL(/\/account-closed$/u);
    await page.screenshot({ path: 'out/screenshots/answer-page-account-closed.png' });
    await page.close();
    const notification = 'deleted or deactivated';
    await workbench.findNotification(notification);
    await workbench.screenshot('answer-notification-account-closed');
    expect(await copyFrom(notification, 'Copy Message for OpenAI')).toContain('Request id: practice-request-1');
    await workbench.clearNotifications();
  });

  it('about an account that is signed in is in the panel, and the account stays', async () => {
    const { issuer, workbench } = scene();
    await signInWithBrowser(scene(), adaPersonal);
    await readNotification(scene(), 'Signed in as');
    issuer.fault(answerOnDemand(accountsCheck, { code: 'invalid_workspace_selected', status: 403, form: 'detail' }, 9));
    await workbench.runCommand('Codex Accounts: Check My Plan Again');
    const notification = 'is not open to it now';
    await workbench.findNotification(notification);
    await workbench.screenshot('answer-notification-workspace-refused');
    expect(await copyFrom(notification, 'Copy Message for Your Administrator')).toContain('ada@');
    await workbench.clearNotifications();
    await workbench.runCommand('Codex Accounts: Show Account');
    const frame = await workbench.webviewFrame();
    await frame.getByRole('heading', { name: 'This workspace is not open to the sign-in' }).first().waitFor();
    await workbench.screenshot('answer-panel-workspace-refused');
    expect(await findAccessibilityProblems(frame)).toEqual([]);
    await expect.poll(scene().status).toContain('refused by the service');
    await workbench.page.evaluate('navigator.clipboard.writeText("")');
    await frame.getByRole('button', { name: 'Copy Message for Your Administrator' }).click();
    const read = (): Promise<string> => workbench.page.evaluate('navigator.clipboard.readText()');
    await expect.poll(read).toContain('invalid_workspace_selected');
    issuer.clearFaults();
    await workbench.runCommand('Codex Accounts: Check My Plan Again');
    await readNotification(scene(), 'the server accepts');
  });
});
