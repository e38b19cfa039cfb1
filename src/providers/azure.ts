import { isProviderTable, type ProviderSetup } from '../storage/account.ts';
import { readAddress } from '../storage/providerAddress.ts';
import { accept, baseUrlOf, parseAddress, refuse, type Parsed } from './input.ts';

/** Azure OpenAI: the project's resource, a deployment in it, the version of its API. */
export interface AzureSetup {
  readonly baseUrl: string;
  readonly deployment: string;
  /** Undefined for an address that has its version in its path (`…/openai/v1`). */
  readonly apiVersion: string | undefined;
}

/** What an address from Azure's pages says beside the resource. */
export interface AzureEndpoint {
  readonly baseUrl: string;
  readonly deployment: string | undefined;
  readonly apiVersion: string | undefined;
}

/** The variable that the documents name for the key. */
export const azureKeyVariable = 'AZURE_OPENAI_API_KEY';
/** The version of Azure's interface that the documents name. */
export const defaultApiVersion = '2025-04-01-preview';

/** The name of a project, or an address as Azure's pages show it, down to that of one call. */
export function parseAzureEndpoint(typed: string): Parsed<AzureEndpoint> {
  const text = typed.trim();
  if (text === '') {
    return refuse('azureEmpty');
  }
  if (/^[a-z\d](?:[a-z\d-]{0,62}[a-z\d])?$/iu.test(text)) {
    const baseUrl = `https://${text.toLowerCase()}.openai.azure.com/openai`;
    return accept({ baseUrl, deployment: undefined, apiVersion: undefined });
  }
  const address = parseAddress(/^[a-z][a-z\d+.-]*:\/\//iu.test(text) || !text.includes('.') ? text : `https://${text}`);
  if (address.kind === 'refused') {
    return address.problem === 'addressWithPassword' ? address : refuse('azureNotAName');
  }
  const url = address.value;
  if (url.protocol !== 'https:' && !isLoopbackName(url.hostname)) {
    return refuse('azureNotHttps');
  }
  const deployment = /\/deployments\/(?<name>[^/]+)/u.exec(url.pathname)?.groups?.['name'];
  const root = /^(?:\/.*?)?\/openai(?:\/v1)?(?=\/|$)/u.exec(url.pathname)?.[0];
  return accept({
    baseUrl: root === undefined ? `${baseUrlOf(url)}/openai` : `${url.origin}${root}`,
    deployment: deployment === undefined ? undefined : decodeURIComponent(deployment),
    apiVersion: url.searchParams.get('api-version') ?? undefined,
  });
}

/** The Responses API, which Codex needs, is in this version and later ones. */
const firstWithResponses = '2025-03-01-preview';

/** What an address says, else what was said before, else what the documents name; never one without the Responses API. */
export function chooseApiVersion(...said: readonly (string | undefined)[]): string {
  return said.find((version) => version !== undefined && version >= firstWithResponses) ?? defaultApiVersion;
}

/** Whether the version of the API is in the address already. */
export function hasVersionInPath({ baseUrl }: Pick<AzureEndpoint, 'baseUrl'>): boolean {
  return baseUrl.endsWith('/v1');
}

/** The name of a deployment, which is the model for Codex. */
export function parseDeployment(typed: string): Parsed<string> {
  const name = typed.trim();
  if (name === '') {
    return refuse('deploymentEmpty');
  }
  return /^[\w.-]{1,64}$/u.test(name) ? accept(name) : refuse('deploymentNotAName');
}

/** A date, `-preview` behind it or not; or the word that an address with its version in its path takes. */
export function parseApiVersion(typed: string): Parsed<string> {
  const version = typed.trim();
  return /^(?:20\d\d-[01]\d-[0-3]\d(?:-preview)?|preview|v1)$/u.test(version)
    ? accept(version)
    : refuse('apiVersionNotAVersion');
}

/** What `config.toml` gets of it: every key that is documented, with its value. */
export function buildAzureSetup({ baseUrl, deployment, apiVersion }: AzureSetup): ProviderSetup<'azure'> {
  return {
    providerId: 'azure',
    model: deployment,
    table: {
      name: 'Azure',
      base_url: baseUrl,
      env_key: azureKeyVariable,
      ...(apiVersion === undefined ? {} : { query_params: { 'api-version': apiVersion } }),
      wire_api: 'responses',
      request_max_retries: 4,
      stream_max_retries: 10,
      stream_idle_timeout_ms: 300_000,
    },
  };
}

/** The same back, to be shown and changed. */
export function readAzureSetup({ model, table }: ProviderSetup): AzureSetup {
  const parameters = table?.['query_params'];
  const version = isProviderTable(parameters) ? parameters['api-version'] : undefined;
  return {
    baseUrl: readAddress(table?.['base_url']) ?? '',
    deployment: model ?? '',
    apiVersion: typeof version === 'string' ? version : undefined,
  };
}

function isLoopbackName(host: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host);
}
