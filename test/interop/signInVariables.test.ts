import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPracticeConfig, practiceEnvironment } from '../../scripts/practiceHome.mjs';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { AppServer } from './appServer.ts';
import { makeCodexHome, runCodex, type CodexHome } from './codexCli.ts';
import { requireDocument } from './credentialDocument.ts';
import { openAiNames, startOpenAiStandIn } from './openAiStandIn.ts';
import { composeOurHouse } from './ourHouse.ts';

/** What the panel and the menu say about each variable, held against the CLI. Ada of a personal workspace is in the Home. */

let issuer: PracticeIssuer;
let home: CodexHome;

beforeAll(async () => {
  issuer = await startPracticeIssuer({ tls: true, tlsNames: openAiNames });
});
afterAll(async () => {
  await issuer.close();
});
beforeEach(async () => {
  home = await makeCodexHome(buildPracticeConfig(issuer));
  const stateFolder = await mkdtemp(join(tmpdir(), 'our-state-'));
  const house = composeOurHouse({
    issuer,
    codexFolder: home.path,
    stateFolder,
    choice: { person: 'Ada', workspace: 'Personal' },
  });
  expect(await house.signIn.withBrowser()).toMatchObject({ kind: 'signedIn', placement: { kind: 'placed' } });
  house.dispose();
  await rm(stateFolder, { recursive: true, force: true });
  issuer.log.clear();
});
afterEach(async () => {
  await home.remove();
});

type Variables = Readonly<Record<string, string>>;

/** The last line of what it says, behind its exit code. */
async function run(args: readonly string[], variables: Variables): Promise<string> {
  const { stderr, exitCode } = await runCodex({
    home,
    args,
    environment: { ...practiceEnvironment(issuer), ...variables },
  });
  return `${String(exitCode)} ${stderr.trim().split('\n').at(-1) ?? ''}`;
}

const tellStatus = (variables: Variables): Promise<string> => run(['login', 'status'], variables);

async function askAppServer(variables: Variables): Promise<unknown> {
  const server = await AppServer.start({ home, environment: { ...practiceEnvironment(issuer), ...variables } });
  try {
    return await server.request('account/read', {});
  } finally {
    await server.close();
  }
}

/** What `codex exec` sends to the model, at OpenAI's own addresses. */
async function readBearerOfExec(variables: Variables): Promise<string | undefined> {
  const standIn = await startOpenAiStandIn(issuer);
  try {
    const environment = { ...practiceEnvironment(issuer), ...standIn.environment, ...variables };
    await runCodex({ home, args: ['exec', '--skip-git-repo-check', 'say hello'], environment });
  } finally {
    await standIn.close();
  }
  const turns = issuer.log.requests({ method: 'POST' }).filter(({ path }) => path.endsWith('/responses'));
  return turns.at(-1)?.headers['authorization'];
}

async function bearerOfHome(): Promise<string> {
  return `Bearer ${(await requireDocument(home)).tokens.access_token}`;
}

describe('a Codex that is started with', () => {
  it('CODEX_ACCESS_TOKEN uses it instead of the account in the Home', async () => {
    const variables = { CODEX_ACCESS_TOKEN: issuer.personalAccessTokens.business };
    expect(await tellStatus(variables)).toContain('Logged in using personal access token');
    expect(await askAppServer(variables)).toMatchObject({ account: { planType: 'business' } });
    expect(await readBearerOfExec(variables)).toBe(`Bearer ${variables.CODEX_ACCESS_TOKEN}`);
  });

  it('a blank CODEX_ACCESS_TOKEN takes no notice of it', async () => {
    expect(await tellStatus({ CODEX_ACCESS_TOKEN: ' ' })).toContain('0 Logged in using ChatGPT');
  });

  it('CODEX_API_KEY uses it in “codex exec” and nowhere else', async () => {
    const variables = { CODEX_API_KEY: issuer.apiKeys.good };
    expect(await tellStatus(variables)).toContain('0 Logged in using ChatGPT');
    expect(await askAppServer(variables)).toMatchObject({ account: { type: 'chatgpt' } });
    expect(await readBearerOfExec(variables)).toBe(`Bearer ${variables.CODEX_API_KEY}`);
  });

  it('OPENAI_API_KEY does not sign in with it', async () => {
    const variables = { OPENAI_API_KEY: issuer.apiKeys.good };
    expect(await tellStatus(variables)).toContain('0 Logged in using ChatGPT');
    expect(await askAppServer(variables)).toMatchObject({ account: { type: 'chatgpt' } });
    expect(await readBearerOfExec(variables)).toBe(await bearerOfHome());
    await rm(home.authFile);
    expect(await tellStatus(variables)).toContain('1 Not logged in');
  });

  it.each([
    'OPENAI_FEDERATION_RULE_ID',
    'OPENAI_IDENTITY_TOKEN_FILE',
    'OPENAI_IDENTITY_TOKEN_SOURCE',
    'OPENAI_SPIFFE_ID',
    'OPENAI_SPIFFE_AUDIENCE',
  ])('%s, though it is empty, uses no stored sign-in, nor any other variable', async (name) => {
    const variables = {
      [name]: '',
      CODEX_ACCESS_TOKEN: issuer.personalAccessTokens.business,
      CODEX_API_KEY: issuer.apiKeys.good,
    };
    expect(await tellStatus(variables)).toMatch(/^1 .*workload identity/u);
    expect(await run(['app-server'], variables)).toMatch(/^1 .*workload identity/u);
    expect(await readBearerOfExec(variables)).toBeUndefined();
  });
});
