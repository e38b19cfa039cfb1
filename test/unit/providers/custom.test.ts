import { describe, expect, it } from 'vitest';
import {
  buildCustomSetup,
  parseBaseUrl,
  parseCommand,
  parseHttpHeaders,
  parseName,
  parseNumber,
  parseProviderId,
  parseQueryParams,
  parseRetries,
  parseSwitch,
  parseVariableHeaders,
  readCustomSetup,
  writeCommand,
  type CustomSetup,
} from '../../../src/providers/custom.ts';
import { readAzureSetup } from '../../../src/providers/azure.ts';
import { parseKey, parseVariable } from '../../../src/providers/input.ts';
import {
  buildLocalSetup,
  findLocalAddress,
  parseLocalAddress,
  parseModel,
  readLocalSetup,
} from '../../../src/providers/local.ts';
import { isOlder } from '../../../src/base/versions.ts';
import { Secret } from '../../../src/base/secret.ts';
import { mapParsed } from '../../../src/providers/input.ts';
import { hideProviderValues, revealSetup } from '../../../src/storage/account.ts';

/** As the box gets it, and laid open again. */
const typeQueryParams = (typed: string) => layOpen(parseQueryParams(new Secret(typed)));
const typeHttpHeaders = (typed: string) => layOpen(parseHttpHeaders(new Secret(typed)));

const typeCommand = (typed: string) =>
  mapParsed(parseCommand(new Secret(typed)), (run) => ({ ...run, args: run.args.map((one) => one.reveal()) }));

function layOpen(parsed: ReturnType<typeof parseQueryParams>) {
  return mapParsed(
    parsed,
    (pairs) => pairs && Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, value.reveal()])),
  );
}

const hide = (...words: readonly string[]) => words.map((word) => new Secret(word));

const small: CustomSetup = {
  id: 'acme',
  name: 'Acme',
  baseUrl: 'https://models.acme.example/v1',
  model: undefined,
  key: { kind: 'none' },
};

const whole: CustomSetup = {
  ...small,
  model: 'big',
  key: { kind: 'variable', name: 'ACME_API_KEY', instructions: 'Ask Ada.' },
  queryParams: { team: new Secret('blue') },
  httpHeaders: { 'X-Team': new Secret('blue') },
  envHttpHeaders: { 'X-Seat': 'SEAT' },
  requestMaxRetries: 1,
  streamMaxRetries: 2,
  streamIdleTimeoutMs: 3,
  websocketConnectTimeoutMs: 4,
  supportsWebsockets: true,
  supportsStandaloneWebSearch: false,
};

describe('what config.toml gets of any provider', () => {
  it('is what was given, and nothing that Codex has a value for', () => {
    expect(buildCustomSetup(small)).toEqual({
      providerId: 'acme',
      model: undefined,
      table: { name: 'Acme', base_url: 'https://models.acme.example/v1', wire_api: 'responses' },
    });
  });

  it('may be every documented field', () => {
    expect(JSON.stringify(buildCustomSetup(whole))).not.toContain('blue');
    expect(revealSetup(buildCustomSetup(whole)).table).toEqual({
      name: 'Acme',
      base_url: 'https://models.acme.example/v1',
      env_key: 'ACME_API_KEY',
      env_key_instructions: 'Ask Ada.',
      wire_api: 'responses',
      query_params: { team: 'blue' },
      http_headers: { 'X-Team': 'blue' },
      env_http_headers: { 'X-Seat': 'SEAT' },
      request_max_retries: 1,
      stream_max_retries: 2,
      stream_idle_timeout_ms: 3,
      websocket_connect_timeout_ms: 4,
      supports_websockets: true,
      supports_standalone_web_search: false,
    });
  });

  it('may be a command for the token, or the sign-in with OpenAI, and then no variable', () => {
    const run = { command: 'get-token', args: hide('--for', 'acme'), cwd: '/srv', timeoutMs: 1, refreshIntervalMs: 0 };
    const setup = buildCustomSetup({ ...small, key: { kind: 'command', run } });
    expect(JSON.stringify(setup)).not.toContain('acme"]');
    expect(revealSetup(setup).table).toMatchObject({
      auth: { command: 'get-token', args: ['--for', 'acme'], cwd: '/srv', timeout_ms: 1, refresh_interval_ms: 0 },
    });
    expect(buildCustomSetup({ ...small, key: { kind: 'openAi' } }).table).toMatchObject({ requires_openai_auth: true });
  });

  it.each([
    ['the least', small],
    ['everything', whole],
    [
      'a command',
      { ...small, key: { kind: 'command', run: { command: 'a', args: hide('b'), cwd: undefined, timeoutMs: 2 } } },
    ],
    ['the sign-in with OpenAI', { ...small, key: { kind: 'openAi' } }],
  ] as const)('is read back as it was built: %s', (_name, setup) => {
    expect(readCustomSetup(buildCustomSetup(setup))).toEqual(setup);
  });
});

