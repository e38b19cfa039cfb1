import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureCodeServer } from '../../scripts/tools.mjs';
import type { ProxySettings } from '../../src/network/route.ts';

/** What VS Code makes its `fetch` of: the part of its own package that is used here. */
interface ProxyAgentPackage {
  createProxyResolver(params: object): { readonly resolveProxyURL: (url: string) => Promise<string | undefined> };
  createFetchPatch(
    params: object,
    original: typeof fetch,
    resolve: (url: string) => Promise<string | undefined>,
  ): typeof fetch;
  createProxyAuthorizationLookup(params: object): unknown;
  resetCaches(): void;
}

/** What decides about a request, and what this system trusts. */
export interface HostSituation {
  readonly settings: ProxySettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As PEM. */
  readonly systemCertificates: readonly string[];
}

const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * The `fetch` that extensions have in the VS Code that the other suites start, of VS Code's own package and wired as its
 * extension host does it (test/e2e/vscodesProxy.long.test.ts shows it in the whole editor). It asks nobody for a password and
 * no system for a proxy, as in a browser.
 */
export async function makeVsCodesFetch({
  settings,
  environment,
  systemCertificates,
}: HostSituation): Promise<typeof fetch> {
  const modules = join(await ensureCodeServer(), 'lib', 'vscode', 'node_modules');
  const load = createRequire(import.meta.url) as (path: string) => ProxyAgentPackage;
  const agent = load(join(modules, '@vscode', 'proxy-agent'));
  agent.resetCaches();
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  const params = {
    resolveProxy: nothing,
    lookupProxyAuthorization: agent.createProxyAuthorizationLookup({ log: silent, lookupAuthorization: nothing }),
    getProxyURL: () => settings.proxy,
    getProxySupport: () => settings.support,
    getNoProxyConfig: () => settings.noProxy,
    isAdditionalFetchSupportEnabled: () => settings.extendsFetch,
    isWebSocketPatchEnabled: () => false,
    addCertificatesV1: () => settings.systemCertificates,
    addCertificatesV2: () => false,
    loadSystemCertificatesFromNode: () => true,
    loadAdditionalCertificates: () => Promise.resolve(systemCertificates),
    log: silent,
    getLogLevel: () => 0,
    proxyResolveTelemetry: ignore,
    isUseHostProxyEnabled: () => true,
    getNetworkInterfaceCheckInterval: () => -1,
    env: environment,
  };
  return agent.createFetchPatch(params, fetch, agent.createProxyResolver(params).resolveProxyURL);
}

function ignore(): undefined {
  return undefined;
}
