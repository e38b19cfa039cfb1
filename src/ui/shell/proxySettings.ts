import { workspace } from 'vscode';
import type { ProxySettings } from '../../network/route.ts';

/** VS Code's own settings about proxies, read anew at each use; what has another type than its manifest says counts for nothing. */
export function readProxySettings(): ProxySettings {
  const http = workspace.getConfiguration('http');
  const proxy = http.get<unknown>('proxy');
  const noProxy = http.get<unknown>('noProxy');
  const support = http.get<unknown>('proxySupport');
  return {
    proxy: typeof proxy === 'string' ? proxy : '',
    noProxy: Array.isArray(noProxy) ? noProxy.filter((name) => typeof name === 'string') : [],
    support: typeof support === 'string' ? support : 'override',
  };
}