describe('what may be secret of a provider that another tool wrote', () => {
  const table = hideProviderValues({
    name: 'Relay',
    base_url: 'https://ada:hidden-1@relay.example/v1',
    experimental_bearer_token: 'hidden-2',
    auth: { command: 'get', args: ['hidden-3'], timeout_ms: 5 },
  });
  const setup = { providerId: 'relay', model: undefined, table };

  it('is in no text, and is written as it was', () => {
    expect(JSON.stringify(setup)).not.toContain('hidden');
    expect(JSON.stringify(readCustomSetup(setup))).not.toContain('hidden');
    expect(revealSetup(setup).table).toMatchObject({
      base_url: 'https://ada:hidden-1@relay.example/v1',
      experimental_bearer_token: 'hidden-2',
      auth: { command: 'get', args: ['hidden-3'], timeout_ms: 5 },
    });
  });

  it('is asked for and shown by its address alone, and comes back with all of it', () => {
    const read = readCustomSetup(setup);
    expect(read).toMatchObject({ baseUrl: 'https://relay.example/v1', key: { kind: 'command' } });
    expect(revealSetup(buildCustomSetup(read)).table).toMatchObject({
      base_url: 'https://ada:hidden-1@relay.example/v1',
      auth: { command: 'get', args: ['hidden-3'], timeout_ms: 5 },
    });
  });

  it('is read in the same way by every kind that has an address', () => {
    const table = hideProviderValues({ base_url: 'https://relay.example/v1?key=hidden', name: 'Relay' });
    const { providerId } = setup;
    expect(readAzureSetup({ providerId, model: 'm', table }).baseUrl).toBe('https://relay.example/v1');
    expect(readLocalSetup({ providerId, model: 'm', table }).baseUrl).toBe('https://relay.example/v1');
  });

  it('is an address with parameters too, and one that is no URL', () => {
    const read = (base_url: string) => readCustomSetup({ ...setup, table: hideProviderValues({ base_url }) }).baseUrl;
    expect(read('https://relay.example/v1/?key=hidden')).toBe('https://relay.example/v1');
    expect(read('ada:hidden@relay.example/v1')).toBe('');
    expect(read('https://relay.example/v1/')).toBe('https://relay.example/v1/');
  });
});

describe('what is typed for any provider', () => {
  it('is a command that is written as it was typed', () => {
    const parsed = parseCommand(new Secret(`get --for "my token" 'a "b"'`));
    expect(parsed.kind === 'value' && writeCommand(parsed.value).reveal()).toBe(`get --for "my token" 'a "b"'`);
  });

  it.each([
    [parseProviderId, ' acme_2-b ', 'acme_2-b'],
    [parseName, ' Acme West ', 'Acme West'],
    [parseBaseUrl, 'https://a.example/v1//', 'https://a.example/v1'],
    [typeQueryParams, ' a = 1 ; b=x=y;', { a: '1', b: 'x=y' }],
    [typeQueryParams, ' ', undefined],
    [typeHttpHeaders, 'X-Team=blue', { 'X-Team': 'blue' }],
    [parseVariableHeaders, 'X-Seat=SEAT', { 'X-Seat': 'SEAT' }],
    [parseNumber, '300000', 300_000],
    [parseNumber, '', undefined],
    [parseRetries, '100', 100],
    [parseSwitch, 'TRUE', true],
    [parseSwitch, '', undefined],
    [typeCommand, `get "my token" 'a "b"'`, { command: 'get', args: ['my token', 'a "b"'] }],
    [parseVariable, ' ACME_KEY ', 'ACME_KEY'],
    [parseModel, 'gpt-oss:20b', 'gpt-oss:20b'],
  ])('%o takes “%s”', (parse, typed, value) => {
    expect(parse(typed)).toEqual({ kind: 'value', value });
  });

  it.each([
    [parseProviderId, '', 'idEmpty'],
    [parseProviderId, 'a.b', 'idNotABareKey'],
    [parseProviderId, 'a b', 'idNotABareKey'],
    ...['openai', 'ollama', 'lmstudio', 'amazon-bedrock', 'amazon-bedrock-runtime'].map(
      (id) => [parseProviderId, id, 'idReserved'] as const,
    ),
    [parseName, ' ', 'nameEmpty'],
    [parseBaseUrl, '', 'addressEmpty'],
    [parseBaseUrl, 'models.acme.example', 'addressNotHttp'],
    [parseBaseUrl, 'ftp://a.example', 'addressNotHttp'],
    [parseBaseUrl, 'https://ada@a.example', 'addressWithPassword'],
    [parseBaseUrl, 'https://a.example/v1?x=1', 'addressWithQuery'],
    [typeQueryParams, 'a', 'notPairs'],
    [typeQueryParams, '=1', 'notPairs'],
    [typeHttpHeaders, 'a:b=1', 'headerNotAHeader'],
    [parseVariableHeaders, 'X-Seat=my seat', 'variableNotAName'],
    [parseNumber, '1.5', 'notANumber'],
    [parseRetries, '101', 'tooManyRetries'],
    [parseSwitch, 'yes', 'notASwitch'],
    [typeCommand, '  ', 'commandEmpty'],
    [parseVariable, '2KEY', 'variableNotAName'],
    [parseModel, '', 'modelEmpty'],
    [parseModel, 'a b', 'modelNotAnId'],
  ] as const)('%o refuses “%s” as %s', (parse, typed, problem) => {
    expect(parse(typed)).toEqual({ kind: 'refused', problem });
  });
});

