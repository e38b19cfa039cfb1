import { buildSentence, type Sentence } from '../errors/sentence.ts';
import {
  allProxyNames,
  findCodexVariable,
  findVariable,
  httpsProxyNames,
  isExempt,
  isKnownToVsCode,
  isLoopback,
  isLoopbackToVsCode,
  isSocks,
  noProxyNames,
  parseProxy,
  vsCodeProxyVariables,
  type ProxyAddress,
  type ProxyChoice,
  type Variables,
} from './proxyEnvironment.ts';

/** VS Code's settings about proxies and certificates. */
export interface ProxySettings {
  readonly proxy: string;
  readonly noProxy: readonly string[];
  /** `http.proxySupport`: with `off` VS Code passes over its own settings and every variable. */
  readonly support: string;
  /** `http.fetchAdditionalSupport`: without it VS Code's `fetch` has neither a proxy nor the system's certificates. */
  readonly extendsFetch: boolean;
  /** `http.systemCertificates` */
  readonly systemCertificates: boolean;
  /** `http.proxyStrictSSL`, which is not for extensions: certificates are checked all the same. */
  readonly strictSsl: boolean;
  /** `http.proxyAuthorization` says something; it is not for extensions either. */
  readonly hasAuthorization: boolean;
  /** Whether this window can ask the system for its proxy, a PAC file included: one in a browser cannot. */
  readonly asksSystem: boolean;
}

/** The variables that decide it, in every spelling: what is observed of an environment. */
export const networkVariables: readonly string[] = [
  ...vsCodeProxyVariables,
  ...allProxyNames,
  ...noProxyNames,
  'CODEX_CA_CERTIFICATE',
  'SSL_CERT_FILE',
];

/** What decides which way a request goes. */
export interface NetworkObservation {
  /** No more of it than `networkVariables`. */
  readonly environment: Variables;
  /** The same of the Home's `.env`. */
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
  /** The host's own `fetch`, with what VS Code knows; `proxy` is what it will use, where nothing is named what the system says. */
  | { readonly kind: 'hostFetch'; readonly proxy: NamedProxy | 'none' | 'ofSystem' }
  /** A connection of ours, straight. Where VS Code may know a way (a system's proxy), that one is next if none came about. */
  | { readonly kind: 'direct'; readonly otherwiseHostFetch: boolean }
  /** A connection of ours through a proxy. */
  | { readonly kind: 'proxy'; readonly proxy: NamedProxy }
  | { readonly kind: 'refused'; readonly sentence: Sentence };

/** The proxy that a request goes through, where one is named. */
export function findRouteProxy(route: Route): NamedProxy | undefined {
  return 'proxy' in route && typeof route.proxy === 'object' ? route.proxy : undefined;
}

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
  const choice = findProxy(seen);
  if (isLoopback(target.host)) {
    const isOurs = choice !== undefined && !isLoopbackToVsCode(target.host);
    return (ca === undefined || url.protocol !== 'https:') && !isOurs ? hostStraight : straight;
  }
  if (choice === undefined) {
    return decideWithoutProxy(seen, ca);
  }
  const address = parseProxy(choice.value);
  if (address === undefined) {
    return { kind: 'refused', sentence: buildSentence('network.proxyUnusable', { source: choice.source }) };
  }
  if (isExempt(listExceptions(seen), target)) {
    return ca === undefined && seen.settings.extendsFetch ? hostStraight : straight;
  }
  const proxy = { ...address, source: choice.source };
  // VS Code's `fetch` opens TLS to a SOCKS proxy instead of speaking SOCKS, so that one is always ours.
  if (isSocks(address) && choice.reader === 'codex') {
    return { kind: 'refused', sentence: buildSentence('network.proxyKind', { source: choice.source }) };
  }
  return choice.isHosts && ca === undefined && !isSocks(address)
    ? { kind: 'hostFetch', proxy }
    : { kind: 'proxy', proxy };
}

const hostStraight: Route = { kind: 'hostFetch', proxy: 'none' };
const straight: Route = { kind: 'direct', otherwiseHostFetch: false };

function decideWithoutProxy({ respectsSystemProxy, settings }: NetworkObservation, ca: CaChoice | undefined): Route {
  const { support, extendsFetch, asksSystem } = settings;
  if (!extendsFetch) {
    return straight;
  }
  const mayHaveSystems = asksSystem && support !== 'off';
  return ca === undefined || (respectsSystemProxy && mayHaveSystems)
    ? { kind: 'hostFetch', proxy: mayHaveSystems ? 'ofSystem' : 'none' }
    : { kind: 'direct', otherwiseHostFetch: mayHaveSystems };
}

interface FoundProxy extends ProxyChoice {
  /** Who reads what names it; what both read is VS Code's. */
  readonly reader: 'vsCode' | 'codex';
  /** Whether VS Code's `fetch` takes it by itself. */
  readonly isHosts: boolean;
}

/** The proxy for https addresses. */
function findProxy({ settings, environment }: NetworkObservation): FoundProxy | undefined {
  if (settings.support === 'off') {
    return asCodexs(findCodexVariable(environment, httpsProxyNames, allProxyNames));
  }
  const value = settings.proxy.trim();
  const choice =
    value === '' ? findVariable(environment, ...vsCodeProxyVariables) : { source: 'http.proxy', value: settings.proxy };
  if (choice === undefined) {
    return asCodexs(findCodexVariable(environment, allProxyNames));
  }
  // A blank one is none to us; VS Code stops there.
  const first = vsCodeProxyVariables.find((name) => (environment[name] ?? '') !== '');
  const isFirst = choice.source === 'http.proxy' || choice.source === first;
  return { ...choice, reader: 'vsCode', isHosts: settings.extendsFetch && isFirst && isKnownToVsCode(choice.value) };
}

function asCodexs(choice: ProxyChoice | undefined): FoundProxy | undefined {
  return choice === undefined ? undefined : { ...choice, reader: 'codex', isHosts: false };
}

/** The hosts that no proxy is used for. As VS Code does: the variables count where the setting is empty. */
export function listExceptions({ settings, environment }: NetworkObservation): readonly string[] {
  return settings.noProxy.length > 0 && settings.support !== 'off'
    ? settings.noProxy
    : (findVariable(environment, 'no_proxy', 'NO_PROXY')?.value.split(',') ?? []);
}
