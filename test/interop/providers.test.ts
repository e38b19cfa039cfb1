import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identifyTokens } from '../../src/accounts/directory/accountIdentity.ts';
import { readModelProvider } from '../../src/home/modelProvider.ts';
import { FetchHttp } from '../../src/platform/network/fetchHttp.ts';
import { systemClock as clock } from '../../src/platform/systemClock.ts';
import { buildAzureSetup, defaultApiVersion, parseAzureEndpoint } from '../../src/providers/azure.ts';
import { buildBedrockSetup } from '../../src/providers/bedrock.ts';
import { buildCustomSetup } from '../../src/providers/custom.ts';
import { buildLocalSetup } from '../../src/providers/local.ts';
import { probeProvider } from '../../src/providers/probeProvider.ts';
import type { ProviderCredential } from '../../src/storage/account.ts';
import { Secret } from '../../src/base/secret.ts';
import { createInstallation } from '../support/accountsHarness.ts';
import { startModelServer, type ModelServer, type ModelServerOptions } from '../support/modelServer.ts';
import { unknownIdentity } from '../support/records.ts';
import { mintTokens, randomText } from '../support/tokens.ts';
import { AppServer } from './appServer.ts';
import { makeCodexHome, runCodex, type CodexHome } from './codexCli.ts';

/** A configuration of the person's own, which stays around what we write. */
const mine = '# mine\napproval_policy = "never"\n\n[tools]\nweb_search = false\n';

