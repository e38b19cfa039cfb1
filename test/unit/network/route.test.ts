import { describe, expect, it } from 'vitest';
import { chooseCaFile, decideRoute, type NetworkObservation, type ProxySettings } from '../../../src/network/route.ts';
import { makeProxySettings } from '../../support/proxySettings.ts';

const url = new URL('https://auth.openai.com/oauth/token');
const ca = { variable: 'SSL_CERT_FILE', path: '/ca.pem' } as const;

function see(
  changes: Partial<ProxySettings> & {
    readonly environment?: Readonly<Record<string, string>>;
    readonly respectsSystemProxy?: boolean;
  },
): NetworkObservation {
  const { environment = {}, respectsSystemProxy = false, ...settings } = changes;
  return { environment, homeVariables: {}, settings: makeProxySettings(settings), respectsSystemProxy };
}

/** The way in a word: with the source of the proxy, where there is one, or what is said. */
function way(changes: Parameters<typeof see>[0], withCa: boolean, to = url): string {
  const route = decideRoute(to, see(changes), withCa ? ca : undefined);
  switch (route.kind) {
    case 'hostFetch':
      return `hostFetch ${typeof route.proxy === 'object' ? route.proxy.source : route.proxy}`;
    case 'direct':
      return route.otherwiseHostFetch ? 'direct, else hostFetch' : 'direct';
    case 'proxy':
      return `proxy ${route.proxy.source}`;
    case 'refused':
      return `${route.sentence.messageId} ${String(Object.values(route.sentence.args)[0])}`;
  }
}

const env = (environment: Readonly<Record<string, string>>) => ({ environment });

describe('the way of a request', () => {
  it.each<readonly [string, Parameters<typeof see>[0], string, string]>([
    ['nothing is set', {}, 'hostFetch ofSystem', 'direct, else hostFetch'],
    ['VS Code has a proxy', { proxy: 'http://p:1' }, 'hostFetch http.proxy', 'proxy http.proxy'],
    ['its address has no scheme', { proxy: 'p:1' }, 'proxy http.proxy', 'proxy http.proxy'],
    ['it is a SOCKS proxy', { proxy: 'socks5://p:1' }, 'proxy http.proxy', 'proxy http.proxy'],
    ['it is one of version 4', { proxy: 'socks4a://p:1' }, 'proxy http.proxy', 'proxy http.proxy'],
    ['it is no address', { proxy: 'http://' }, 'network.proxyUnusable http.proxy', 'network.proxyUnusable http.proxy'],
    ['it is blank', { proxy: ' ' }, 'hostFetch ofSystem', 'direct, else hostFetch'],
    ['the host is an exception', { proxy: 'http://p:1', noProxy: ['openai.com'] }, 'hostFetch none', 'direct'],
    ['another host is', { proxy: 'http://p:1', noProxy: ['x.test'] }, 'hostFetch http.proxy', 'proxy http.proxy'],
    [
      'a variable excepts it, and the setting says something else',
      { proxy: 'http://p:1', noProxy: ['x.test'], environment: { NO_PROXY: '*' } },
      'hostFetch http.proxy',
      'proxy http.proxy',
    ],
    ['VS Code’s proxies are off', { proxy: 'http://p:1', support: 'off' }, 'hostFetch none', 'direct'],
    [
      'they are off, and a variable names one',
      { proxy: 'http://p:1', support: 'off', environment: { HTTPS_PROXY: 'http://e:1' } },
      'proxy HTTPS_PROXY',
      'proxy HTTPS_PROXY',
    ],
    [
      'the setting is before a variable',
      { proxy: 'http://p:1', ...env({ HTTPS_PROXY: 'http://e:1' }) },
      'hostFetch http.proxy',
      'proxy http.proxy',
    ],
    ['HTTPS_PROXY', env({ HTTPS_PROXY: 'http://e:1' }), 'hostFetch HTTPS_PROXY', 'proxy HTTPS_PROXY'],
    [
      'https_proxy',
      env({ https_proxy: 'http://e:1', HTTPS_PROXY: 'http://f:1' }),
      'hostFetch https_proxy',
      'proxy https_proxy',
    ],
    ['HTTP_PROXY, as VS Code takes it', env({ HTTP_PROXY: 'http://e:1' }), 'hostFetch HTTP_PROXY', 'proxy HTTP_PROXY'],
    [
      'HTTP_PROXY, where VS Code takes none',
      { support: 'off', ...env({ HTTP_PROXY: 'http://e:1' }) },
      'hostFetch none',
      'direct',
    ],
    ['ALL_PROXY, which VS Code does not read', env({ ALL_PROXY: 'http://e:1' }), 'proxy ALL_PROXY', 'proxy ALL_PROXY'],
    ['all_proxy', env({ all_proxy: 'http://e:1' }), 'proxy all_proxy', 'proxy all_proxy'],
    [
      'ALL_PROXY beside HTTPS_PROXY',
      env({ ALL_PROXY: 'http://e:1', HTTPS_PROXY: 'http://f:1' }),
      'hostFetch HTTPS_PROXY',
      'proxy HTTPS_PROXY',
    ],
    [
      'ALL_PROXY and an exception',
      env({ ALL_PROXY: 'http://e:1', no_proxy: '.openai.com' }),
      'hostFetch none',
      'direct',
    ],
    ['a variable without a scheme', env({ HTTPS_PROXY: 'e:1' }), 'proxy HTTPS_PROXY', 'proxy HTTPS_PROXY'],
    [
      'a variable that is no address',
      env({ HTTPS_PROXY: 'nonsense here' }),
      'network.proxyUnusable HTTPS_PROXY',
      'network.proxyUnusable HTTPS_PROXY',
    ],
    [
      'a SOCKS proxy that VS Code does not read',
      env({ ALL_PROXY: 'socks5://e:1' }),
      'network.proxyKind ALL_PROXY',
      'network.proxyKind ALL_PROXY',
    ],
    [
      'a variable before it is blank, where VS Code stops',
      env({ https_proxy: ' ', HTTPS_PROXY: 'http://f:1' }),
      'proxy HTTPS_PROXY',
      'proxy HTTPS_PROXY',
    ],
    [
      'a SOCKS proxy in a variable that VS Code reads',
      env({ https_proxy: 'socks5://e:1' }),
      'proxy https_proxy',
      'proxy https_proxy',
    ],
    [
      'both spellings, where VS Code takes none: the CLI’s order',
      { support: 'off', ...env({ HTTPS_PROXY: 'http://e:1', https_proxy: 'http://f:1' }) },
      'proxy HTTPS_PROXY',
      'proxy HTTPS_PROXY',
    ],
    [
      'the upper spelling is empty, which the CLI takes for none',
      env({ ALL_PROXY: '', all_proxy: 'http://f:1' }),
      'hostFetch ofSystem',
      'direct, else hostFetch',
    ],
    [
      'Codex is to respect the system’s proxy',
      { respectsSystemProxy: true },
      'hostFetch ofSystem',
      'hostFetch ofSystem',
    ],
    ['this window can ask no system', { asksSystem: false }, 'hostFetch none', 'direct'],
    ['it cannot, and Codex is to', { asksSystem: false, respectsSystemProxy: true }, 'hostFetch none', 'direct'],
    ['VS Code’s fetch is left bare', { extendsFetch: false }, 'direct', 'direct'],
    ['it is, with a proxy', { extendsFetch: false, proxy: 'http://p:1' }, 'proxy http.proxy', 'proxy http.proxy'],
    ['it is, with an exception', { extendsFetch: false, proxy: 'http://p:1', noProxy: ['*'] }, 'direct', 'direct'],
  ])('when %s', (_name, changes, without, withCa) => {
    expect([way(changes, false), way(changes, true)]).toEqual([without, withCa]);
  });

  it.each(['http://127.0.0.1:1/x', 'http://localhost:1/x', 'http://[::1]:1/x'])(
    'is never through a proxy to %s',
    (to) => {
      const changes = { proxy: 'http://p:1', environment: { ALL_PROXY: 'nonsense here' } };
      expect([way(changes, false, new URL(to)), way(changes, true, new URL(to))]).toEqual([
        'hostFetch none',
        'hostFetch none',
      ]);
    },
  );

  it.each(['http://127.0.0.2:1/x', 'https://practice.localhost:1/x'])(
    'is ours to %s, which VS Code would give to its proxy',
    (to) => {
      const through = (changes: Parameters<typeof see>[0]) => way(changes, false, new URL(to));
      expect([through({ proxy: 'http://p:1' }), through(env({ ALL_PROXY: 'http://p:1' })), through({})]).toEqual([
        'direct',
        'direct',
        'hostFetch none',
      ]);
    },
  );

  it('to this machine over TLS is straight, with the CA file', () => {
    expect(way({ proxy: 'http://p:1' }, true, new URL('https://localhost:1/x'))).toBe('direct');
  });
});

