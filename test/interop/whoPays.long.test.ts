import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PayerHouse, configuredToken, nameWinner, ownProvider, storedSignIns, type Cell } from './payerHouse.ts';

/** Every combination of variables, stored sign-in and provider: the credential that the real CLI sends is the one we name. */

let house: PayerHouse;

beforeAll(async () => {
  house = await PayerHouse.open();
});
afterAll(async () => {
  await house.close();
});

const all = ['CODEX_API_KEY', 'OPENAI_API_KEY', 'CODEX_ACCESS_TOKEN'];
const choices = all.reduce<readonly (readonly string[])[]>(
  (sets, name) => [...sets, ...sets.map((set) => [...set, name])],
  [[]],
);

const providers: Readonly<Record<string, Partial<Cell>>> = {
  'no provider': {},
  'a provider with a variable': ownProvider('env_key = "OWN_KEY"'),
  'a provider that takes the sign-in': ownProvider('requires_openai_auth = true'),
};

const combinations = Object.entries(providers).flatMap(([provider, config]) =>
  (['none', 'apiKey', 'chatgpt'] as const).flatMap((stored) =>
    choices.map((set): readonly [string, Cell] => [
      `${provider}, stored ${stored}, ${set.join(' and ') || 'no variable'}`,
      { ...config, stored, variables: provider.endsWith('variable') ? [...set, 'OWN_KEY'] : set },
    ]),
  ),
);

const bedrock = (fields = ''): Partial<Cell> => ({
  root: 'model_provider = "amazon-bedrock"',
  tables: `[model_providers.amazon-bedrock]\nbase_url = "{url}"\n${fields}`,
});
const command = 'auth]\ncommand = "echo"\nargs = ["' + configuredToken + '"]\n';
const region = { AWS_REGION: 'us-east-1', AWS_SECRET_ACCESS_KEY: 's', AWS_EC2_METADATA_DISABLED: 'true' };
const token = `experimental_bearer_token = "${configuredToken}"`;
const signIn = 'requires_openai_auth = true';

const others: readonly (readonly [string, Cell])[] = [
  ['a stored access token', { stored: 'accessToken' }],
  ['a stored access token for a provider', { stored: 'accessToken', ...ownProvider(signIn) }],
  ['a token in the configuration', { stored: 'apiKey', variables: all, ...ownProvider(token) }],
  [
    'the same where the sign-in is wanted',
    { stored: 'chatgpt', variables: all, ...ownProvider(`${signIn}\n${token}`) },
  ],
  [
    'a variable before a token',
    { stored: 'apiKey', variables: ['OWN_KEY'], ...ownProvider(`${token}\nenv_key = "OWN_KEY"`) },
  ],
  ['a variable that is missing before a token', { stored: 'apiKey', ...ownProvider(`${token}\nenv_key = "OWN_KEY"`) }],
  ['a command', { stored: 'apiKey', variables: all, ...ownProvider(`[model_providers.own.${command}`) }],
  [
    'a header',
    { stored: 'apiKey', ...ownProvider(`http_headers = { "Authorization" = "Bearer ${configuredToken}" }`) },
  ],
  ['a variable of blanks', { stored: 'chatgpt', values: { OWN_KEY: ' ' }, ...ownProvider('env_key = "OWN_KEY"') }],
  ['CODEX_API_KEY of blanks', { stored: 'chatgpt', values: { CODEX_API_KEY: ' ' } }],
  ['CODEX_ACCESS_TOKEN that is empty', { stored: 'chatgpt', values: { CODEX_ACCESS_TOKEN: '' } }],
  [
    'OPENAI_API_KEY as a provider’s',
    { stored: 'chatgpt', variables: all, ...ownProvider('env_key = "OPENAI_API_KEY"') },
  ],
  ['CODEX_API_KEY as a provider’s', { stored: 'chatgpt', variables: all, ...ownProvider('env_key = "CODEX_API_KEY"') }],
  [
    'the Home’s variable',
    { stored: 'chatgpt', dotenv: 'OWN_KEY=value-of-OWN_KEY\nHOME_KEY=1\n', ...ownProvider('env_key = "OWN_KEY"') },
  ],
  [
    'the Home’s variable set to nothing',
    { stored: 'chatgpt', variables: ['OWN_KEY'], dotenv: 'OWN_KEY=\n', ...ownProvider('env_key = "OWN_KEY"') },
  ],
  ['CODEX_API_KEY in the Home', { stored: 'chatgpt', dotenv: 'CODEX_API_KEY=value-of-HOME\n' }],
  ['workload identity', { stored: 'chatgpt', variables: ['OPENAI_FEDERATION_RULE_ID'] }],
  ['workload identity in the Home, empty', { stored: 'chatgpt', dotenv: 'OPENAI_FEDERATION_RULE_ID=\n' }],
  [
    'workload identity beside a provider',
    { stored: 'none', variables: ['OPENAI_FEDERATION_RULE_ID', 'OWN_KEY'], ...ownProvider('env_key = "OWN_KEY"') },
  ],
  ['a provider that is nowhere', { stored: 'apiKey', root: 'model_provider = "nowhere"' }],
  ['a provider of a wrong kind', { stored: 'apiKey', root: 'model_provider = 5' }],
  ['a provider with a field of a wrong kind', { stored: 'apiKey', ...ownProvider('requires_openai_auth = "yes"') }],
  [
    'Ollama',
    { stored: 'apiKey', variables: all, values: { CODEX_OSS_BASE_URL: '{url}' }, root: 'model_provider = "ollama"' },
  ],
  ['LM Studio', { stored: 'chatgpt', values: { CODEX_OSS_BASE_URL: '{url}' }, root: 'model_provider = "lmstudio"' }],
  [
    'Azure',
    {
      stored: 'chatgpt',
      variables: [...all, 'AZURE_OPENAI_API_KEY'],
      root: 'model_provider = "azure"',
      tables: '[model_providers.azure]\nname = "Azure"\nbase_url = "{url}"\nenv_key = "AZURE_OPENAI_API_KEY"\n',
    },
  ],
  ...storedSignIns.flatMap((stored): readonly (readonly [string, Cell])[] => [
    [
      `Bedrock, stored ${stored}, a key`,
      { stored, variables: ['AWS_BEARER_TOKEN_BEDROCK'], values: region, ...bedrock() },
    ],
    [
      `Bedrock, stored ${stored}, access keys`,
      { stored, variables: ['AWS_ACCESS_KEY_ID'], values: region, ...bedrock() },
    ],
    [
      `Bedrock, stored ${stored}, everything`,
      { stored, variables: [...all, 'AWS_BEARER_TOKEN_BEDROCK', 'AWS_ACCESS_KEY_ID'], values: region, ...bedrock() },
    ],
    [
      `Bedrock, stored ${stored}, a command`,
      {
        stored,
        variables: ['AWS_BEARER_TOKEN_BEDROCK'],
        values: region,
        ...bedrock(`[model_providers.amazon-bedrock.${command}`),
      },
    ],
  ]),
];

