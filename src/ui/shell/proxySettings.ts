import { ExtensionKind, UIKind, env, workspace, type WorkspaceConfiguration } from 'vscode';
import type { ProxySettings } from '../../network/route.ts';

/**
 * VS Code's own settings about proxies and certificates, read anew at each use; what has another type than its manifest says
 * counts for nothing.
 * @param kind where we run: beside the person VS Code goes by the person's own settings alone, whatever the remote ones say
 */
export function readProxySettings(kind: ExtensionKind): ProxySettings {
  const http = workspace.getConfiguration('http');
  const read = (key: string): unknown => (kind === ExtensionKind.UI ? readLocal(http, key) : http.get<unknown>(key));
  const [proxy, noProxy, support] = [read('proxy'), read('noProxy'), read('proxySupport')];
  const authorization = read('proxyAuthorization');
  return {
    proxy: typeof proxy === 'string' ? proxy : '',
    noProxy: Array.isArray(noProxy) ? noProxy.filter((name) => typeof name === 'string') : [],
    support: typeof support === 'string' ? support : 'override',
    extendsFetch: read('fetchAdditionalSupport') !== false,
    systemCertificates: read('systemCertificates') !== false,
    strictSsl: read('proxyStrictSSL') !== false,
    hasAuthorization: typeof authorization === 'string' && authorization !== '',
    asksSystem: env.uiKind === UIKind.Desktop,
  };
}

/** VS Code's answer has the person's own value apart from the remote one; its types do not tell. */
function readLocal(http: WorkspaceConfiguration, key: string): unknown {
  const known: object = http.inspect<unknown>(key) ?? {};
  const own: unknown = Reflect.get(known, Reflect.has(known, 'globalLocalValue') ? 'globalLocalValue' : 'globalValue');
  return own ?? Reflect.get(known, 'defaultValue');
}
