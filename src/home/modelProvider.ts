import * as z from 'zod/mini';
import { Secret } from '../base/secret.ts';
import { configLayers, type ConfigTexts } from './ports.ts';

/** Whose service answers at a provider's address, as far as the address and the CLI's own marks of Azure tell. */
export type ProviderService = 'openai' | 'azure' | 'bedrock' | 'local' | 'other';

/** A credential that the configuration itself has for a provider, or says how to get. */
export type ConfiguredCredential = 'token' | 'command' | 'gateway' | 'headers';

/** What the configuration says about the model provider that Codex uses (docs/codex-protocol.md, Who pays). */
export interface ModelProvider {
  readonly kind: 'provider';
  readonly id: string;
  /** What its table calls it. */
  readonly name: string | undefined;
  /** Its address as it is there, which may hold a password. */
  readonly address: Secret | undefined;
  readonly service: ProviderService;
  /** The host of its address without user and path, to be shown; undefined where the CLI has the address. */
  readonly host: string | undefined;
  /** The variable that its key is taken from. */
  readonly envKey: string | undefined;
  readonly configured: ConfiguredCredential | undefined;
  /** It gets what Codex is signed in with. */
  readonly usesSignIn: boolean;
  /** The CLI's own Bedrock providers sign for AWS. */
  readonly signsForAws: boolean;
  /** A profile of AWS, or a program that exports its keys, is named. */
  readonly hasAwsProfile: boolean;
}

/** `unknownProvider`, `broken`: Codex does not start. */
export type ProviderReading =
  ModelProvider | { readonly kind: 'unknownProvider'; readonly id: string } | { readonly kind: 'broken' };

type Table = Readonly<Record<string, unknown>>;

const root = z.object({
  model_provider: z.optional(z.string()),
  openai_base_url: z.optional(z.string()),
  model_providers: z.optional(z.record(z.string(), z.unknown())),
});
const present = z.optional(z.unknown());
const table = z.object({
  name: z.optional(z.string()),
  base_url: z.optional(z.string()),
  env_key: z.optional(z.string()),
  requires_openai_auth: z.optional(z.boolean()),
  experimental_bearer_token: present,
  auth: present,
  gateway_oauth: present,
  http_headers: present,
  env_http_headers: present,
  aws: z.optional(z.object({ profile: present, credential_export: present })),
});

type ProviderTable = z.infer<typeof table>;

const bedrockIds = ['amazon-bedrock', 'amazon-bedrock-runtime'];
const localIds = ['ollama', 'lmstudio'];

/** A name of a key can hide behind escapes. */
const mayDecide = /model_provider|openai_base_url|\\[uU]/u;

/**
 * The provider that a Codex of this Home uses, of the layers that count everywhere. A project cannot choose one.
 * @param openAiAddresses addresses that count as OpenAI's own
 * @param profile what a profile file says, for a Codex that is started with it: it is above the person's own
 */
export async function readModelProvider(
  texts: ConfigTexts,
  openAiAddresses: readonly string[],
  profile?: string | null,
): Promise<ProviderReading> {
  let merged: Table = {};
  for (const text of configLayers.flatMap((layer) => (layer === 'user' ? [texts.user, profile] : [texts[layer]]))) {
    if (text === null) {
      return { kind: 'broken' };
    }
    if (text !== undefined && mayDecide.test(text)) {
      const { parseToml } = await import('./config/configDocument.ts');
      const parsed = parseToml(text);
      if (parsed === undefined) {
        return { kind: 'broken' };
      }
      merged = mergeTables(merged, parsed);
    }
  }
  const said = root.safeParse(merged);
  return said.success ? describeProvider(said.data, openAiAddresses) : { kind: 'broken' };
}

/**
 * The provider, where it is another than OpenAI, also by an address of `openai_base_url`; undefined while Codex does not start
 * with what is written.
 */
export async function findOtherProvider(
  texts: ConfigTexts,
  openAiAddresses: readonly string[],
): Promise<ModelProvider | undefined> {
  const reading = await readModelProvider(texts, openAiAddresses);
  return reading.kind === 'provider' && (reading.id !== 'openai' || reading.service !== 'openai') ? reading : undefined;
}