describe('the credential that is sent is the one we name:', () => {
  it.each([...combinations, ...others])('%s', async (_name, cell) => {
    const foreseen = await house.foresee(cell);
    expect(await house.exec(cell)).toBe(nameWinner(foreseen.exec));
    expect(await house.appServer(cell)).toBe(nameWinner(foreseen.ideExtension));
  });
});

describe('codex login status agrees where nothing but the sign-in counts:', () => {
  it.each(combinations.filter(([name]) => name.startsWith('no provider')))('%s', async (_name, cell) => {
    const { credential } = (await house.foresee(cell)).interactiveAlone;
    expect(await house.isSignedIn(cell)).toBe(credential.kind !== 'none');
  });
});

describe('a provider that answers 401', () => {
  const once = 'request_max_retries = 0\nstream_max_retries = 0';
  const ownKey = { ...ownProvider(`env_key = "OWN_KEY"\n${once}`), variables: ['OWN_KEY'] };

  // Each try renews, and a provider that the CLI has built in is tried six times.
  it.each<readonly [string, number, Partial<Cell>]>([
    ['with a key from a variable', 1, ownKey],
    ['with a token', 1, ownProvider(`${token}\n${once}`)],
    ['with a command', 0, ownProvider(`${once}\n[model_providers.own.${command}`)],
    ['without any key', 1, ownProvider(once)],
    ['with the sign-in', 1, ownProvider(`${signIn}\n${once}`)],
    ['on this computer', 6, { values: { CODEX_OSS_BASE_URL: '{url}' }, root: 'model_provider = "ollama"' }],
    ['for OpenAI', 6, {}],
  ])(
    '%s has Codex renew the ChatGPT sign-in in the Home %d times, which spends its token',
    async (_name, times, cell) => {
      expect(await house.countRenewals({ stored: 'chatgpt', ...cell }, 'takes')).toBe(0);
      expect(await house.countRenewals({ stored: 'chatgpt', ...cell }, 'refuses')).toBe(times);
    },
  );

  it('leaves every other sign-in alone', async () => {
    expect(await house.countRenewals({ stored: 'apiKey', ...ownKey }, 'refuses')).toBe(0);
  });
});