describe('the CA file', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string | undefined]>([
    ['none', {}, {}, undefined],
    ['CODEX_CA_CERTIFICATE first', { CODEX_CA_CERTIFICATE: '/a', SSL_CERT_FILE: '/b' }, {}, 'CODEX_CA_CERTIFICATE /a'],
    ['SSL_CERT_FILE behind it', { SSL_CERT_FILE: '/b' }, {}, 'SSL_CERT_FILE /b'],
    ['an empty one is not set', { CODEX_CA_CERTIFICATE: '', SSL_CERT_FILE: '/b' }, {}, 'SSL_CERT_FILE /b'],
    ['a blank is a path', { CODEX_CA_CERTIFICATE: ' ' }, {}, 'CODEX_CA_CERTIFICATE  '],
    ['the Home before the environment', { SSL_CERT_FILE: '/b' }, { SSL_CERT_FILE: '/c' }, 'SSL_CERT_FILE /c'],
    ['empty in the Home', { SSL_CERT_FILE: '/b' }, { SSL_CERT_FILE: '' }, undefined],
    [
      'CODEX_CA_CERTIFICATE before the Home',
      { CODEX_CA_CERTIFICATE: '/a' },
      { SSL_CERT_FILE: '/c' },
      'CODEX_CA_CERTIFICATE /a',
    ],
    ['that Node knows alone is not one', { NODE_EXTRA_CA_CERTS: '/n', REQUESTS_CA_BUNDLE: '/r' }, {}, undefined],
  ])('%s', (_name, environment, home, expected) => {
    const choice = chooseCaFile(environment, home);
    expect(choice === undefined ? undefined : `${choice.variable} ${choice.path}`).toBe(expected);
  });
});
