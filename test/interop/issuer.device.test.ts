import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { businessChoice } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { approveOnDevicePage, ScriptedBrowser } from '../issuer/scriptedBrowser.ts';
import { decodePayload, postForm, postJson, testClientId, tokenAnswerSchema } from './issuerClient.ts';

const codeSchema = z.object({ device_auth_id: z.string(), user_code: z.string(), interval: z.string() });
const approvedSchema = z.object({
  authorization_code: z.string(),
  code_challenge: z.string(),
  code_verifier: z.string(),
});
type DeviceCode = z.infer<typeof codeSchema>;

let issuer: PracticeIssuer;
let nowMs: number;
let code: DeviceCode;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 21);
  issuer = await startPracticeIssuer({ now: () => nowMs });
  const response = await postJson(`${issuer.url}/api/accounts/deviceauth/usercode`, { client_id: testClientId });
  code = codeSchema.parse(await response.json());
});
afterEach(async () => {
  await issuer.close();
});

async function poll(): Promise<Response> {
  const { device_auth_id, user_code } = code;
  return await postJson(`${issuer.url}/api/accounts/deviceauth/token`, { device_auth_id, user_code });
}

describe('a device sign-in', () => {
  it('is pending, then approved on the page, then exchanged', async () => {
    expect(code.interval).toBe('5');
    expect((await poll()).status).toBe(403);
    const typed = code.user_code.toLowerCase().replace('-', ' ');
    const choice = { person: 'Ada', workspace: 'Harbour Works' };
    expect(await approveOnDevicePage(`${issuer.url}/codex/device`, typed, choice)).toContain('Device approved');
    const approved = approvedSchema.parse(await (await poll()).json());
    const response = await postForm(`${issuer.url}/oauth/token`, {
      grant_type: 'authorization_code',
      client_id: testClientId,
      code: approved.authorization_code,
      redirect_uri: `${issuer.url}/deviceauth/callback`,
      code_verifier: approved.code_verifier,
    });
    const tokens = tokenAnswerSchema.parse(await response.json());
    expect(decodePayload(tokens.access_token)).toMatchObject({
      'https://api.openai.com/auth': { chatgpt_account_id: businessChoice.workspaceId },
    });
  });

  it('is denied on the page', async () => {
    const browser = await ScriptedBrowser.open(`${issuer.url}/codex/device`);
    await browser.press('Continue', { user_code: code.user_code });
    await browser.press('Deny');
    expect(browser.html).toContain('Device denied');
    expect((await poll()).status).toBe(400);
  });

  it('stays pending when the workspace has device codes switched off, and the page says so', async () => {
    const choice = { person: 'Cyn', workspace: 'Stone Lab' };
    const html = await approveOnDevicePage(`${issuer.url}/codex/device`, code.user_code, choice);
    expect(html).toContain('Stone Lab does not allow sign-in by device code');
    expect((await poll()).status).toBe(403);
  });

  it('ends after 15 minutes', async () => {
    nowMs += 15 * 60_000;
    expect((await poll()).status).toBe(400);
    const browser = await ScriptedBrowser.open(`${issuer.url}/codex/device`);
    await browser.press('Continue', { user_code: code.user_code });
    expect(browser.status).toBe(400);
    expect(browser.html).toContain('That code is not known, or it has expired');
    expect(() => {
      issuer.approveDeviceCode(code.user_code, businessChoice);
    }).toThrow('No device sign-in is open');
  });

  it('is not given to a device that guesses', async () => {
    issuer.approveDeviceCode(code.user_code, businessChoice);
    code = { ...code, device_auth_id: 'deviceauth_guess' };
    expect((await poll()).status).toBe(400);
  });
});

describe('the other pending answer', () => {
  it('is 404 on demand', async () => {
    await issuer.close();
    issuer = await startPracticeIssuer({ devicePendingStatus: 404, deviceIntervalSeconds: 1 });
    const response = await postJson(`${issuer.url}/api/accounts/deviceauth/usercode`, { client_id: testClientId });
    code = codeSchema.parse(await response.json());
    expect(code.interval).toBe('1');
    expect((await poll()).status).toBe(404);
  });
});
