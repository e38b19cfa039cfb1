import { describe, expect, it } from 'vitest';
import { findWhoPays, surfaces, type CredentialSight, type Surface } from '../../../src/billing/whoPays.ts';
import type { ModelProvider } from '../../../src/home/modelProvider.ts';

const none = { filled: [], empty: [] };
const openai: ModelProvider = {
  kind: 'provider',
  id: 'openai',
  service: 'openai',
  host: undefined,
  envKey: undefined,
  configured: undefined,
  usesSignIn: true,
  signsForAws: false,
  hasAwsProfile: false,
  name: undefined,
  address: undefined,
};
const sight: CredentialSight = {
  environment: none,
  terminalEnvironment: none,
  homeVariables: none,
  server: { kind: 'absent' },
  stored: { kind: 'chatgpt', plan: 'plus' },
  provider: openai,
};
const own = (fields: Partial<ModelProvider>): ModelProvider => ({ ...openai, id: 'own', usesSignIn: false, ...fields });
const filled = (...names: string[]) => ({ filled: names, empty: [] });

/** The payer on each surface, those that agree as one. */
function name(given: Partial<CredentialSight>): Readonly<Partial<Record<Surface, string>>> {
  const who = findWhoPays({ ...sight, terminalEnvironment: given.environment ?? none, ...given });
  return Object.fromEntries(surfaces.map((surface) => [surface, who[surface].payer]));
}

const everywhere = (payer: string, others: Partial<Record<Surface, string>> = {}) => ({
  interactive: payer,
  interactiveAlone: payer,
  exec: payer,
  ideExtension: payer,
  vscodeChatGptModel: payer,
  vscodeCopilotModel: 'copilot',
  ...others,
});
/** VS Code's own Codex was not seen with another provider. */
const byProvider = (payer: string, others: Partial<Record<Surface, string>> = {}) =>
  everywhere(payer, { vscodeChatGptModel: 'notKnown', ...others });
const stored = (kind: 'apiKey' | 'bedrockKey' | 'none' | 'other' | 'notKnown') => ({ stored: { kind } });

describe('who is billed', () => {
  it.each<readonly [string, Partial<CredentialSight>, ReturnType<typeof everywhere>]>([
    ['a plan', {}, everywhere('plan')],
    ['OPENAI_API_KEY is not taken', { environment: filled('OPENAI_API_KEY') }, everywhere('plan')],
    [
      'a plan billed by use',
      { stored: { kind: 'chatgpt', plan: 'enterprise_cbp_usage_based' } },
      everywhere('credits'),
    ],
    ['a plan nobody knows', { stored: { kind: 'accessToken', plan: undefined } }, everywhere('plan')],
    ['a stored key', stored('apiKey'), everywhere('platformKey', { vscodeChatGptModel: 'none' })],
    ['nobody signed in', stored('none'), everywhere('none')],
    ['a sign-in that cannot be read', stored('notKnown'), everywhere('notKnown')],
    ['a sign-in of another kind', stored('other'), everywhere('notKnown', { vscodeChatGptModel: 'none' })],
    [
      'CODEX_API_KEY in codex exec',
      { environment: filled('CODEX_API_KEY') },
      everywhere('plan', { exec: 'platformKey' }),
    ],
    ['CODEX_ACCESS_TOKEN', { ...stored('apiKey'), environment: filled('CODEX_ACCESS_TOKEN') }, everywhere('plan')],
    ['workload identity', { environment: { filled: [], empty: ['OPENAI_SPIFFE_ID'] } }, everywhere('notKnown')],
    ['Azure', { environment: filled('K'), provider: own({ service: 'azure', envKey: 'K' }) }, byProvider('azure')],
    ['a key for another service', { provider: own({ service: 'other', configured: 'token' }) }, byProvider('provider')],
    ['another service without a key', { provider: own({ service: 'other' }) }, byProvider('provider')],
    ['OpenAI by a key of its own', { provider: own({ configured: 'command' }) }, byProvider('platformKey')],
    ['a variable that is missing', { provider: own({ service: 'azure', envKey: 'K' }) }, byProvider('none')],
    ['a local model', { provider: own({ service: 'local' }) }, byProvider('none')],
    [
      'a local program with a key',
      { provider: own({ service: 'local', configured: 'token' }) },
      byProvider('notKnown'),
    ],
    [
      'a relay with the stored key',
      { ...stored('apiKey'), provider: own({ service: 'other', usesSignIn: true }) },
      byProvider('provider'),
    ],
    [
      'a relay with the plan’s tokens',
      { provider: own({ service: 'other', usesSignIn: true }) },
      byProvider('notKnown'),
    ],
    ['Bedrock', { provider: own({ service: 'bedrock', signsForAws: true }) }, byProvider('aws')],
    ['Bedrock’s own address', { provider: own({ service: 'bedrock', configured: 'token' }) }, byProvider('aws')],
    ['a key of Bedrock elsewhere', stored('bedrockKey'), everywhere('none')],
    ['a provider that is nowhere', { provider: { kind: 'unknownProvider', id: 'x' } }, byProvider('none')],
    ['a broken configuration', { provider: { kind: 'broken' } }, byProvider('none')],
    [
      'a key that terminals do not have',
      {
        environment: filled('K'),
        terminalEnvironment: { filled: [], empty: ['K'] },
        provider: own({ service: 'azure', envKey: 'K' }),
      },
      byProvider('none', { ideExtension: 'azure' }),
    ],
    [
      'a background server with other variables',
      {
        server: { kind: 'running', variables: filled('CODEX_ACCESS_TOKEN'), stored: { kind: 'apiKey' } },
        ...stored('apiKey'),
      },
      everywhere('platformKey', { interactive: 'plan', vscodeChatGptModel: 'none' }),
    ],
    [
      'a background server with another account',
      { server: { kind: 'running', variables: none, stored: { kind: 'apiKey' } } },
      everywhere('plan', { interactive: 'platformKey' }),
    ],
    [
      'a background server whose variables are not known',
      { server: { kind: 'running', variables: undefined, stored: sight.stored } },
      everywhere('plan', { interactive: 'notKnown' }),
    ],
  ])('%s', (_name, given, expected) => {
    expect(name(given)).toEqual(expected);
  });
});

