import { statSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { businessChoice } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { approveOnDevicePage, ScriptedBrowser, signInOnPage } from '../issuer/scriptedBrowser.ts';
import { AppServer } from './appServer.ts';
import { makeCodexHome, runCodex, type CodexHome, type CodexRun } from './codexCli.ts';
import { requireDocument } from './credentialDocument.ts';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';

const browserLoginSchema = z.object({ type: z.literal('chatgpt'), loginId: z.string(), authUrl: z.string() });
const completedSchema = z.object({ success: z.boolean(), error: z.nullable(z.string()) });

let issuer: PracticeIssuer;
let home: CodexHome;

beforeAll(async () => {
  // The app-server calls a sign-in failed when accounts/check names no https origin, so TLS is on here too.
  issuer = await startPracticeIssuer({ tls: true, deviceIntervalSeconds: 0 });
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  issuer.log.clear();
  home = await makeCodexHome(buildPracticeConfig(issuer));
});
afterEach(async () => {
  await home.remove();
});

/** Runs `codex login --device-auth`; `onCode` is told the code that it shows. */
async function signInByDeviceCode(onCode: (userCode: string) => void): Promise<CodexRun> {
  let told = false;
  return await runCodex({
    home,
    args: ['login', '--device-auth', '--experimental_issuer', issuer.url, '--experimental_client-id', practiceClientId],
    onOutput: (output) => {
      const userCode = /^\s*(?<code>[A-Z0-9]{4}-[A-Z0-9]{5})\s*$/mu.exec(output)?.groups?.['code'];
      if (userCode !== undefined && !told) {
        told = true;
        onCode(userCode);
      }
    },
  });
}

async function startAppServer(): Promise<AppServer> {
  return await AppServer.start({ home, environment: practiceEnvironment(issuer) });
}

/** Asks for a browser sign-in. @returns the address to open */
async function startSignIn(server: AppServer): Promise<string> {
  return browserLoginSchema.parse(await server.request('account/login/start', { type: 'chatgpt' })).authUrl;
}

describe('the real CLI signs in by device code', () => {
  it('after a person approved it on the page', async () => {
    const approvals: Promise<string>[] = [];
    const run = await signInByDeviceCode((userCode) => {
      const choice = { person: 'Ada', workspace: 'Harbour Works' };
      approvals.push(approveOnDevicePage(`${issuer.url}/codex/device`, userCode, choice));
    });
    expect(run.stderr).toContain('Successfully logged in');
    expect(run.exitCode).toBe(0);
    expect(await Promise.all(approvals)).toEqual([expect.stringContaining('Device approved')]);

    const document = await requireDocument(home);
    expect(document.OPENAI_API_KEY).toBeNull();
    expect(document.tokens.account_id).toBe(businessChoice.workspaceId);
    expect(document.tokens.oauth_provenance).toEqual({ issuer: issuer.url, client_id: practiceClientId });
    expect(statSync(home.authFile).mode & 0o777).toBe(0o600);

    const status = await runCodex({ home, args: ['login', 'status'] });
    expect(status.stderr).toContain('Logged in using ChatGPT');
    expect(status.exitCode).toBe(0);
  });

  it('and is told when the person denied it', async () => {
    const run = await signInByDeviceCode((userCode) => {
      issuer.denyDeviceCode(userCode);
    });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('device auth failed with status 400');
    expect(await home.readAuth()).toBeUndefined();
  });

  it('and is told when this server has no device codes', async () => {
    issuer.fault({ path: '/api/accounts/deviceauth/usercode', times: 1, kind: 'status', status: 404 });
    const run = await signInByDeviceCode(() => undefined);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('device code login is not enabled');
  });
});

describe('the real app-server signs in by browser', () => {
  let server: AppServer;

  beforeEach(async () => {
    server = await startAppServer();
  });
  afterEach(async () => {
    await server.close();
  });

  it('through the consent page, and reports the account', async () => {
    const callback = await signInOnPage(await startSignIn(server), { person: 'Ada', workspace: 'Harbour Works' });
    const answer = await fetch(callback, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    const success = new URL(answer.headers.get('location') ?? '', callback);
    expect(success.pathname).toBe('/success');
    await (await fetch(success)).text();

    const completed = completedSchema.parse((await server.nextNotification('account/login/completed')).params);
    expect(completed).toEqual({ success: true, error: null });
    expect(await server.request('account/read')).toMatchObject({
      account: { type: 'chatgpt', email: 'ada@practice.example', planType: 'business', workspaceName: 'Harbour Works' },
      requiresOpenaiAuth: true,
    });
    const document = await requireDocument(home);
    expect(document.tokens.oauth_provenance).toEqual({ issuer: issuer.url, client_id: practiceClientId });
  });

  it('sends its authorize parameters and its exchange in the order that ours follow', async () => {
    const authorizeUrl = await startSignIn(server);
    const callback = await signInOnPage(authorizeUrl, { person: 'Cyn', workspace: 'Stone Lab' });
    await (await fetch(callback, { redirect: 'manual' })).text();
    expect([...new URL(authorizeUrl).searchParams.keys()]).toEqual([
      'response_type',
      'client_id',
      'redirect_uri',
      'code_challenge',
      'code_challenge_method',
      'state',
      'scope',
      'id_token_add_organizations',
      'codex_cli_simplified_flow',
      'originator',
    ]);
    const [exchange, keyExchange] = issuer.log.requests({ path: '/oauth/token' });
    expect([...new URLSearchParams(exchange?.rawBody).keys()]).toEqual([
      'grant_type',
      'client_id',
      'code',
      'redirect_uri',
      'code_verifier',
    ]);
    expect(keyExchange).toMatchObject({ status: 400, bodyFields: { requested_token: 'openai-api-key' } });
    expect((await requireDocument(home)).OPENAI_API_KEY).toBeNull();
  });
});

describe('a browser sign-in of the real app-server that fails', () => {
  let server: AppServer;

  beforeEach(async () => {
    server = await startAppServer();
  });
  afterEach(async () => {
    await server.close();
  });

  it('says so when Codex is switched off in the workspace', async () => {
    const callback = await signInOnPage(await startSignIn(server), { person: 'Ben', workspace: 'Quiet Mill' });
    expect(callback.searchParams.get('error_description')).toBe('missing_codex_entitlement');
    await (await fetch(callback)).text();
    const completed = completedSchema.parse((await server.nextNotification('account/login/completed')).params);
    expect(completed.success).toBe(false);
    expect(completed.error).toContain('Codex is not enabled for your workspace');
  });

  it('says so when the person cancels', async () => {
    const browser = await ScriptedBrowser.open(await startSignIn(server));
    const callback = await browser.press('Cancel');
    expect(callback?.searchParams.get('error')).toBe('access_denied');
    await (await fetch(callback ?? '')).text();
    const completed = completedSchema.parse((await server.nextNotification('account/login/completed')).params);
    expect(completed.success).toBe(false);
    expect(completed.error).toContain('access_denied');
    expect(await home.readAuth()).toBeUndefined();
  });
});
