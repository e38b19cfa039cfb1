import type { ProviderSetup } from '../storage/account.ts';
import { readAddress } from '../storage/providerAddress.ts';
import { accept, baseUrlOf, parseAddress, refuse, type Parsed } from './input.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The servers for local models that Codex knows by itself. */
export const localServers = ['ollama', 'lmstudio'] as const;
/** A program that runs models on this computer. */
export type LocalServer = (typeof localServers)[number];

/** A local server, where it listens, and the model. */
export interface LocalSetup {
  readonly server: LocalServer;
  /** With `/v1`. Undefined where Codex finds it by itself. */
  readonly baseUrl: string | undefined;
  readonly model: string;
}

/** What their makers call them. */
export const localNames: Readonly<Record<LocalServer, string>> = { ollama: 'Ollama', lmstudio: 'LM Studio' };

const usualPorts: Readonly<Record<LocalServer, number>> = { ollama: 11434, lmstudio: 1234 };

/** The name of a table for a server that is not where Codex looks: the built-in names take none. */
const tableIds = { ollama: 'ollama-local', lmstudio: 'lmstudio-local' } as const;

/** Where Codex looks for it: `CODEX_OSS_BASE_URL`, else the port of `CODEX_OSS_PORT`, else the usual one. */
export function findLocalAddress(server: LocalServer, environment: Variables): string {
  const base = environment['CODEX_OSS_BASE_URL']?.trim() ?? '';
  if (base !== '') {
    return base.replace(/\/+$/u, '');
  }
  const port = environment['CODEX_OSS_PORT']?.trim() ?? '';
  return `http://localhost:${/^\d{1,5}$/u.test(port) ? port : String(usualPorts[server])}/v1`;
}

/** A port, or an address with or without `/v1`. */
export function parseLocalAddress(typed: string): Parsed<string> {
  const text = typed.trim();
  if (/^\d+$/u.test(text)) {
    const isPort = Number(text) > 0 && Number(text) < 65_536;
    return isPort ? accept(`http://localhost:${text}/v1`) : refuse('portNotAPort');
  }
  const address = parseAddress(text === '' || text.includes('://') ? text : `http://${text}`);
  if (address.kind === 'refused') {
    return address;
  }
  if (address.value.search !== '' || address.value.hash !== '') {
    return refuse('addressWithQuery');
  }
  const base = baseUrlOf(address.value);
  return accept(base.endsWith('/v1') ? base : `${base}/v1`);
}

/** The name of a model as its server lists it. */
export function parseModel(typed: string): Parsed<string> {
  const model = typed.trim();
  if (model === '') {
    return refuse('modelEmpty');
  }
  return /^[^\s\p{Cc}"']{1,256}$/u.test(model) ? accept(model) : refuse('modelNotAnId');
}

/** Where Codex finds the server by itself its built-in provider does; another address needs a table of its own. */
export function buildLocalSetup(
  { server, baseUrl, model }: LocalSetup,
  environment: Variables,
): ProviderSetup<'local'> {
  return baseUrl === undefined || baseUrl === findLocalAddress(server, environment)
    ? { providerId: server, model, table: undefined }
    : {
        providerId: tableIds[server],
        model,
        table: { name: localNames[server], base_url: baseUrl, wire_api: 'responses' },
      };
}

/** What was written for a local server, to be changed or looked at. */
export function readLocalSetup({ providerId, model = '', table }: ProviderSetup): LocalSetup {
  const server = localServers.find((name) => providerId === name || providerId === tableIds[name]) ?? 'ollama';
  return { server, baseUrl: readAddress(table?.['base_url']), model };
}
