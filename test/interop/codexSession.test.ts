import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { SystemCodexProcesses } from '../../src/platform/codex/codexProcesses.ts';
import { businessChoice, people } from '../issuer/people.ts';
import {
  startPracticeIssuer,
  type GrantState,
  type PracticeIssuer,
  type TokenAnswer,
} from '../issuer/practiceIssuer.ts';
import { AppServer } from './appServer.ts';
import { makeCodexHome, runCodex, type CodexHome, type CodexRun } from './codexCli.ts';
import { placeCredential, requireDocument } from './credentialDocument.ts';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';

const sessionsSchema = z.object({ sessions: z.array(z.object({ sessionId: z.string() })) });

let issuer: PracticeIssuer;
let home: CodexHome;
let answer: TokenAnswer;

beforeAll(async () => {
  issuer = await startPracticeIssuer({ tls: true });
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  issuer.log.clear();
  home = await makeCodexHome(buildPracticeConfig(issuer));
  answer = issuer.issueGrant({ ...businessChoice, clientId: practiceClientId });
});
afterEach(async () => {
  await home.remove();
});

async function place(lease = false): Promise<void> {
  const provenance = { issuer: issuer.url, client_id: practiceClientId };
  await placeCredential(home, { answer, choice: businessChoice, provenance, lease });
}

async function runExec(): Promise<CodexRun> {
  const args = ['exec', '--skip-git-repo-check', 'say hello'];
  return await runCodex({ home, args, environment: practiceEnvironment(issuer) });
}

function grantOf(refreshToken: string): GrantState {
  const grant = issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(refreshToken));
  if (grant === undefined) {
    throw new Error('The issuer knows no such grant.');
  }
  return grant;
}

describe('codex exec', () => {
  it('runs over TLS to exit 0 with the account of the Home', async () => {
    await place();
    const run = await runExec();
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toBe('Hello from the practice issuer.\n');
    const turns = issuer.log.requests({ path: '/backend-api/codex/responses' });
    expect(turns.map(({ method, status }) => `${method} ${String(status)}`)).toEqual(['GET 426', 'POST 200']);
    expect(turns.at(-1)?.headers).toMatchObject({
      host: new URL(issuer.tlsUrl ?? '').host,
      authorization: `Bearer ${answer.access_token}`,
      'chatgpt-account-id': businessChoice.workspaceId,
    });
    expect(issuer.log.requests({ path: '/oauth/token' })).toEqual([]);
  });

  it('works on a lease and never asks the token endpoint', async () => {
    await place(true);
    const run = await runExec();
    expect(run.exitCode, run.stderr).toBe(0);
    expect(issuer.log.requests({ path: '/oauth/token' })).toEqual([]);
  });
});

describe('the real app-server', () => {
  let server: AppServer;

  beforeEach(async () => {
    await place();
    server = await AppServer.start({ home, environment: practiceEnvironment(issuer) });
  });
  afterEach(async () => {
    await server.close();
  });

  it('refreshes once, with the body that ours is made after, and stores what it got', async () => {
    expect(await server.request('account/read', { refreshToken: true })).toMatchObject({
      account: { type: 'chatgpt' },
    });
    const [refresh, ...more] = issuer.log.requests({ path: '/oauth/token' });
    expect(more).toEqual([]);
    expect(refresh?.headers['content-type']).toBe('application/json');
    expect(refresh?.rawBody).toBe(
      JSON.stringify({
        client_id: practiceClientId,
        grant_type: 'refresh_token',
        refresh_reason: 'forced',
        refresh_token: answer.refresh_token,
      }),
    );
    const { tokens } = await requireDocument(home);
    expect(grantOf(answer.refresh_token)).toMatchObject({
      alive: true,
      refreshCount: 1,
      reuseCount: 0,
      refreshTokens: [answer.refresh_token, tokens.refresh_token],
    });
    expect(tokens.access_token).not.toBe(answer.access_token);
  });

  it('shows a spent refresh token again when someone else refreshed, which kills the grant', async () => {
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: practiceClientId,
      refresh_token: answer.refresh_token,
    });
    expect((await fetch(`${issuer.url}/oauth/token`, { method: 'POST', body })).status).toBe(200);
    expect(await server.request('account/read', { refreshToken: true })).toMatchObject({ account: null });
    expect(grantOf(answer.refresh_token)).toMatchObject({ alive: false, killedBy: 'reuse', reuseCount: 1 });
    expect((await requireDocument(home)).tokens.refresh_token).toBe(answer.refresh_token);
  });
});

