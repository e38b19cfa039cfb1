import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProxySettings } from '../../src/network/route.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { makeTlsAuthority, type TlsAuthority } from '../issuer/tlsAuthority.ts';
import {
  carryTo,
  sayOnce,
  serveSocks,
  startOddProxy,
  startTlsProxy,
  type OddProxy,
  type SocksRecord,
} from '../support/oddProxies.ts';
import { makeProxySettings } from '../support/proxySettings.ts';
import { findFreePort } from '../support/sockets.ts';
import { askInVsCode } from './hostedHttp.ts';
import { asOpenAi, startOpenAiStandIn, type OpenAiStandIn } from './openAiStandIn.ts';
import { startSquid, startTinyproxy, type RealProxy } from './realProxies.ts';

/**
 * VS Code's own settings with VS Code's own `fetch` and real proxies, which alone lead to the names of the real service: a request
 * that arrives went through one.
 */

let issuer: PracticeIssuer;
let standIn: OpenAiStandIn;
let proxies: Readonly<Record<'open' | 'locked' | 'squid', RealProxy>>;
let odd: Readonly<Record<'ipv6' | 'page' | 'socks' | 'lockedSocks' | 'tls', OddProxy>>;
let stranger: TlsAuthority;
const seen: SocksRecord = { logins: [], targets: [] };

beforeAll(async () => {
  issuer = await startPracticeIssuer(asOpenAi);
  standIn = await startOpenAiStandIn(issuer);
  stranger = await makeTlsAuthority();
  const [open, locked, squid] = await Promise.all([
    startTinyproxy(standIn.address),
    startTinyproxy(standIn.address, 'ada word'),
    startSquid(standIn.address, 'ada p@ss word'),
  ]);
  proxies = { open, locked, squid };
  const tlsPort = (): number => Number(new URL(issuer.tlsUrl ?? '').port);
  const page = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 20\r\n\r\n<html>blocked</html>';
  odd = {
    ipv6: await startOddProxy(carryTo(open.address), '::1'),
    page: await startOddProxy(sayOnce(page)),
    socks: await startOddProxy(serveSocks(tlsPort, { seen })),
    lockedSocks: await startOddProxy(serveSocks(tlsPort, { seen, login: 'ada:p@ss' })),
    tls: await startTlsProxy(open.address, stranger),
  };
});
afterAll(async () => {
  await Promise.all(Object.values({ ...proxies, ...odd }).map((proxy) => proxy.close()));
  await standIn.close();
  await issuer.close();
  await stranger.remove();
});
beforeEach(() => {
  issuer.log.clear();
  seen.logins.length = 0;
  seen.targets.length = 0;
});

type Settings = Partial<ProxySettings>;
type Environment = Readonly<Record<string, string>>;

/** The status of an answer, or the sentence of the failure with what it names. */
async function ask(settings: Settings, environment: Environment = {}, host = 'api.openai.com'): Promise<unknown> {
  const situation = { settings: makeProxySettings({ asksSystem: false, ...settings }), environment };
  const systemCertificates = [readFileSync(issuer.caFile ?? '', 'utf8')];
  return askInVsCode({ ...situation, systemCertificates }, `https://${host}/v1/models`);
}

/** The issuer was reached; it wants a key. */
const reached = 401;
const fails = (messageId: string, args: object): object => ({ messageId, args, delivery: 'notSent' });

describe('with http.proxy a request goes through that proxy', () => {
  it.each<readonly [string, () => Settings, Environment]>([
    ['as it is', () => ({ proxy: `http://${proxies.open.address}` }), {}],
    ['with blanks around it', () => ({ proxy: `  http://${proxies.open.address}/ ` }), {}],
    ['in capitals', () => ({ proxy: `HTTP://${proxies.open.address}` }), {}],
    ['on an address of IPv6', () => ({ proxy: `http://${odd.ipv6.address}` }), {}],
    ['with a name and password', () => ({ proxy: `http://ada:word@${proxies.locked.address}` }), {}],
    ['with those percent-encoded', () => ({ proxy: `http://ada:p%40ss%20word@${proxies.squid.address}` }), {}],
    ['with proxySupport on', () => ({ proxy: `http://${proxies.open.address}`, support: 'on' }), {}],
    ['with proxySupport fallback', () => ({ proxy: `http://${proxies.open.address}`, support: 'fallback' }), {}],
    ['before a variable', () => ({ proxy: `http://${proxies.open.address}` }), { HTTPS_PROXY: 'http://127.0.0.1:9' }],
    ['with an exception for others', () => ({ proxy: `http://${proxies.open.address}`, noProxy: ['x.test'] }), {}],
    [
      'with an exception for another port',
      () => ({ proxy: `http://${proxies.open.address}`, noProxy: ['.openai.com:8443'] }),
      {},
    ],
    [
      'whatever a variable excepts, where the setting has exceptions',
      () => ({ proxy: `http://${proxies.open.address}`, noProxy: ['x.test'] }),
      { NO_PROXY: '*' },
    ],
  ])('%s', async (_name, settings, environment) => {
    expect(await ask(settings(), environment)).toBe(reached);
  });

  it.each<readonly [string, () => Settings]>([
    ['without a scheme', () => ({ proxy: proxies.open.address })],
    ['to SOCKS', () => ({ proxy: `socks5://${odd.socks.address}` })],
    ['to SOCKS with a name and password', () => ({ proxy: `socks5h://ada:p%40ss@${odd.lockedSocks.address}` })],
    ['to SOCKS 4a', () => ({ proxy: `socks4a://${odd.socks.address}` })],
    ['with fetchAdditionalSupport off', () => ({ proxy: `http://${proxies.open.address}`, extendsFetch: false })],
  ])('over a connection of ours, where VS Code’s fetch does not: %s', async (_name, settings) => {
    expect(await ask(settings(), { CODEX_CA_CERTIFICATE: issuer.caFile ?? '' })).toBe(reached);
  });
});