describe('a key', () => {
  it('is taken without what surrounds it', () => {
    const parsed = parseKey(new Secret('\uFEFF abc123 \n'));
    expect(parsed.kind === 'value' && parsed.value.reveal()).toBe('abc123');
  });

  it.each([
    ['', 'keyEmpty'],
    ['a\nb', 'keySeveralLines'],
    ['a b', 'keyNotAKey'],
    ['schlüssel', 'keyNotAKey'],
  ])('is not “%s”', (typed, problem) => {
    expect(parseKey(new Secret(typed))).toEqual({ kind: 'refused', problem });
  });
});

describe('a local server', () => {
  it.each([
    [{}, 'http://localhost:11434/v1'],
    [{ CODEX_OSS_PORT: '9000' }, 'http://localhost:9000/v1'],
    [{ CODEX_OSS_PORT: 'x' }, 'http://localhost:11434/v1'],
    [{ CODEX_OSS_PORT: '9000', CODEX_OSS_BASE_URL: 'http://gpu.example:1/v1/' }, 'http://gpu.example:1/v1'],
  ])('is where %o says', (environment, address) => {
    expect(findLocalAddress('ollama', environment)).toBe(address);
  });

  it.each([
    ['9000', 'http://localhost:9000/v1'],
    ['localhost:9000', 'http://localhost:9000/v1'],
    ['http://gpu.example:1/', 'http://gpu.example:1/v1'],
    ['http://gpu.example:1/v1/', 'http://gpu.example:1/v1'],
  ])('is at %s', (typed, value) => {
    expect(parseLocalAddress(typed)).toEqual({ kind: 'value', value });
  });

  it.each([
    ['', 'addressEmpty'],
    ['0', 'portNotAPort'],
    ['99999', 'portNotAPort'],
    ['http://gpu.example/v1?x=1', 'addressWithQuery'],
  ])('is not at “%s”', (typed, problem) => {
    expect(parseLocalAddress(typed)).toEqual({ kind: 'refused', problem });
  });

  it('is what Codex has itself, where Codex finds it, else a table of its own', () => {
    const model = 'qwen';
    expect(buildLocalSetup({ server: 'lmstudio', baseUrl: 'http://localhost:1234/v1', model }, {})).toEqual({
      providerId: 'lmstudio',
      model,
      table: undefined,
    });
    const elsewhere = { server: 'ollama', baseUrl: 'http://localhost:9000/v1', model } as const;
    expect(buildLocalSetup(elsewhere, {})).toEqual({
      providerId: 'ollama-local',
      model,
      table: { name: 'Ollama', base_url: 'http://localhost:9000/v1', wire_api: 'responses' },
    });
    expect(readLocalSetup(buildLocalSetup(elsewhere, {}))).toEqual(elsewhere);
  });
});

describe('a release', () => {
  it.each([
    ['0.13.3', true],
    ['0.13.4', false],
    ['0.13.10', false],
    ['v0.9.9', true],
    ['1.0.0-rc1', false],
    ['main', false],
  ])('%s is older than 0.13.4: %s', (version, isIt) => {
    expect(isOlder(version, '0.13.4')).toBe(isIt);
  });
});