it('a request of the real app-server can be seen while it is under way, and its silence after it', async () => {
  await place();
  const server = await AppServer.start({ home, environment: practiceEnvironment(issuer) });
  try {
    const look = async () =>
      (await new SystemCodexProcesses(home.path).list()).filter(({ usesHome }) => usesHome === true);
    await expect.poll(look).toMatchObject([{ role: 'appServer', hasConnection: false }]);
    issuer.fault({ path: '/oauth/token', kind: 'delay', delayMs: 1500, times: 1 });
    const answered = server.request('account/read', { refreshToken: true });
    await expect.poll(() => issuer.log.requests({ path: '/oauth/token' }).length).toBe(1);
    expect(await look()).toMatchObject([{ role: 'appServer', hasConnection: true }]);
    await answered;
    await expect.poll(look).toMatchObject([{ hasConnection: false }]);
  } finally {
    await server.close();
  }
});

describe('the real app-server reads', () => {
  let server: AppServer;

  beforeEach(async () => {
    await place();
    server = await AppServer.start({ home, environment: practiceEnvironment(issuer) });
  });
  afterEach(async () => {
    await server.close();
  });

  it('both workspaces of one sign-in', async () => {
    expect(await server.request('accountSession/list', { refreshWorkspaceMetadata: true })).toMatchObject({
      sessions: [{ email: 'ada@practice.example', workspaces: [{ name: 'Personal' }, { name: 'Harbour Works' }] }],
    });
  });

  it('usage', async () => {
    expect(await server.request('account/rateLimits/read')).toMatchObject({
      ordinaryUsageAllowed: true,
      rateLimits: { limitId: 'codex', primary: { usedPercent: 25, windowDurationMins: 300 } },
      accountId: businessChoice.workspaceId,
    });
  });
});

describe('the real app-server, told to go to another workspace', () => {
  it('asks for its access token with the one it has, names no account, and keeps the rest of the sign-in', async () => {
    await place();
    const server = await AppServer.start({ home, environment: practiceEnvironment(issuer) });
    try {
      const { sessions } = sessionsSchema.parse(
        await server.request('accountSession/list', { refreshWorkspaceMetadata: true }),
      );
      const [personal] = people[0].workspaces;
      await server.request('accountSession/switch', { sessionId: sessions[0]?.sessionId, accountId: personal.id });
      const [asked, ...more] = issuer.log.requests({ path: '/backend-api/accounts/switch-workspace-token' });
      expect(more).toEqual([]);
      expect(asked?.rawBody).toBe(JSON.stringify({ workspace_id: personal.id }));
      expect(asked?.headers).toMatchObject({
        authorization: `Bearer ${answer.access_token}`,
        'content-type': 'application/json',
      });
      expect(Object.keys(asked?.headers ?? {})).toContain('originator');
      expect(Object.keys(asked?.headers ?? {})).not.toContain('chatgpt-account-id');
      const { tokens } = await requireDocument(home);
      expect(tokens).toMatchObject({
        account_id: personal.id,
        id_token: answer.id_token,
        refresh_token: answer.refresh_token,
      });
      expect(tokens.access_token).not.toBe(answer.access_token);
    } finally {
      await server.close();
    }
  });
});

describe('codex logout', () => {
  it('revokes the grant and deletes the credential', async () => {
    await place();
    const environment = { ...practiceEnvironment(issuer), CODEX_APP_SERVER_LOGIN_CLIENT_ID: practiceClientId };
    const run = await runCodex({ home, args: ['logout'], environment });
    expect(run.stderr).toContain('Successfully logged out');
    expect(issuer.log.requests({ path: '/oauth/revoke' })).toMatchObject([
      {
        status: 200,
        bodyFields: { token: answer.refresh_token, token_type_hint: 'refresh_token', client_id: practiceClientId },
      },
    ]);
    expect(grantOf(answer.refresh_token)).toMatchObject({ alive: false, killedBy: 'revoke' });
    expect(await home.readAuth()).toBeUndefined();
  });
});

describe('codex login --with-access-token', () => {
  const signInWith = async (token: string): Promise<CodexRun> =>
    await runCodex({
      home,
      args: ['login', '--with-access-token'],
      input: token,
      environment: practiceEnvironment(issuer),
    });

  it('takes a personal access token that whoami knows', async () => {
    const run = await signInWith(issuer.personalAccessTokens.business);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(issuer.log.requests({ path: '/api/accounts/v1/user-auth-credential/whoami' })).toMatchObject([
      { status: 200 },
    ]);
  });

  it('refuses a revoked one', async () => {
    const run = await signInWith(issuer.personalAccessTokens.revoked);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('401 Unauthorized');
  });

  it('takes an agent identity whose signature the key set proves', async () => {
    const run = await signInWith(issuer.issueAgentIdentity());
    expect(run.exitCode, run.stderr).toBe(0);
    expect(issuer.log.requests({ path: '/backend-api/wham/agent-identities/jwks' })).toMatchObject([{ status: 200 }]);
  });
});
