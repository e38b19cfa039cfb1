import { Secret } from '../base/secret.ts';

/** Variables by their names; one that is not set is not there. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A proxy, as its address says it. */
export interface ProxyAddress {
  /** `socks` is version 5. */
  readonly scheme: 'http' | 'https' | 'socks' | 'socks4';
  readonly host: string;
  readonly port: number;
  /** `name:password`, where the address has them. */
  readonly credentials: Secret | undefined;
}

/** The setting or variable that names a proxy, with what it says. */
export interface ProxyChoice {
  readonly source: string;
  readonly value: string;
}

const schemes: ReadonlyMap<string, ProxyAddress['scheme']> = new Map([
  ['http', 'http'],
  ['https', 'https'],
  ['socks', 'socks'],
  ['socks4', 'socks4'],
  ['socks4a', 'socks4'],
  ['socks5', 'socks'],
  ['socks5h', 'socks'],
]);

/** The CLI takes a host and port without a scheme too; VS Code does not. */
const scheme = /^([a-z][a-z0-9+.-]*):\/\//iu;

/** The proxy that an address names; undefined for one that names none. */
export function parseProxy(value: string): ProxyAddress | undefined {
  const text = value.trim();
  const named = scheme.exec(text)?.[1]?.toLowerCase() ?? 'http';
  const kind = schemes.get(named);
  // Every kind is read by the rules for http addresses: what a URL does with an unknown scheme leaves the host undecoded.
  const address = `http://${text.replace(scheme, '')}`;
  if (kind === undefined || /[\s\\]/u.test(text) || !URL.canParse(address)) {
    return undefined;
  }
  const { hostname, port, username, password, pathname, search, hash } = new URL(address);
  if (pathname !== '/' || search !== '' || hash !== '' || port === '0') {
    return undefined;
  }
  // The port of http is dropped by a URL, and it is the one that a proxy without a port has.
  const number =
    port === '' ? (hasPort(address) || named === 'http' ? 80 : named === 'https' ? 443 : 1080) : Number(port);
  const credentials = readCredentials(username, password);
  return credentials === null ? undefined : { scheme: kind, host: hostname, port: number, credentials };
}

function hasPort(address: string): boolean {
  return /:0*80\/?$/u.test(address);
}

/** null when an escape in them is none. */
function readCredentials(username: string, password: string): Secret | undefined | null {
  if (username === '' && password === '') {
    return undefined;
  }
  try {
    return new Secret(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  } catch {
    return null;
  }
}

/** Whether VS Code itself understands an address: it wants a scheme, and passes over one without as if nothing was there. */
export function isKnownToVsCode(value: string): boolean {
  const named = scheme.exec(value.trim())?.[1]?.toLowerCase();
  return named !== undefined && schemes.has(named);
}

/** The first of these variables that says something. */
export function findVariable(environment: Variables, ...names: readonly string[]): ProxyChoice | undefined {
  for (const source of names) {
    const value = environment[source]?.trim() ?? '';
    if (value !== '') {
      return { source, value };
    }
  }
  return undefined;
}

/** Those that VS Code reads, in its order. */
export const vsCodeProxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/** One that the CLI reads, in both spellings. */
export type Spellings = readonly [upper: string, lower: string];

/** What the CLI reads first for https. */
export const httpsProxyNames: Spellings = ['HTTPS_PROXY', 'https_proxy'];
/** What it reads behind that; VS Code does not. */
export const allProxyNames: Spellings = ['ALL_PROXY', 'all_proxy'];

/** The hosts that no proxy is used for; VS Code reads the lower spelling first, the CLI the upper one. */
export const noProxyNames: Spellings = ['NO_PROXY', 'no_proxy'];

/** As the CLI chooses: of two spellings the upper one counts, also when it is empty; an empty one leaves the next name to count. */
export function findCodexVariable(environment: Variables, ...names: readonly Spellings[]): ProxyChoice | undefined {
  return findVariable(
    environment,
    ...names.map(([upper, lower]) => (environment[upper] === undefined ? lower : upper)),
  );
}

/** A kind that the CLI does not speak. */
export function isSocks({ scheme }: Pick<ProxyAddress, 'scheme'>): boolean {
  return scheme === 'socks' || scheme === 'socks4';
}

/**
 * Whether a host is to be reached without a proxy, as VS Code takes it: a name covers what is below it, with a dot
 * before it or without, a port narrows it, a star alone is everything.
 */
export function isExempt(
  exceptions: readonly string[],
  { host, port }: { readonly host: string; readonly port: number },
): boolean {
  return exceptions.some((exception) => {
    const text = exception.trim().toLowerCase();
    const [, name = '', only] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/u.exec(text) ?? [];
    if (text === '*') {
      return true;
    }
    const domain = name.replace(/^\./u, '');
    return (
      domain !== '' && `.${host.toLowerCase()}`.endsWith(`.${domain}`) && (only === undefined || Number(only) === port)
    );
  });
}

/** A host as a socket takes it: an address of IPv6 is in brackets in a URL alone. */
export function unbracket(host: string): string {
  return host.replace(/^\[|\]$/gu, '');
}

/** The only spellings of this machine that VS Code takes no proxy for. */
export function isLoopbackToVsCode(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])$/iu.test(host);
}

/** Whether an address stays on this machine: no proxy can reach that. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/iu.test(host);
}
