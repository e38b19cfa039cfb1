import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requireAccessToken } from '../../src/accounts/signIn/accessTokenSignIn.ts';
import type { SignInOutcome } from '../../src/accounts/signIn/signInOutcome.ts';
import { Secret } from '../../src/base/secret.ts';
import { businessChoice } from '../issuer/people.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { approveOnDevicePage } from '../issuer/scriptedBrowser.ts';
import { AppServer } from './appServer.ts';
import { makeCodexHome, runCodex, type CodexHome, type CodexRun } from './codexCli.ts';
import { placeCredential, requireDocument } from './credentialDocument.ts';
import { openAiNames, startOpenAiStandIn } from './openAiStandIn.ts';
import { composeOurHouse, type OurHouse } from './ourHouse.ts';
import { buildPracticeConfig, practiceClientId, practiceEnvironment } from '../../scripts/practiceHome.mjs';

const exec = ['exec', '--skip-git-repo-check', 'say hello'];

/** Nothing in it names a backend: the CLI goes to OpenAI's own addresses. */
const openAiConfig = [
  'cli_auth_credentials_store = "file"',
  '[analytics]',
  'enabled = false',
  '[features]',
  'plugins = false',
  'apps = false',
  '',
].join('\n');

const choice = { person: 'Ada', workspace: 'Harbour Works' };

let issuer: PracticeIssuer;
let home: CodexHome;
let stateFolder: string;
let house: OurHouse;

beforeAll(async () => {
  issuer = await startPracticeIssuer({ tls: true, tlsNames: openAiNames, deviceIntervalSeconds: 1 });
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  issuer.log.clear();
  home = await makeCodexHome(buildPracticeConfig(issuer));
  stateFolder = await mkdtemp(join(tmpdir(), 'our-state-'));
  house = composeOurHouse({ issuer, codexFolder: home.path, stateFolder, choice });
});
afterEach(async () => {
  house.dispose();
  await home.remove();
  await rm(stateFolder, { recursive: true, force: true });
});

function runReal(...args: string[]): Promise<CodexRun> {
  return runCodex({ home, args, environment: practiceEnvironment(issuer) });
}

async function readAccount(params: object = {}): Promise<unknown> {
  const server = await AppServer.start({ home, environment: practiceEnvironment(issuer) });
  try {
    return await server.request('account/read', params);
  } finally {
    await server.close();
  }
}

/** The `Authorization` of the last turn that reached a model. */
function lastBearer(path: string): string | undefined {
  return issuer.log.requests({ path, method: 'POST' }).at(-1)?.headers['authorization'];
}

function expectPlaced(outcome: SignInOutcome): void {
  expect(outcome).toMatchObject({ kind: 'signedIn', placement: { kind: 'placed' } });
}

async function signInByDeviceCode(): Promise<SignInOutcome> {
  const approvals: Promise<unknown>[] = [];
  house.signIn.onDidChange((state) => {
    if (state.kind === 'deviceCode') {
      approvals.push(approveOnDevicePage(state.waiting.verificationUrl, state.waiting.userCode, choice));
    }
  });
  const outcome = await house.signIn.withDeviceCode();
  await Promise.all(approvals);
  return outcome;
}

describe('after our ChatGPT sign-in, the real Codex', () => {
  const ways = [
    { name: 'by browser', signIn: () => house.signIn.withBrowser() },
    { name: 'by device code', signIn: signInByDeviceCode },
  ];
  for (const { name, signIn } of ways) {
    it(`${name} is signed in, reads the account and runs with it`, async () => {
      expectPlaced(await signIn());
      const { tokens } = await requireDocument(home);
      expect(tokens).toMatchObject({
        account_id: businessChoice.workspaceId,
        oauth_provenance: { issuer: issuer.url, client_id: practiceClientId },
      });
      const status = await runReal('login', 'status');
      expect(status.stderr).toContain('Logged in using ChatGPT');
      expect(await readAccount()).toMatchObject({
        account: { type: 'chatgpt', email: 'ada@practice.example', planType: 'business' },
      });
      const run = await runReal(...exec);
      expect(run.exitCode, run.stderr).toBe(0);
      expect(lastBearer('/backend-api/codex/responses')).toBe(`Bearer ${tokens.access_token}`);
    });
  }

  it('refreshes what we wrote, and keeps our provenance', async () => {
    expectPlaced(await house.signIn.withBrowser());
    const before = await requireDocument(home);
    expect(await readAccount({ refreshToken: true })).toMatchObject({ account: { type: 'chatgpt' } });
    const after = await requireDocument(home);
    expect(after.tokens.refresh_token).not.toBe(before.tokens.refresh_token);
    expect(after.tokens.oauth_provenance).toEqual(before.tokens.oauth_provenance);
    const grant = issuer.grants().find(({ refreshTokens }) => refreshTokens.includes(before.tokens.refresh_token));
    expect(grant).toMatchObject({ alive: true, refreshCount: 1, reuseCount: 0 });
    const look = await house.homeLink.look();
    expect(look.kind).toBe('ours');
  });
});

