import { isProviderTable, type ProviderSetup, type ProviderValue } from '../storage/account.ts';
import { accept, baseUrlOf, mapParsed, parseAddress, refuse, type Parsed } from './input.ts';
import { Secret } from '../base/secret.ts';
import { readAddress } from '../storage/providerAddress.ts';

type Pairs = Readonly<Record<string, string>>;
/** Names with values that often hold a key. */
type SecretPairs = Readonly<Record<string, Secret>>;

/** A command that prints a token; Codex runs it instead of taking a key. Among its arguments there may be one. */
export interface AuthCommand {
  readonly command: string;
  readonly args: readonly Secret[];
  readonly cwd?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly refreshIntervalMs?: number | undefined;
}

/** Any provider that speaks the Responses API, with every field that `model_providers` documents. */
export interface CustomSetup {
  readonly id: string;
  readonly name: string;
  /** Without a name and password. */
  readonly baseUrl: string;
  /** The same with them, as another tool has written it; what is typed has none. */
  readonly wholeAddress?: Secret | undefined;
  /** Undefined leaves it to Codex. */
  readonly model: string | undefined;
  /** Where the key comes from. `openAi`: the sign-in with OpenAI that Codex has. */
  readonly key:
    | { readonly kind: 'variable'; readonly name: string; readonly instructions?: string | undefined }
    | { readonly kind: 'command'; readonly run: AuthCommand }
    | { readonly kind: 'openAi' }
    | { readonly kind: 'none' };
  readonly queryParams?: SecretPairs | undefined;
  readonly httpHeaders?: SecretPairs | undefined;
  /** Headers whose values Codex takes from variables. */
  readonly envHttpHeaders?: Pairs | undefined;
  readonly requestMaxRetries?: number | undefined;
  readonly streamMaxRetries?: number | undefined;
  readonly streamIdleTimeoutMs?: number | undefined;
  readonly websocketConnectTimeoutMs?: number | undefined;
  readonly supportsWebsockets?: boolean | undefined;
  readonly supportsStandaloneWebSearch?: boolean | undefined;
}

/** Codex has providers of these names and refuses tables of others for them. */
const reservedIds: readonly string[] = ['openai', 'ollama', 'lmstudio', 'amazon-bedrock', 'amazon-bedrock-runtime'];

/** The name of the table: a bare key of TOML. */
export function parseProviderId(typed: string): Parsed<string> {
  const id = typed.trim();
  if (id === '') {
    return refuse('idEmpty');
  }
  if (!/^[\w-]{1,64}$/u.test(id)) {
    return refuse('idNotABareKey');
  }
  return reservedIds.includes(id) ? refuse('idReserved') : accept(id);
}

/** What a provider is called, at most 80 characters. */
export function parseName(typed: string): Parsed<string> {
  const name = typed.trim();
  return name === '' || name.length > 80 ? refuse('nameEmpty') : accept(name);
}

/** Parameters are asked for by themselves, so an address has none. */
export function parseBaseUrl(typed: string): Parsed<string> {
  const address = parseAddress(typed);
  if (address.kind === 'refused') {
    return address;
  }
  return address.value.search !== '' || address.value.hash !== ''
    ? refuse('addressWithQuery')
    : accept(baseUrlOf(address.value));
}

/** Query parameters as `name=value`, several with `;` between them; empty for none. */
export function parseQueryParams(typed: Secret): Parsed<SecretPairs | undefined> {
  return mapParsed(parsePairs(typed.reveal()), hidePairs);
}

/** Headers in the same form. */
export function parseHttpHeaders(typed: Secret): Parsed<SecretPairs | undefined> {
  return mapParsed(parseHeaders(typed.reveal()), hidePairs);
}

/** The same as it was typed, for the box that it is changed in, which hides it. */
export function writeSecretPairs(pairs: SecretPairs | undefined): Secret {
  return new Secret(
    Object.entries(pairs ?? {})
      .map(([name, value]) => `${name}=${value.reveal()}`)
      .join('; '),
  );
}

