import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { makeTlsAuthority, type TlsAuthority } from '../issuer/tlsAuthority.ts';
import { carryTo, sayOnce, serveSocks, startOddProxy, startTlsProxy, type OddProxy } from '../support/oddProxies.ts';
import { makeProxySettings } from '../support/proxySettings.ts';
import { makeCodexHome, runCodex } from './codexCli.ts';
import { askInVsCode } from './hostedHttp.ts';
import { asOpenAi, startOpenAiStandIn, type OpenAiStandIn } from './openAiStandIn.ts';
import { startSquid, startTinyproxy, type RealProxy } from './realProxies.ts';

/**
 * Variables of a proxy before the real CLI and before us in a VS Code that has nothing set. Each is asked for a name that proxies
 * lead to, and for one that nobody knows: what comes to the proxy tells which way was taken.
 */

let issuer: PracticeIssuer;
let standIn: OpenAiStandIn;
let stranger: TlsAuthority;
let tinyproxy: RealProxy;
let squid: RealProxy;
let odd: Readonly<Record<'open' | 'ipv6' | 'locked' | 'page' | 'tls' | 'socks', OddProxy>>;
/** The first line of each connection to the proxies that lead somewhere. */
const asked: string[] = [];

beforeAll(async () => {
  issuer = await startPracticeIssuer(asOpenAi);
  standIn = await startOpenAiStandIn(issuer);
  stranger = await makeTlsAuthority();
  [tinyproxy, squid] = await Promise.all([
    startTinyproxy(standIn.address),
    startSquid(standIn.address, 'ada p@ss word'),
  ]);
  const noted = (upstream: string) => {
    const carry = carryTo(upstream);
    return (socket: Parameters<typeof carry>[0]): void => {
      carry(socket);
      socket.once('data', (bytes: Buffer) => {
        asked.push(/^CONNECT ([^: ]+)/u.exec(bytes.toString())?.[1] ?? '');
      });
    };
  };
  const page = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 20\r\n\r\n<html>blocked</html>';
  const tlsPort = (): number => Number(new URL(issuer.tlsUrl ?? '').port);
  odd = {
    open: await startOddProxy(noted(tinyproxy.address)),
    ipv6: await startOddProxy(noted(tinyproxy.address), '::1'),
    locked: await startOddProxy(noted(squid.address)),
    page: await startOddProxy(sayOnce(page)),
    tls: await startTlsProxy(tinyproxy.address, stranger),
    socks: await startOddProxy(serveSocks(tlsPort, { seen: { logins: [], targets: [] } })),
  };
});
afterAll(async () => {
  await Promise.all([tinyproxy, squid, ...Object.values(odd)].map((proxy) => proxy.close()));
  await standIn.close();
  await issuer.close();
  await stranger.remove();
});
beforeEach(() => {
  issuer.log.clear();
  asked.length = 0;
});

type Variables = Readonly<Record<string, string>>;

/** `arrives`: at the issuer; `through`: to the proxy, which refuses; `past`: to nobody. */
type Way = 'arrives' | 'through' | 'past';

function readWay(): Way {
  const way = issuer.log.requests().length > 0 ? 'arrives' : asked.length > 0 ? 'through' : 'past';
  issuer.log.clear();
  asked.length = 0;
  return way;
}

async function askCli(variables: Variables, host: string): Promise<Way> {
  const home = await makeCodexHome();
  const args = ['login', '--device-auth', '--experimental_issuer', `https://${host}`, '--experimental_client-id', 'x'];
  issuer.fault({ path: '/api/accounts/deviceauth/usercode', times: 1, kind: 'status', status: 404 });
  const set = home.environment();
  const environment = { ...set, CODEX_CA_CERTIFICATE: issuer.caFile ?? '', ...variables };
  const without = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].filter((name) => variables[name] === undefined);
  await runCodex({ home, args, environment, startedBy: ['/usr/bin/env', ...without.flatMap((name) => ['-u', name])] });
  issuer.clearFaults();
  await home.remove();
  return readWay();
}