describe('after our sign-in with a key or token, the real Codex', () => {
  it('has the API key and runs with it', async () => {
    const key = issuer.apiKeys.good;
    expectPlaced(await house.signIn.withApiKey(new Secret(key)));
    const status = await runReal('login', 'status');
    expect(status.stderr).toContain(`API key configured - ${key.slice(0, 8)}***${key.slice(-5)}`);
    expect(await readAccount()).toMatchObject({ account: { type: 'apiKey' } });
    await writeFile(join(home.path, 'config.toml'), openAiConfig);
    await runAtOpenAi();
    expect(lastBearer('/v1/responses')).toBe(`Bearer ${key}`);
  });

  it('has the access token and runs with it', async () => {
    const token = issuer.personalAccessTokens.business;
    expectPlaced(await house.signIn.withAccessToken(requireAccessToken(new Secret(token))));
    const status = await runReal('login', 'status');
    expect(status.stderr).toContain('Logged in using personal access token');
    expect(await readAccount()).toMatchObject({ account: { email: 'ada@practice.example', planType: 'business' } });
    const run = await runReal(...exec);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(lastBearer('/backend-api/codex/responses')).toBe(`Bearer ${token}`);
  });

  it('has the agent identity, registers a task and runs with what it signs', async () => {
    expectPlaced(await house.signIn.withAccessToken(requireAccessToken(new Secret(issuer.issueAgentIdentity()))));
    await writeFile(join(home.path, 'config.toml'), openAiConfig);
    await runAtOpenAi();
    const turn = issuer.log.requests({ path: '/backend-api/codex/responses', method: 'POST' }).at(-1);
    expect(turn).toMatchObject({
      status: 200,
      headers: { host: 'chatgpt.com', 'chatgpt-account-id': businessChoice.workspaceId },
    });
    expect(turn?.headers['authorization']).toMatch(/^AgentAssertion [\w-]+$/u);
    const registrations = issuer.log.requests().filter(({ path }) => path.endsWith('/task/register'));
    expect(new Set(registrations.map(({ status }) => status))).toEqual(new Set([200]));
    const status = await openAi((environment) => runCodex({ home, args: ['login', 'status'], environment }));
    expect(status.stderr).toContain('Logged in using access token');
    expect(status.exitCode).toBe(0);
  });
});

/** With OpenAI's own names led to the practice issuer. */
async function openAi(use: (environment: Readonly<Record<string, string>>) => Promise<CodexRun>): Promise<CodexRun> {
  const standIn = await startOpenAiStandIn(issuer);
  try {
    return await use(standIn.environment);
  } finally {
    await standIn.close();
  }
}

async function runAtOpenAi(): Promise<void> {
  const run = await openAi((environment) => runCodex({ home, args: exec, environment }));
  expect(run.exitCode, run.stderr).toBe(0);
  expect(run.stdout).toBe('Hello from the practice issuer.\n');
}

describe('our auth.json, beside the one the real CLI writes for the same', () => {
  /** What the CLI writes when it is given a secret on its standard input. */
  async function writtenByCodex(
    flag: '--with-api-key' | '--with-access-token',
    secret: string,
  ): Promise<string | undefined> {
    const other = await makeCodexHome(buildPracticeConfig(issuer));
    try {
      const run = await runCodex({
        home: other,
        args: ['login', flag],
        input: secret,
        environment: practiceEnvironment(issuer),
      });
      expect(run.exitCode, run.stderr).toBe(0);
      return await other.readAuth();
    } finally {
      await other.remove();
    }
  }

  it('has the same bytes for an API key', async () => {
    const key = issuer.apiKeys.good;
    await house.signIn.withApiKey(new Secret(key));
    expect(await home.readAuth()).toBe(await writtenByCodex('--with-api-key', key));
  });

  it('has the same bytes for both kinds of access token', async () => {
    for (const token of [issuer.personalAccessTokens.business, issuer.issueAgentIdentity()]) {
      await house.signIn.withAccessToken(requireAccessToken(new Secret(token)));
      expect(await home.readAuth()).toBe(await writtenByCodex('--with-access-token', token));
    }
  });

  it('has the same keys in the same order, before and after the CLI’s refresh', async () => {
    await house.signIn.withBrowser();
    const keysOf = async (): Promise<readonly string[]> =>
      [...((await home.readAuth()) ?? '').matchAll(/^ +"\w+":/gmu)].map(([key]) => key);
    const ours = await keysOf();
    expect(ours).toContain('    "oauth_provenance":');
    await readAccount({ refreshToken: true });
    expect(await keysOf()).toEqual(ours);
  });
});

describe('a credential that the real CLI wrote', () => {
  it('is taken over by us, byte for byte left where it is', async () => {
    const input = issuer.apiKeys.good;
    await runCodex({ home, args: ['login', '--with-api-key'], input, environment: practiceEnvironment(issuer) });
    const before = await readFile(home.authFile, 'utf8');
    expect((await house.homeLink.look()).kind).toBe('foreign');
    const account = await house.homeLink.takeOver();
    expect(account?.credential.kind).toBe('apiKey');
    expect((await house.homeLink.look()).kind).toBe('ours');
    expect(await readFile(home.authFile, 'utf8')).toBe(before);
  });

  it('is kept, with the tokens it has, when we sign somebody else in over it', async () => {
    const answer = issuer.issueGrant({ ...businessChoice, clientId: practiceClientId });
    await placeCredential(home, {
      answer,
      choice: businessChoice,
      provenance: { issuer: issuer.url, client_id: practiceClientId },
    });
    await readAccount({ refreshToken: true });
    const { tokens } = await requireDocument(home);
    await house.signIn.withApiKey(new Secret(issuer.apiKeys.good));
    expect(await readFile(join(stateFolder, 'vault.json'), 'utf8')).toContain(tokens.refresh_token);
    expect(issuer.log.requests({ path: '/oauth/revoke' })).toEqual([]);
  });
});
