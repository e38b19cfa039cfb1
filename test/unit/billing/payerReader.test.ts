import { describe, expect, it } from 'vitest';
import type { HomeOccupant } from '../../../src/accounts/home/homeOccupantReader.ts';
import { PayerReader, type PayerReaderPorts } from '../../../src/billing/payerReader.ts';
import type { Credential } from '../../../src/storage/account.ts';
import { Secret } from '../../../src/base/secret.ts';
import { createAccount, unknownIdentity, accountIdOf } from '../../support/records.ts';

function createReader(given: Partial<PayerReaderPorts> = {}): PayerReader {
  return new PayerReader({
    environment: () => ({ filled: ['A'], empty: ['B'] }),
    terminalEnvironment: () => ({ filled: [], empty: ['A'] }),
    readHomeVariables: () => Promise.resolve({ filled: ['H'], empty: ['E'] }),
    config: { readLayers: () => Promise.resolve({ user: 'model_provider = "ollama"' }) },
    look: () => Promise.resolve({ kind: 'none' }),
    hasBedrockKey: () => Promise.resolve(false),
    findServer: () => Promise.resolve(undefined),
    readProfiles: () => Promise.resolve([]),
    openAiAddresses: () => [],
    ...given,
  });
}

const storedOf = async (occupant: HomeOccupant, hasBedrockKey = false) =>
  (
    await createReader({
      look: () => Promise.resolve(occupant),
      hasBedrockKey: () => Promise.resolve(hasBedrockKey),
    }).read()
  ).stored;
const foreign = (kind: 'chatgpt' | 'apiKey' | 'accessToken' | 'other', plan?: string): HomeOccupant => ({
  kind: 'foreign',
  found: { kind, identity: { ...unknownIdentity, plan } },
});

const relay: Credential = {
  kind: 'custom',
  setup: { providerId: 'openai', model: undefined, table: { base_url: 'https://relay.example/v1' } },
  key: new Secret('sk-relay'),
};

const bedrock: Credential = {
  kind: 'bedrock',
  setup: { providerId: 'amazon-bedrock', model: undefined, table: { aws: { region: 'us-east-1' } } },
  key: new Secret('bedrock-key'),
};

describe('the credentials in sight', () => {
  it('are names alone', async () => {
    const sight = await createReader().read();
    expect(sight).toMatchObject({
      environment: { filled: ['A'], empty: ['B'] },
      terminalEnvironment: { filled: [], empty: ['A'] },
      homeVariables: { filled: ['H'], empty: ['E'] },
      server: { kind: 'absent' },
      stored: { kind: 'none' },
      provider: { id: 'ollama' },
    });
  });

  it('have each profile that names another provider, and no other', async () => {
    const { profiles } = await createReader({
      readProfiles: () =>
        Promise.resolve([
          { name: 'same', text: 'model = "x"' },
          { name: 'work', text: 'model_provider = "amazon-bedrock"' },
          { name: 'broken', text: 'model_provider = ' },
          { name: 'binary', text: null },
        ]),
    }).read();
    expect(profiles).toMatchObject([
      { name: 'work', provider: { id: 'amazon-bedrock', signsForAws: true } },
      { name: 'broken', provider: { kind: 'broken' } },
      { name: 'binary', provider: { kind: 'broken' } },
    ]);
  });

  it.each<readonly [HomeOccupant, object]>([
    [{ kind: 'ours', account: createAccount({ id: accountIdOf('one'), label: 'One' }) }, { kind: 'chatgpt' }],
    [{ kind: 'ours', account: createAccount({ credential: relay }) }, { kind: 'apiKey' }],
    [{ kind: 'ours', account: createAccount({ credential: bedrock }) }, { kind: 'bedrockKey' }],
    [foreign('chatgpt', 'business'), { kind: 'chatgpt', plan: 'business' }],
    [foreign('accessToken'), { kind: 'accessToken', plan: undefined }],
    [foreign('apiKey'), { kind: 'apiKey' }],
    [foreign('other'), { kind: 'other' }],
    [{ kind: 'untold', reason: 'asking', store: 'keychain' }, { kind: 'notKnown' }],
  ])('name what stands in the Home: $kind', async (occupant, expected) => {
    expect(await storedOf(occupant)).toMatchObject(expected);
  });

  it('know a key of Bedrock among those that are not managed', async () => {
    expect(await storedOf(foreign('other'), true)).toEqual({ kind: 'bedrockKey' });
  });

  it('say of a background server whether it uses what stands in the Home', async () => {
    const serverOf = async (usesHome: boolean) =>
      (await createReader({ findServer: () => Promise.resolve({ variables: undefined, usesHome }) }).read()).server;
    expect(await serverOf(true)).toEqual({ kind: 'running', variables: undefined, stored: { kind: 'none' } });
    expect(await serverOf(false)).toEqual({ kind: 'running', variables: undefined, stored: { kind: 'notKnown' } });
  });
});