describe('the credential that wins', () => {
  const credentialOf = (given: Partial<CredentialSight>, surface: Surface = 'exec') =>
    findWhoPays({ ...sight, terminalEnvironment: given.environment ?? none, ...given })[surface].credential;

  it('is a variable of the Home before one of the environment, and one that is empty there is none', () => {
    const provider = own({ envKey: 'K' });
    const environment = filled('K');
    const found = { kind: 'variable', name: 'K', role: 'providerKey' };
    expect(credentialOf({ provider, environment })).toEqual({ ...found, from: 'environment' });
    expect(credentialOf({ provider, environment, homeVariables: filled('K') })).toEqual({ ...found, from: 'home' });
    expect(credentialOf({ provider, environment, homeVariables: { filled: [], empty: ['K'] } })).toEqual({
      kind: 'unusable',
      why: 'variableMissing',
      name: 'K',
    });
  });

  it('says where workload identity is selected', () => {
    const name = 'OPENAI_FEDERATION_RULE_ID';
    const found = { kind: 'variable', name, role: 'workload' };
    expect(credentialOf({ environment: filled(name) })).toEqual({ ...found, from: 'environment' });
    expect(credentialOf({ homeVariables: { filled: [], empty: [name] } })).toEqual({ ...found, from: 'home' });
  });

  it('for Bedrock is the profile, then the stored key, then a key, then access keys', () => {
    const provider = own({ service: 'bedrock', signsForAws: true });
    const environment = filled('AWS_ACCESS_KEY_ID', 'AWS_BEARER_TOKEN_BEDROCK');
    const bedrockKey = { stored: { kind: 'bedrockKey' } } as const;
    expect(credentialOf({ ...bedrockKey, environment, provider: { ...provider, hasAwsProfile: true } })).toEqual({
      kind: 'awsChain',
    });
    expect(credentialOf({ ...bedrockKey, environment, provider })).toEqual({ kind: 'stored', stored: 'bedrockKey' });
    expect(credentialOf({ environment, provider })).toMatchObject({ name: 'AWS_BEARER_TOKEN_BEDROCK' });
    expect(credentialOf({ environment: filled('AWS_ACCESS_KEY_ID'), provider })).toMatchObject({
      name: 'AWS_ACCESS_KEY_ID',
    });
    expect(credentialOf({ provider })).toEqual({ kind: 'awsChain' });
  });

  it('for Bedrock is not the stored key where a variable is what Codex is signed in with', () => {
    const provider = own({ service: 'bedrock', signsForAws: true });
    const environment = filled('CODEX_API_KEY', 'AWS_BEARER_TOKEN_BEDROCK');
    const given = { stored: { kind: 'bedrockKey' }, environment, provider } as const;
    expect(credentialOf(given, 'exec')).toMatchObject({ name: 'AWS_BEARER_TOKEN_BEDROCK' });
    expect(credentialOf(given, 'ideExtension')).toEqual({ kind: 'stored', stored: 'bedrockKey' });
  });
});
