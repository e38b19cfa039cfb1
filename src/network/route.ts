import { buildSentence, type Sentence } from '../errors/sentence.ts';
import {
  findVariable,
  isExempt,
  isKnownToVsCode,
  isLoopback,
  otherProxyVariables,
  parseProxy,
  vsCodeProxyVariables,
  type ProxyAddress,
  type ProxyChoice,
  type Variables,
} from './proxyEnvironment.ts';

/** VS Code's settings about proxies. */
export interface ProxySettings {
  readonly proxy: string;
  readonly noProxy: readonly string[];
  /** `http.proxySupport`: with `off` VS Code passes over its own settings and every variable. */
  readonly support: string;
}

/** What decides which way a request goes. */
export interface NetworkObservation {
  readonly environment: Variables;
  /** The variables of the Home's `.env`. */
  readonly homeVariables: Variables;
  readonly settings: ProxySettings;
  /** Codex's feature `respect_system_proxy` is on: the person counts on the system's proxy. */
  readonly respectsSystemProxy: boolean;
}

/** A file with certificates, and the variable that names it. */
export interface CaChoice {
  readonly variable: 'CODEX_CA_CERTIFICATE' | 'SSL_CERT_FILE';
  readonly path: string;
}

/** A proxy, and the setting or variable that names it. */
export interface NamedProxy extends ProxyAddress {
  /** The setting or variable that names it. */
  readonly source: string;
}

/** The way that one request takes. */
export type Route =
  /** The host's own `fetch`, with what VS Code knows; `proxy` is what it will use, as far as that can be seen. */
  | { readonly kind: 'hostFetch'; readonly proxy: NamedProxy | undefined }
  /** A connection of ours, straight. Where VS Code may know a way (a system's proxy), that one is next if none came about. */
  | { readonly kind: 'direct'; readonly otherwiseHostFetch: boolean }
  /** A connection of ours through a proxy. */
  | { readonly kind: 'proxy'; readonly proxy: NamedProxy }
  | { readonly kind: 'refused'; readonly sentence: Sentence };

/**
 * The CA file that counts. In the Home's `.env` the CLI drops every `CODEX_` name; any other comes before the environment there,
 * an empty one too (docs/codex-protocol.md, Certificates and proxies).
 */
export function chooseCaFile(environment: Variables, homeVariables: Variables): CaChoice | undefined {
  const values = [
    ['CODEX_CA_CERTIFICATE', environment['CODEX_CA_CERTIFICATE']],
    ['SSL_CERT_FILE', homeVariables['SSL_CERT_FILE'] ?? environment['SSL_CERT_FILE']],
  ] as const;
  for (const [variable, path] of values) {
    if (path !== undefined && path !== '') {
      return { variable, path };
    }
  }
  return undefined;
}

/** Which way a request to `url` goes: everything that VS Code can do itself is left to it. */
export function decideRoute(url: URL, seen: NetworkObservation, ca: CaChoice | undefined): Route {
  const target = {
    host: url.hostname,
    port: Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port),
  };
  if (isLoopback(target.host)) {
    return ca === undefined || url.protocol !== 'https:'
      ? { kind: 'hostFetch', proxy: undefined }
      : { kind: 'direct', otherwiseHostFetch: false };
  }
  const choice = findProxy(seen);
  if (choice === undefined) {
    return decideWithoutProxy(seen, ca);
  }
  const address = parseProxy(choice.value);
  if (address === undefined) {
    return { kind: 'refused', sentence: buildSentence('network.proxyUnusable', { source: choice.source }) };
  }
  if (isExempt(listExceptions(seen), target)) {
    return ca === undefined ? { kind: 'hostFetch', proxy: undefined } : { kind: 'direct', otherwiseHostFetch: false };
  }
  const proxy = { ...address, source: choice.source };
  // A SOCKS proxy is VS Code's alone: neither we nor the CLI speak it.
  if (choice.isVsCodes && (ca === undefined || address.scheme === 'socks')) {
    return { kind: 'hostFetch', proxy };
  }
  return address.scheme === 'socks'
    ? { kind: 'refused', sentence: buildSentence('network.proxyKind', { source: choice.source }) }
    : { kind: 'proxy', proxy };
}

function decideWithoutProxy({ respectsSystemProxy, settings }: NetworkObservation, ca: CaChoice | undefined): Route {
  return ca === undefined || respectsSystemProxy
    ? { kind: 'hostFetch', proxy: undefined }
    : { kind: 'direct', otherwiseHostFetch: settings.support !== 'off' };
}

/** The proxy for https addresses, and whether VS Code would take it by itself. */
function findProxy({
  settings,
  environment,
}: NetworkObservation): (ProxyChoice & { readonly isVsCodes: boolean }) | undefined {
  const isOff = settings.support === 'off';
  const value = settings.proxy.trim();
  const choice =
    value !== '' && !isOff
      ? { source: 'http.proxy', value }
      : (findVariable(environment, ...(isOff ? vsCodeProxyVariables.slice(0, 2) : vsCodeProxyVariables)) ??
        findVariable(environment, ...otherProxyVariables));
  return choice === undefined
    ? undefined
    : {
        ...choice,
        isVsCodes:
          !isOff && !otherProxyVariables.some((name) => name === choice.source) && isKnownToVsCode(choice.value),
      };
}

/** The hosts that no proxy is used for. As VS Code does: the variables count where the setting is empty. */
export function listExceptions({ settings, environment }: NetworkObservation): readonly string[] {
  return settings.noProxy.length > 0 && settings.support !== 'off'
    ? settings.noProxy
    : (findVariable(environment, 'no_proxy', 'NO_PROXY')?.value.split(',') ?? []);
}