function hidePairs(pairs: Pairs | undefined): SecretPairs | undefined {
  return pairs && Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, new Secret(value)]));
}

function parsePairs(typed: string): Parsed<Pairs | undefined> {
  const parts = typed
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const pairs = parts.map((part): readonly [string, string] => {
    const at = part.indexOf('=');
    return [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()];
  });
  if (pairs.some(([name]) => name === '' || /\s/u.test(name))) {
    return refuse('notPairs');
  }
  return accept(pairs.length === 0 ? undefined : Object.fromEntries(pairs));
}

function parseHeaders(typed: string): Parsed<Pairs | undefined> {
  const pairs = parsePairs(typed);
  const isHeader = (name: string): boolean => /^[!#$%&'*+.^`|~\w-]+$/u.test(name);
  return pairs.kind === 'value' && !Object.keys(pairs.value ?? {}).every(isHeader) ? refuse('headerNotAHeader') : pairs;
}

/** Header names with the variables that their values come from. */
export function parseVariableHeaders(typed: string): Parsed<Pairs | undefined> {
  const pairs = parseHeaders(typed);
  const isVariable = (name: string): boolean => /^[A-Za-z_]\w*$/u.test(name);
  return pairs.kind === 'value' && !Object.values(pairs.value ?? {}).every(isVariable)
    ? refuse('variableNotAName')
    : pairs;
}

/** A program and its arguments, one of them in quotes where it has spaces. */
export function parseCommand(typed: Secret): Parsed<AuthCommand> {
  const words = [...typed.reveal().matchAll(/"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"']+)/gu)].map(
    ({ groups }) => groups?.['double'] ?? groups?.['single'] ?? groups?.['bare'] ?? '',
  );
  const [command = '', ...args] = words;
  return command === '' ? refuse('commandEmpty') : accept({ command, args: args.map((one) => new Secret(one)) });
}

/** The same as it was typed, for the box that it is changed in. */
export function writeCommand({ command, args }: AuthCommand): Secret {
  return new Secret(
    [command, ...args.map((one) => one.reveal())]
      .map((word) => (/^[^\s"']+$/u.test(word) ? word : word.includes('"') ? `'${word}'` : `"${word}"`))
      .join(' '),
  );
}

/** Empty leaves it to Codex. */
export function parseNumber(typed: string): Parsed<number | undefined> {
  const text = typed.trim();
  if (text === '') {
    return accept(undefined);
  }
  return /^\d{1,9}$/u.test(text) ? accept(Number(text)) : refuse('notANumber');
}

/** Codex takes at most a hundred. */
export function parseRetries(typed: string): Parsed<number | undefined> {
  const number = parseNumber(typed);
  return number.kind === 'value' && (number.value ?? 0) > 100 ? refuse('tooManyRetries') : number;
}

/** Empty leaves it to Codex. */
export function parseSwitch(typed: string): Parsed<boolean | undefined> {
  const text = typed.trim().toLowerCase();
  if (text === '') {
    return accept(undefined);
  }
  return text === 'true' || text === 'false' ? accept(text === 'true') : refuse('notASwitch');
}

/** Fields that nobody gave are left out: Codex has its own values for them. */
export function buildCustomSetup(custom: CustomSetup): ProviderSetup<'custom'> {
  const { key } = custom;
  const fields: Readonly<Record<string, ProviderValue | undefined>> = {
    name: custom.name,
    base_url: custom.wholeAddress ?? custom.baseUrl,
    env_key: key.kind === 'variable' ? key.name : undefined,
    env_key_instructions: key.kind === 'variable' ? key.instructions : undefined,
    auth: key.kind === 'command' ? buildAuth(key.run) : undefined,
    requires_openai_auth: key.kind === 'openAi' ? true : undefined,
    wire_api: 'responses',
    query_params: custom.queryParams,
    http_headers: custom.httpHeaders,
    env_http_headers: custom.envHttpHeaders,
    request_max_retries: custom.requestMaxRetries,
    stream_max_retries: custom.streamMaxRetries,
    stream_idle_timeout_ms: custom.streamIdleTimeoutMs,
    websocket_connect_timeout_ms: custom.websocketConnectTimeoutMs,
    supports_websockets: custom.supportsWebsockets,
    supports_standalone_web_search: custom.supportsStandaloneWebSearch,
  };
  return { providerId: custom.id, model: custom.model, table: keepGiven(fields) };
}

function buildAuth({ command, args, cwd, timeoutMs, refreshIntervalMs }: AuthCommand): ProviderValue {
  return keepGiven({
    command,
    args: args.length === 0 ? undefined : args,
    cwd,
    timeout_ms: timeoutMs,
    refresh_interval_ms: refreshIntervalMs,
  });
}

function keepGiven(
  fields: Readonly<Record<string, ProviderValue | undefined>>,
): Readonly<Record<string, ProviderValue>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

/** The same back; what it does not know of a table is not in it. */
export function readCustomSetup({ providerId, model, table = {} }: ProviderSetup): CustomSetup {
  const address = table['base_url'];
  const text = (name: string): string | undefined => asText(table[name]);
  const number = (name: string): number | undefined => asNumber(table[name]);
  const flag = (name: string): boolean | undefined => (typeof table[name] === 'boolean' ? table[name] : undefined);
  return {
    id: providerId,
    name: text('name') ?? providerId,
    baseUrl: readAddress(address) ?? '',
    ...(address instanceof Secret ? { wholeAddress: address } : {}),
    model,
    key: providerId === 'openai' ? { kind: 'openAi' } : readKeySource(table),
    queryParams: readSecretPairs(table['query_params']),
    httpHeaders: readSecretPairs(table['http_headers']),
    envHttpHeaders: readPairs(table['env_http_headers']),
    requestMaxRetries: number('request_max_retries'),
    streamMaxRetries: number('stream_max_retries'),
    streamIdleTimeoutMs: number('stream_idle_timeout_ms'),
    websocketConnectTimeoutMs: number('websocket_connect_timeout_ms'),
    supportsWebsockets: flag('supports_websockets'),
    supportsStandaloneWebSearch: flag('supports_standalone_web_search'),
  };
}

function readKeySource(table: Readonly<Record<string, ProviderValue>>): CustomSetup['key'] {
  const variable = asText(table['env_key']);
  if (variable !== undefined) {
    return { kind: 'variable', name: variable, instructions: asText(table['env_key_instructions']) };
  }
  const auth = table['auth'];
  const command = isProviderTable(auth) ? asText(auth['command']) : undefined;
  if (isProviderTable(auth) && command !== undefined) {
    const args = auth['args'];
    return {
      kind: 'command',
      run: {
        command,
        args: Array.isArray(args) ? args.map((one) => (one instanceof Secret ? one : new Secret(String(one)))) : [],
        cwd: asText(auth['cwd']),
        timeoutMs: asNumber(auth['timeout_ms']),
        refreshIntervalMs: asNumber(auth['refresh_interval_ms']),
      },
    };
  }
  return { kind: table['requires_openai_auth'] === true ? 'openAi' : 'none' };
}

function asText(value: ProviderValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asNumber(value: ProviderValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function readPairs(value: ProviderValue | undefined): Pairs | undefined {
  return isProviderTable(value)
    ? Object.fromEntries(Object.entries(value).flatMap(([name, one]) => (typeof one === 'string' ? [[name, one]] : [])))
    : undefined;
}

/** A name that never holds a secret is read in the clear, and asked for like the others. */
function readSecretPairs(value: ProviderValue | undefined): SecretPairs | undefined {
  return isProviderTable(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, one]) =>
          one instanceof Secret ? [[name, one]] : typeof one === 'string' ? [[name, new Secret(one)]] : [],
        ),
      )
    : undefined;
}