async function start(options: ModelServerOptions): Promise<ModelServer> {
  const server = await startModelServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A Home whose `config.toml` says what our writer makes of a provider. */
async function placeIn(credential: ProviderCredential): Promise<CodexHome> {
  const installation = createInstallation();
  installation.configToml.layers = { user: mine };
  const { account } = await installation.directory.save(credential, unknownIdentity);
  expect(await installation.homeLink.place(account, 'silently')).toMatchObject({ kind: 'placed' });
  const home = await makeCodexHome(installation.configToml.layers.user ?? undefined);
  onTestFinished(() => home.remove());
  return home;
}

/** What the real CLI prints when it is asked for one turn. */
async function runTurn(home: CodexHome, environment: Readonly<Record<string, string>>): Promise<string> {
  const { stdout, stderr } = await runCodex({
    home,
    args: ['exec', '--skip-git-repo-check', 'say hello'],
    environment,
  });
  return stdout + stderr;
}

function probe(credential: ProviderCredential, environment: Readonly<Record<string, string>> = {}) {
  return probeProvider(credential, {
    http: new FetchHttp({ userAgent: 'codex_accounts/interop' }),
    clock,
    environment,
    readAws: () => Promise.resolve({ configPath: '', profiles: [] }),
    readCodexVersion: () => Promise.resolve(undefined),
    signal: new AbortController().signal,
  });
}

const turnOf = ({ requests }: ModelServer) => requests.findLast(({ path }) => path.endsWith('/responses'));

describe('the real CLI uses a provider that we wrote', () => {
  it('Azure OpenAI: the key as a bearer, the version in the query, the deployment as the model', async () => {
    const key = randomText('azure');
    const server = await start({ key, apiVersion: defaultApiVersion, models: ['west'] });
    const endpoint = parseAzureEndpoint(`${server.url}/openai`);
    expect(endpoint).toMatchObject({ kind: 'value', value: { baseUrl: `${server.url}/openai` } });
    const setup = buildAzureSetup({
      baseUrl: `${server.url}/openai`,
      deployment: 'west',
      apiVersion: defaultApiVersion,
    });
    const azure: ProviderCredential = { kind: 'azure', setup, key: new Secret(key) };
    const home = await placeIn(azure);
    expect(await runTurn(home, { AZURE_OPENAI_API_KEY: key })).toContain('Hello from the practice issuer.');
    expect(turnOf(server)).toMatchObject({
      path: '/openai/responses',
      query: { 'api-version': defaultApiVersion },
      headers: { authorization: `Bearer ${key}` },
      model: 'west',
    });
    expect(await probe(azure)).toEqual({ kind: 'good' });
    expect(await probe({ ...azure, key: new Secret('other') })).toMatchObject({ kind: 'refused' });
  });

  it('says which variable is missing', async () => {
    const setup = buildAzureSetup({ baseUrl: 'http://127.0.0.1:9/openai', deployment: 'west', apiVersion: 'v1' });
    const home = await placeIn({ kind: 'azure', setup, key: undefined });
    expect(await runTurn(home, {})).toContain('Missing environment variable: `AZURE_OPENAI_API_KEY`');
  });

  it('a provider with parameters and headers: all of them arrive', async () => {
    const key = randomText('acme');
    const server = await start({ key, models: ['big'] });
    const setup = buildCustomSetup({
      id: 'acme',
      name: 'Acme',
      baseUrl: `${server.url}/v1`,
      model: 'big',
      key: { kind: 'variable', name: 'ACME_API_KEY', instructions: 'Ask Ada.' },
      queryParams: { team: 'blue' },
      httpHeaders: { 'X-Team': 'blue' },
      envHttpHeaders: { 'X-Seat': 'ACME_SEAT' },
      requestMaxRetries: 1,
      streamMaxRetries: 1,
      streamIdleTimeoutMs: 20_000,
      websocketConnectTimeoutMs: 5000,
      supportsWebsockets: false,
      supportsStandaloneWebSearch: false,
    });
    const acme: ProviderCredential = { kind: 'custom', setup, key: new Secret(key) };
    const home = await placeIn(acme);
    const said = await runTurn(home, { ACME_API_KEY: key, ACME_SEAT: '7' });
    expect(said).toContain('Hello from the practice issuer.');
    expect(turnOf(server)).toMatchObject({
      path: '/v1/responses',
      query: { team: 'blue' },
      headers: { authorization: `Bearer ${key}`, 'x-team': 'blue', 'x-seat': '7' },
      model: 'big',
    });
    expect(await probe(acme)).toEqual({ kind: 'good' });
  });

  it('Ollama at another port, by a table of its own', async () => {
    const server = await start({ models: ['gpt-oss:20b'], ollama: '0.13.4' });
    const setup = buildLocalSetup({ server: 'ollama', baseUrl: `${server.url}/v1`, model: 'gpt-oss:20b' }, {});
    const local: ProviderCredential = { kind: 'local', setup, key: undefined };
    const home = await placeIn(local);
    expect(await runTurn(home, {})).toContain('Hello from the practice issuer.');
    expect(turnOf(server)).toMatchObject({ path: '/v1/responses', model: 'gpt-oss:20b' });
    expect(turnOf(server)?.headers).not.toHaveProperty('authorization');
    expect(await probe(local)).toEqual({ kind: 'good' });
  });

  it('a profile’s own provider is used with -p, and told before', async () => {
    const server = await start({ key: 'profile-key', models: ['big'] });
    const profile = `model_provider = "side"\nmodel = "big"\n[model_providers.side]\nname = "Side"\nbase_url = "${server.url}/v1"\nenv_key = "SIDE_KEY"\nsupports_websockets = false\n`;
    const home = await makeCodexHome(mine);
    onTestFinished(() => home.remove());
    await writeFile(join(home.path, 'side.config.toml'), profile);
    expect(await readModelProvider({ user: mine }, [], profile)).toMatchObject({ id: 'side', envKey: 'SIDE_KEY' });
    const { stdout, stderr } = await runCodex({
      home,
      args: ['exec', '-p', 'side', '--skip-git-repo-check', 'say hello'],
      environment: { SIDE_KEY: 'profile-key' },
    });
    expect(stdout + stderr).toContain('Hello from the practice issuer.');
    expect(turnOf(server)?.headers).toMatchObject({ authorization: 'Bearer profile-key' });
  });

  it('Ollama where CODEX_OSS_PORT says, by what Codex has itself', async () => {
    const server = await start({ models: ['gpt-oss:20b'], ollama: '0.13.4' });
    const environment = { CODEX_OSS_PORT: String(server.port) };
    const setup = buildLocalSetup({ server: 'ollama', baseUrl: undefined, model: 'gpt-oss:20b' }, environment);
    const local: ProviderCredential = { kind: 'local', setup, key: undefined };
    const home = await placeIn(local);
    expect(await runTurn(home, environment)).toContain('Hello from the practice issuer.');
    expect(turnOf(server)).toMatchObject({ path: '/v1/responses', model: 'gpt-oss:20b' });
  });

  it('the key of a relay that another tool wrote, kept and used again: the CLI sends it there as before', async () => {
    const key = randomText('relay');
    const server = await start({ key, models: ['big'] });
    const installation = createInstallation({ homeText: JSON.stringify({ OPENAI_API_KEY: key }) });
    const theirs = `model_provider = "relay"\nmodel = "big"\n${mine}[model_providers.relay]\nname = "Relay"\nbase_url = "${server.url}/v1"\nrequires_openai_auth = true\nsupports_websockets = false\n`;
    installation.configToml.layers = { user: theirs };
    const relay = await installation.homeLink.takeOver();
    const home = await makeCodexHome();
    onTestFinished(() => home.remove());
    const write = async (): Promise<void> => {
      await writeFile(join(home.path, 'config.toml'), installation.configToml.layers.user ?? '');
      await writeFile(home.authFile, installation.file.text ?? '');
    };
    const tokens = mintTokens();
    const chatgpt = await installation.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    await installation.homeLink.place(chatgpt.account, 'silently');
    await write();
    const status = await runCodex({ home, args: ['login', 'status'] });
    expect(status.stdout + status.stderr).toContain('Logged in using ChatGPT');
    expect(relay && (await installation.homeLink.place(relay, 'silently'))).toMatchObject({ kind: 'placed' });
    await write();
    expect(await runTurn(home, {})).toContain('Hello from the practice issuer.');
    expect(turnOf(server)).toMatchObject({ path: '/v1/responses', headers: { authorization: `Bearer ${key}` } });
    expect(relay?.credential.kind === 'custom' && (await probe(relay.credential))).toEqual({ kind: 'good' });
  });

  it('Amazon Bedrock with a key: the document is the one that the CLI writes itself, and its verdict is the same', async () => {
    const key = randomText('bedrock');
    const region = 'eu-central-1';
    const installation = createInstallation();
    installation.configToml.layers = { user: mine };
    const tokens = mintTokens();
    const chatgpt = await installation.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    await installation.homeLink.place(chatgpt.account, 'silently');
    const before = installation.file.text ?? '';
    const setup = buildBedrockSetup({ profile: undefined, region, model: undefined });
    const credential: ProviderCredential = { kind: 'bedrock', setup, key: new Secret(key) };
    const { account } = await installation.directory.save(credential, unknownIdentity);
    await installation.homeLink.place(account, 'silently');

    const theirs = await makeCodexHome(mine);
    onTestFinished(() => theirs.remove());
    await writeFile(theirs.authFile, before);
    const server = await AppServer.start({ home: theirs });
    onTestFinished(() => server.close());
    await server.request('account/login/start', { type: 'amazonBedrock', apiKey: key, region });
    expect(installation.file.text).toBe(await theirs.readAuth());

    const home = await makeCodexHome(installation.configToml.layers.user ?? undefined);
    onTestFinished(() => home.remove());
    const judge = async (): Promise<string> => {
      const { stdout, stderr } = await runCodex({ home, args: ['login', 'status'] });
      return stdout + stderr;
    };
    await writeFile(home.authFile, installation.file.text ?? '');
    expect(await judge()).toContain('Logged in using Amazon Bedrock API key');
    await installation.homeLink.place(chatgpt.account, 'silently');
    expect([installation.file.text, installation.configToml.layers.user]).toEqual([before, mine]);
    await writeFile(join(home.path, 'config.toml'), mine);
    await writeFile(home.authFile, before);
    expect(await judge()).toContain('Logged in using ChatGPT');
  });

  it('Amazon Bedrock: the configuration is one that it starts with; its address cannot be led here', async () => {
    const setup = buildBedrockSetup({ profile: 'work', region: 'eu-central-1', model: undefined });
    const home = await placeIn({ kind: 'bedrock', setup, key: undefined });
    const judge = async (): Promise<number | null> => (await runCodex({ home, args: ['features', 'list'] })).exitCode;
    expect(await judge()).toBe(0);
    await appendFile(join(home.path, 'config.toml'), '\n[model_providers.amazon-bedrock.query_params]\nbad = "1"\n');
    expect(await judge()).not.toBe(0);
  });
});
