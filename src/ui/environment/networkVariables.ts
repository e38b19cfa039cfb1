import { quoteForShell } from '../../base/shellQuote.ts';
import { isSocks, type Variables } from '../../network/proxyEnvironment.ts';
import { findRouteProxy } from '../../network/route.ts';
import type { EnvironmentObservation } from './environmentRows.ts';

/** Whether the address of a proxy is given with the name and password in it. */
export type Password = 'with' | 'without';

/** Whether the way of our requests leads through a proxy with a name and password. */
export function hasPassword({ route }: EnvironmentObservation): boolean {
  return findRouteProxy(route)?.credentials !== undefined;
}

/**
 * The network of Codex Accounts as variables for Codex: CA file, proxy, exceptions. A SOCKS proxy is none of them, as Codex
 * speaks none.
 * @param caName CODEX_CA_CERTIFICATE for a shell; SSL_CERT_FILE where Codex drops the other
 */
export function listNetworkVariables(
  { route, ca, exceptions }: EnvironmentObservation,
  caName: 'CODEX_CA_CERTIFICATE' | 'SSL_CERT_FILE',
  password: Password,
): Readonly<Record<string, string>> {
  const named = findRouteProxy(route);
  const proxy = named === undefined || isSocks(named) ? undefined : named;
  const userInfo =
    password === 'with' && proxy?.credentials !== undefined ? `${encodeCredentials(proxy.credentials.reveal())}@` : '';
  return {
    ...(ca === undefined ? {} : { [caName]: ca.path }),
    ...(proxy === undefined ? {} : { HTTPS_PROXY: `${proxy.scheme}://${userInfo}${proxy.host}:${String(proxy.port)}` }),
    ...(proxy === undefined || exceptions.length === 0 ? {} : { NO_PROXY: exceptions.join(',') }),
  };
}

/** Each part as the address of a proxy has it; the first colon is between them. */
function encodeCredentials(credentials: string): string {
  const at = credentials.indexOf(':');
  return `${encodeURIComponent(credentials.slice(0, at))}:${encodeURIComponent(credentials.slice(at + 1))}`;
}

/** Lines that set variables in the shell of a system. */
export function buildShellLines(variables: Variables, platform: string): string {
  return Object.entries(variables)
    .map(([name, value = '']) =>
      platform === 'win32'
        ? `$env:${name} = '${value.replaceAll("'", "''")}'`
        : `export ${name}=${quoteForShell(value)}`,
    )
    .join('\n');
}