describe('a bad proxy lets nothing past it, and is named', () => {
  const at = (address: string, more: object = {}): object => ({ proxy: address, source: 'http.proxy', ...more });

  it.each<readonly [string, () => Settings, () => object]>([
    [
      'it wants a name and password',
      () => ({ proxy: `http://${proxies.locked.address}` }),
      () => fails('network.proxyNoPassword', at(proxies.locked.address)),
    ],
    [
      'it does not take them (tinyproxy)',
      () => ({ proxy: `http://ada:no@${proxies.locked.address}` }),
      () => fails('network.proxyWrongPassword', at(proxies.locked.address)),
    ],
    [
      'it does not take them (squid)',
      () => ({ proxy: `http://ada:no@${proxies.squid.address}` }),
      () => fails('network.proxyWrongPassword', at(proxies.squid.address)),
    ],
    [
      'it puts a page in the way',
      () => ({ proxy: `http://${odd.page.address}` }),
      () => fails('network.proxyStrange', at(odd.page.address)),
    ],
    [
      'it speaks no TLS',
      () => ({ proxy: `https://${odd.page.address}` }),
      () => fails('network.proxyStrange', at(odd.page.address)),
    ],
    [
      'its own certificate is of an unknown authority',
      () => ({ proxy: `https://${odd.tls.address}` }),
      () => fails('network.unknownIssuer', { host: '127.0.0.1', issuer: 'Practice issuer authority (this run only)' }),
    ],
    [
      'it is no address',
      () => ({ proxy: 'http:// 127.0.0.1:1' }),
      () => fails('network.proxyUnusable', { source: 'http.proxy' }),
    ],
    [
      'it has a path',
      () => ({ proxy: 'http://127.0.0.1:1/x' }),
      () => fails('network.proxyUnusable', { source: 'http.proxy' }),
    ],
    [
      'its SOCKS wants a name and password',
      () => ({ proxy: `socks5://${odd.lockedSocks.address}` }),
      () => fails('network.proxyNoPassword', at(odd.lockedSocks.address)),
    ],
    [
      'its SOCKS does not take them',
      () => ({ proxy: `socks5://ada:no@${odd.lockedSocks.address}` }),
      () => fails('network.proxyWrongPassword', at(odd.lockedSocks.address)),
    ],
    [
      'it speaks no SOCKS',
      () => ({ proxy: `socks5://${odd.page.address}` }),
      () => fails('network.proxyStrange', at(odd.page.address)),
    ],
  ])('when %s', async (_name, settings, expected) => {
    expect(await ask(settings())).toEqual(expected());
    expect(issuer.log.requests()).toEqual([]);
  });

  it('when nobody answers there', async () => {
    const address = `127.0.0.1:${String(await findFreePort())}`;
    expect(await ask({ proxy: `http://${address}` })).toEqual(fails('network.proxyOffline', at(address)));
  });

  it('when it does not lead there', async () => {
    const { address } = proxies.open;
    expect(await ask({ proxy: `http://${address}` }, {}, 'elsewhere.test')).toMatchObject({
      messageId: 'network.proxyRefused',
      args: at(address),
    });
  });
});

describe('a request goes past the proxy', () => {
  // Without a proxy this name leads nowhere; a proxy would have refused it.
  const elsewhere = 'elsewhere.test';
  const nowhere = fails('network.offline', { host: elsewhere });

  it.each<readonly [string, Settings, Environment]>([
    ['that VS Code is told to pass over', { support: 'off' }, {}],
    ['for an exception', { noProxy: [elsewhere] }, {}],
    ['for one with a dot and the port', { noProxy: ['.test:443'] }, {}],
    ['for everything', { noProxy: ['*'] }, {}],
    ['for a variable’s exception', {}, { NO_PROXY: 'test' }],
    ['for a star in a variable', {}, { no_proxy: '*' }],
  ])('%s', async (_name, settings, environment) => {
    const proxy = `http://${proxies.open.address}`;
    expect(await ask({ proxy, ...settings }, environment, elsewhere)).toEqual(nowhere);
    expect(
      await ask(settings, { ...environment, HTTPS_PROXY: settings.support === 'off' ? '' : proxy }, elsewhere),
    ).toEqual(nowhere);
  });

  it('for this machine', async () => {
    const host = `127.0.0.1:${new URL(issuer.tlsUrl ?? '').port}`;
    expect(await ask({ proxy: 'http://127.0.0.1:9' }, { ALL_PROXY: 'http://127.0.0.1:9' }, host)).toBe(reached);
  });
});
