import type { ProxySettings } from '../../src/network/route.ts';

/** VS Code's settings about proxies and certificates as they are when nobody touched them, on a desktop. */
export function makeProxySettings(changes: Partial<ProxySettings> = {}): ProxySettings {
  return {
    proxy: '',
    noProxy: [],
    support: 'override',
    extendsFetch: true,
    systemCertificates: true,
    strictSsl: true,
    hasAuthorization: false,
    asksSystem: true,
    ...changes,
  };
}
