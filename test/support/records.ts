import { randomBytes } from 'node:crypto';
import { unknownIdentity } from '../../src/accounts/directory/accountIdentity.ts';
import type { Account, Credential, ProviderKind, ProviderSetup, SignInCredential } from '../../src/storage/account.ts';
import type { GrantEntry } from '../../src/storage/ledger.ts';
import { Secret } from '../../src/base/secret.ts';
import { mintTokens, randomText } from './tokens.ts';
import { accountIdOf, grantIdOf } from './ids.ts';

export { accountIdOf, grantIdOf, unknownIdentity };

/** What a provider of each kind may look like. */
export const setups: { readonly [Kind in ProviderKind]: ProviderSetup<Kind> } = {
  azure: {
    providerId: 'azure',
    model: 'gpt-5.5',
    table: { name: 'Azure', base_url: 'https://acme.openai.azure.com/openai', env_key: 'AZURE_OPENAI_API_KEY' },
  },
  bedrock: {
    providerId: 'amazon-bedrock',
    model: undefined,
    table: { aws: { profile: 'default', region: 'eu-central-1' } },
  },
  local: { providerId: 'ollama', model: 'gpt-oss:20b', table: undefined },
  custom: {
    providerId: 'acme',
    model: undefined,
    table: { name: 'Acme', base_url: 'https://models.acme.example/v1' },
  },
};

export function createCredential<Kind extends SignInCredential['kind']>(
  kind: Kind,
): Extract<SignInCredential, { kind: Kind }>;
export function createCredential(kind: Credential['kind']): Credential;
export function createCredential(kind: Credential['kind']): Credential {
  switch (kind) {
    case 'chatgpt':
      return { kind, tokens: mintTokens() };
    case 'apiKey':
      return { kind, key: new Secret(randomText('sk')), check: 'good' };
    case 'accessToken':
      return { kind, shape: 'personalAccessToken', token: new Secret(randomText('at')) };
    case 'azure':
      return { kind, setup: setups[kind], key: new Secret(randomText('provider')) };
    case 'bedrock':
      return { kind, setup: setups[kind], key: new Secret(randomText('provider')) };
    case 'local':
      return { kind, setup: setups[kind], key: undefined };
    case 'custom':
      return { kind, setup: setups[kind], key: new Secret(randomText('provider')) };
  }
}

export function createAccount(over: Partial<Account> = {}): Account {
  return {
    id: accountIdOf(randomBytes(8).toString('hex')),
    gen: 1,
    label: 'Work',
    colour: undefined,
    createdAt: '2026-11-21T04:00:00.000Z',
    grantId: grantIdOf(randomText('grant')),
    identity: { ...unknownIdentity, email: 'ada@example.com', userId: 'user-ada' },
    credential: createCredential('chatgpt'),
    ...over,
  };
}

export function createEntry(over: Partial<GrantEntry> = {}): GrantEntry {
  return {
    grantId: grantIdOf(randomText('grant')),
    gen: 1,
    owner: { vaultId: 'vault-1', product: 'Code' },
    current: 'hash-1',
    spent: [],
    accounts: [],
    pending: undefined,
    dead: undefined,
    writtenBy: 'Code',
    forgottenAtMs: undefined,
    ...over,
  };
}