async function askUs(variables: Variables, host: string): Promise<string> {
  const systemCertificates = [readFileSync(issuer.caFile ?? '', 'utf8')];
  const settings = makeProxySettings({ asksSystem: false });
  const answer = await askInVsCode(
    { settings, environment: variables, systemCertificates },
    `https://${host}/v1/models`,
  );
  const way = readWay();
  const { messageId } = answer as { readonly messageId?: string };
  return messageId === undefined ? way : `${way}, ${messageId}`;
}

/** For what goes over a connection of ours: only VS Code’s fetch is told here what the system trusts. */
const withCa = (): Variables => ({ CODEX_CA_CERTIFICATE: issuer.caFile ?? '' });

const known = 'auth.openai.com';
const unknown = 'elsewhere.test';

it.each<readonly [string, string, () => Variables, Way, string]>([
  ['a blank before it', known, () => ({ HTTPS_PROXY: ` http://${odd.open.address}` }), 'past', 'arrives'],
  ['a blank behind it', known, () => ({ HTTPS_PROXY: `http://${odd.open.address} ` }), 'past', 'arrives'],
  ['no scheme', known, () => ({ HTTPS_PROXY: odd.open.address, ...withCa() }), 'arrives', 'arrives'],
  ['an address of IPv6', known, () => ({ HTTPS_PROXY: `http://${odd.ipv6.address}` }), 'arrives', 'arrives'],
  [
    'an encoded password',
    known,
    () => ({ https_proxy: `http://ada:p%40ss%20word@${odd.locked.address}` }),
    'arrives',
    'arrives',
  ],
  [
    'a wrong password',
    known,
    () => ({ HTTPS_PROXY: `http://ada:p%2540ss@${odd.locked.address}` }),
    'through',
    'through, network.proxyWrongPassword',
  ],
  ['SOCKS', known, () => ({ HTTPS_PROXY: `socks5://${odd.socks.address}`, ...withCa() }), 'past', 'arrives'],
  [
    'SOCKS that VS Code does not read',
    known,
    () => ({ ALL_PROXY: `socks5://${odd.socks.address}` }),
    'past',
    'past, network.proxyKind',
  ],
  ['no address', unknown, () => ({ HTTPS_PROXY: 'not a proxy' }), 'past', 'past, network.proxyUnusable'],
  [
    'a page in place of a tunnel',
    known,
    () => ({ ALL_PROXY: `http://${odd.page.address}` }),
    'past',
    'past, network.proxyStrange',
  ],
  [
    'TLS of an unknown authority',
    known,
    () => ({ HTTPS_PROXY: `https://${odd.tls.address}` }),
    'past',
    'past, network.unknownIssuer',
  ],
  [
    'spellings that disagree, the upper one good',
    known,
    () => ({ HTTPS_PROXY: `http://${odd.open.address}`, https_proxy: 'http://127.0.0.1:9' }),
    'arrives',
    'past, network.proxyOffline',
  ],
  [
    'spellings that disagree, the lower one good',
    known,
    () => ({ HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy: `http://${odd.open.address}` }),
    'past',
    'arrives',
  ],
  [
    'ALL_PROXY that is empty in capitals',
    unknown,
    () => ({ ALL_PROXY: '', all_proxy: `http://${odd.open.address}` }),
    'past',
    'past, network.offline',
  ],
  [
    'an exception for everything',
    unknown,
    () => ({ HTTPS_PROXY: `http://${odd.open.address}`, NO_PROXY: '*' }),
    'past',
    'past, network.offline',
  ],
  [
    'an exception with a dot',
    unknown,
    () => ({ HTTPS_PROXY: `http://${odd.open.address}`, NO_PROXY: '.elsewhere.test' }),
    'past',
    'past, network.offline',
  ],
  [
    'an exception for another port',
    unknown,
    () => ({ HTTPS_PROXY: `http://${odd.open.address}`, NO_PROXY: '.elsewhere.test:8443' }),
    'through',
    'through, network.proxyRefused',
  ],
  [
    'an exception for this port, which the CLI passes over',
    unknown,
    () => ({ HTTPS_PROXY: `http://${odd.open.address}`, NO_PROXY: 'elsewhere.test:443' }),
    'through',
    'past, network.offline',
  ],
])('%s', async (_name, host, variables, cli, ours) => {
  expect([await askCli(variables(), host), await askUs(variables(), host)]).toEqual([cli, ours]);
});