function describeProvider(
  { model_provider: id = 'openai', openai_base_url: address, model_providers: tables = {} }: z.infer<typeof root>,
  openAiAddresses: readonly string[],
): ProviderReading {
  const own = table.safeParse(tables[id] ?? {});
  if (!own.success) {
    return { kind: 'broken' };
  }
  const fields = own.data;
  if (bedrockIds.includes(id)) {
    return build(id, fields, { service: 'bedrock', usesSignIn: false, signsForAws: true });
  }
  if (localIds.includes(id)) {
    return build(id, {}, { service: 'local', usesSignIn: false });
  }
  if (id === 'openai') {
    return build(id, { base_url: address }, { service: judgeAddress(address, openAiAddresses), usesSignIn: true });
  }
  if (tables[id] === undefined) {
    return { kind: 'unknownProvider', id };
  }
  const isAzure = fields.name?.toLowerCase() === 'azure';
  return build(id, fields, {
    service: isAzure ? 'azure' : judgeAddress(fields.base_url, openAiAddresses),
    usesSignIn: fields.requires_openai_auth === true,
  });
}

function build(
  id: string,
  fields: ProviderTable,
  kind: Pick<ModelProvider, 'service' | 'usesSignIn'> & Partial<Pick<ModelProvider, 'signsForAws'>>,
): ModelProvider {
  return {
    kind: 'provider',
    id,
    name: fields.name,
    address: fields.base_url === undefined ? undefined : new Secret(fields.base_url),
    host: parseAddress(fields.base_url)?.host,
    envKey: fields.env_key,
    configured: findConfigured(fields),
    hasAwsProfile: (fields.aws?.profile ?? fields.aws?.credential_export) !== undefined,
    signsForAws: false,
    ...kind,
  };
}

function findConfigured(fields: ProviderTable): ConfiguredCredential | undefined {
  if (fields.auth !== undefined) {
    return 'command';
  }
  if (fields.gateway_oauth !== undefined) {
    return 'gateway';
  }
  if (fields.experimental_bearer_token !== undefined) {
    return 'token';
  }
  return (fields.http_headers ?? fields.env_http_headers) === undefined ? undefined : 'headers';
}

/** What the CLI takes for Azure (`codex-api/src/provider.rs`). */
const azureMarks = [
  'openai.azure.',
  'cognitiveservices.azure.',
  'aoai.azure.',
  'azure-api.',
  'azurefd.',
  'windows.net/openai',
];
const openAiHost = /(?:^|\.)(?:openai\.com|chatgpt\.com)$/u;
const bedrockHost = /(?:^|\.)bedrock[\w-]*\.[\w-]+\.amazonaws\.com(?:\.cn)?$/u;
const localHost = /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/u;

/** Without an address the CLI has OpenAI's own. */
function judgeAddress(address: string | undefined, openAiAddresses: readonly string[]): ProviderService {
  if (address === undefined) {
    return 'openai';
  }
  const url = parseAddress(address);
  if (azureMarks.some((mark) => address.toLowerCase().includes(mark))) {
    return 'azure';
  }
  if (url === undefined) {
    return 'other';
  }
  if (openAiHost.test(url.hostname) || openAiAddresses.some((one) => parseAddress(one)?.host === url.host)) {
    return 'openai';
  }
  if (bedrockHost.test(url.hostname)) {
    return 'bedrock';
  }
  return localHost.test(url.hostname) ? 'local' : 'other';
}

function parseAddress(address: string | undefined): URL | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
}

/** The stronger one over the weaker, table by table, as the CLI puts its layers together. */
function mergeTables(weaker: Table, stronger: Table): Table {
  const merged = Object.entries(stronger).map(([key, value]) => {
    const below = weaker[key];
    return [key, isTable(value) && isTable(below) ? mergeTables(below, value) : value] as const;
  });
  return { ...weaker, ...Object.fromEntries(merged) };
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
