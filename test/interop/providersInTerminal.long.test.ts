import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { buildAzureSetup, defaultApiVersion } from '../../src/providers/azure.ts';
import type { Account, ProviderCredential } from '../../src/storage/account.ts';
import { Secret } from '../../src/base/secret.ts';
import { startModelServer, type ModelServer, type ModelServerOptions } from '../support/modelServer.ts';
import { unknownIdentity } from '../support/records.ts';
import { randomText } from '../support/tokens.ts';
import { RunningScene, ada } from './runningScene.ts';

/** A provider that we wrote, in the `codex` that a person types into; and ChatGPT again after the switch back. */

let scene: RunningScene;
let account: Account;
let before: { readonly config: string; readonly document: string };

const read = (name: string): string => readFileSync(join(scene.home.path, name), 'utf8');

beforeAll(async () => {
  scene = await RunningScene.start();
  account = await scene.add(ada);
});
beforeEach(async () => {
  await scene.house.switching.switchTo(account.id);
  before = { config: read('config.toml'), document: read('auth.json') };
});
afterEach(async () => {
  await scene.clear();
});
afterAll(async () => {
  await scene.close();
});

async function start(options: ModelServerOptions): Promise<ModelServer> {
  const server = await startModelServer(options);
  onTestFinished(() => server.close());
  return server;
}

async function use(credential: ProviderCredential): Promise<void> {
  const saved = await scene.house.directory.save(credential, unknownIdentity);
  expect(await scene.house.switching.switchTo(saved.account.id)).toMatchObject({
    kind: 'switched',
    placement: { kind: 'placed' },
  });
}

/** Types a line into a new `codex`, and waits for what the model of the provider says. */
async function typeInto(environment: Readonly<Record<string, string>>): Promise<void> {
  const terminal = await scene.open(environment);
  // With another provider than OpenAI it does not name its folder below the prompt.
  await terminal.waitFor('? for shortcuts');
  await terminal.enter(`say hello ${String(performance.now())}`);
  await terminal.waitFor('Hello from the practice issuer');
  await terminal.close();
}

/** Codex writes down there what its screen has shown; that came since, and stays. */
function withoutNotes(config: string): string {
  return config.replace(/\n*\[tui\]\n[^[]*(?:\[tui\..*\]\n[^[]*)*/u, '\n');
}

/** The next `codex` is the person's again, with every byte as it was. */
async function goBack(): Promise<void> {
  expect(await scene.house.switching.switchTo(account.id)).toMatchObject({ kind: 'switched' });
  expect(read('auth.json')).toBe(before.document);
  expect(withoutNotes(read('config.toml'))).toBe(withoutNotes(before.config));
  await scene.house.running.bringAlong({ mode: 'ask', isStoreMoved: false });
  await scene.openAndClose(ada);
}

const turnOf = ({ requests }: ModelServer) => requests.findLast(({ path }) => path.endsWith('/responses'));

describe('an interactive codex', () => {
  it('asks Azure with the key of its terminal, and ChatGPT after the switch back', async () => {
    const key = randomText('azure');
    const server = await start({ key, apiVersion: defaultApiVersion, models: ['west'] });
    const setup = buildAzureSetup({
      baseUrl: `${server.url}/openai`,
      deployment: 'west',
      apiVersion: defaultApiVersion,
    });
    await use({ kind: 'azure', setup, key: new Secret(key) });
    await typeInto({ AZURE_OPENAI_API_KEY: key });
    expect(turnOf(server)).toMatchObject({
      path: '/openai/responses',
      query: { 'api-version': defaultApiVersion },
      headers: { authorization: `Bearer ${key}` },
      model: 'west',
    });
    await goBack();
  });

  it('asks a relay with its key in the Home, once the server that had the sign-in is brought along', async () => {
    const key = randomText('relay');
    const server = await start({ key, models: ['big'] });
    await scene.leaveServer();
    await use({
      kind: 'custom',
      setup: {
        providerId: 'relay',
        model: 'big',
        table: {
          name: 'Relay',
          base_url: `${server.url}/v1`,
          wire_api: 'responses',
          requires_openai_auth: true,
          supports_websockets: false,
        },
      },
      key: new Secret(key),
    });
    await expect
      .poll(() => scene.house.running.bringAlong({ mode: 'ask', isStoreMoved: false }))
      .toMatchObject({
        step: 'stop',
      });
    await typeInto({});
    expect(turnOf(server)).toMatchObject({ path: '/v1/responses', headers: { authorization: `Bearer ${key}` } });
    await goBack();
  });
});
