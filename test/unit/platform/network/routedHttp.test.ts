import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { connect, createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../../../src/platform/systemClock.ts';
import type { HttpClient } from '../../../../src/network/http.ts';
import type { NetworkObservation } from '../../../../src/network/route.ts';
import { describeFailure } from '../../../../src/platform/network/connectionFailure.ts';
import { RoutedHttp } from '../../../../src/platform/network/routedHttp.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { HttpFailure } from '../../../../src/errors/httpFailure.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { makeTlsAuthority, type TlsAuthority } from '../../../issuer/tlsAuthority.ts';
import { serveSocks, startOddProxy, type SocksRecord } from '../../../support/oddProxies.ts';
import { makeProxySettings } from '../../../support/proxySettings.ts';
import { findFreePort } from '../../../support/sockets.ts';
import { offline } from '../../../support/fakeHttp.ts';
import { randomText } from '../../../support/tokens.ts';

let authority: TlsAuthority;

beforeAll(async () => {
  authority = await makeTlsAuthority(['auth.example.test']);
});
afterAll(async () => {
  await authority.remove();
});

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A TLS server for `auth.example.test`, with what it was asked. */
async function serve(answer: (response: ServerResponse) => void) {
  const seen: Seen[] = [];
  let connections = 0;
  const server = createTlsServer({ key: authority.key, cert: authority.certificate }, (request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      answer(response);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  return { port: await listen(server), seen, connections: () => connections };
}

/** A proxy that leads every name to `port` once it has agreed. */
async function startProxy(port: number, status = 200) {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, client) => {
    asked.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? '-'}`);
    client.on('error', () => undefined);
    if (status !== 200) {
      client.end(`HTTP/1.1 ${String(status)} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
  });
  return { asked, address: `127.0.0.1:${String(await listen(server))}` };
}

/** Until the end of the test the system knows the authority. */
async function trustBySystem(): Promise<void> {
  const root = await readFile(authority.caFile, 'utf8');
  vi.spyOn(tls, 'getCACertificates').mockImplementation((kind) => (kind === 'system' ? [root] : []));
  syncBuiltinESMExports();
  onTestFinished(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });
}

const notAsked: HttpClient = { send: () => Promise.reject(new TypeError('The host’s fetch was asked.')) };

function compose(changes: Partial<NetworkObservation>, hostFetch = notAsked): RoutedHttp {
  return new RoutedHttp({
    userAgent: 'codex_accounts/1.0 (test)',
    clock: systemClock,
    hostFetch,
    observe: () =>
      Promise.resolve({
        environment: {},
        homeVariables: {},
        settings: makeProxySettings(),
        respectsSystemProxy: false,
        ...changes,
      }),
  });
}

const brokenBy = (parts: object): Error => Object.assign(new Error('broken'), parts);
const url = 'https://auth.example.test/oauth/token?a=1';
const through = (address: string, more: Readonly<Record<string, string>> = {}): RoutedHttp =>
  compose({ environment: { ALL_PROXY: `http://${address}`, CODEX_CA_CERTIFICATE: authority.caFile, ...more } });

describe('a request through a proxy of ours', () => {
  it('brings headers, body and our honest name, and the whole answer back', async () => {
    const { port, seen } = await serve((response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'retry-after': '5' }).end('{"a":"é"}');
    });
    const proxy = await startProxy(port);
    const answer = await through(proxy.address).send({
      method: 'POST',
      url,
      headers: { originator: 'codex_accounts' },
      body: 'é=1',
    });
    expect(answer).toEqual({
      status: 201,
      contentType: 'application/json',
      servedAtMs: expect.any(Number) as number,
      retryAfterMs: 5000,
      text: '{"a":"é"}',
    });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/oauth/token?a=1',
        body: 'é=1',
        headers: {
          host: 'auth.example.test',
          'user-agent': 'codex_accounts/1.0 (test)',
          originator: 'codex_accounts',
          'content-length': '4',
          'accept-encoding': 'identity',
        },
      },
    ]);
    expect(proxy.asked).toEqual(['auth.example.test:443 -']);
  });

  it('gives the proxy its name and password, decoded, and nobody else', async () => {
    const { port, seen } = await serve((response) => response.end('{}'));
    const proxy = await startProxy(port);
    await through(`us%20er:p%40ss@${proxy.address}`).send({ method: 'GET', url });
    expect(proxy.asked).toEqual([`auth.example.test:443 Basic ${btoa('us er:p@ss')}`]);
    expect(seen.map(({ headers }) => headers['proxy-authorization'])).toEqual([undefined]);
  });

  it.each([301, 307, 308])('is not sent on by HTTP %i (T-NET-1)', async (status) => {
    const { port } = await serve((response) => response.writeHead(status, { location: 'https://x.test/' }).end());
    const proxy = await startProxy(port);
    await expect(through(proxy.address).send({ method: 'POST', url, body: randomText() })).rejects.toMatchObject({
      sentence: { messageId: 'network.redirected' },
      delivery: 'notSent',
      isForeignAnswer: true,
    });
    expect(proxy.asked).toHaveLength(1);
  });

  it('is given up when the answer is more than a megabyte (T-NET-2)', async () => {
    const { port } = await serve((response) => response.end(Buffer.alloc(2 * 1024 * 1024, 97)));
    const proxy = await startProxy(port);
    await expect(through(proxy.address).send({ method: 'GET', url })).rejects.toMatchObject({
      sentence: { messageId: 'network.tooMuch' },
      delivery: 'uncertain',
    });
  });

  it.each([
    ['before its answer', (response: ServerResponse) => response.destroy()],
    [
      'in the middle of it',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '10' }).write('{', () => response.destroy());
      },
    ],
    [
      'by a switch of protocols',
      (response: ServerResponse) => {
        response.writeHead(101, { connection: 'upgrade', upgrade: 'other' }).end();
      },
    ],
  ])('that is cut %s may have arrived', async (_name, answer) => {
    const { port, seen } = await serve(answer);
    const proxy = await startProxy(port);
    await expect(through(proxy.address).send({ method: 'POST', url, body: 'a' })).rejects.toMatchObject({
      sentence: { messageId: 'network.cut', args: { host: 'auth.example.test' } },
      delivery: 'uncertain',
    });
    expect(seen).toHaveLength(1);
  });

  it('ends with the reason of the person who ended it', async () => {
    const ended = new AbortController();
    const { port } = await serve(() => {
      ended.abort(new Cancelled());
    });
    const http = through((await startProxy(port)).address);
    await expect(http.send({ method: 'GET', url, signal: ended.signal })).rejects.toBeInstanceOf(Cancelled);
    await expect(http.send({ method: 'GET', url, signal: ended.signal })).rejects.toBeInstanceOf(Cancelled);
  });

  it.each([
    [407, '', 'network.proxyNoPassword'],
    [407, 'ada:lantern@', 'network.proxyWrongPassword'],
    [401, 'ada:lantern@', 'network.proxyWrongPassword'],
    [403, '', 'network.proxyRefused'],
    [502, 'ada:lantern@', 'network.proxyRefused'],
  ])('that the proxy answers with HTTP %i, as %j, was never sent', async (status, login, messageId) => {
    const proxy = await startProxy(0, status);
    const failure: unknown = await through(`${login}${proxy.address}`)
      .send({ method: 'POST', url, body: 'a' })
      .catch((reason: unknown) => reason);
    expect(failure).toMatchObject({
      sentence: { messageId, args: { proxy: proxy.address, source: 'ALL_PROXY' } },
      delivery: 'notSent',
    });
    expect(JSON.stringify(failure)).not.toContain('lantern');
  });

  it.each([
    ['is not there', () => findFreePort()],
    ['hangs up', () => listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())))],
  ])('was never sent when the proxy %s', async (_name, open) => {
    const address = `127.0.0.1:${String(await open())}`;
    await expect(through(address).send({ method: 'POST', url, body: 'a' })).rejects.toMatchObject({
      sentence: { messageId: 'network.proxyOffline', args: { proxy: address, source: 'ALL_PROXY' } },
      delivery: 'notSent',
    });
  });

  it('was never sent when the server hangs up in the handshake', async () => {
    const port = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    const proxy = await startProxy(port);
    await expect(through(proxy.address).send({ method: 'POST', url, body: 'a' })).rejects.toMatchObject({
      sentence: { messageId: 'network.offline', args: { host: 'auth.example.test' } },
      delivery: 'notSent',
    });
  });

  it('names who signed a certificate that is not known', async () => {
    const { port, seen } = await serve((response) => response.end('{}'));
    const proxy = await startProxy(port);
    const http = compose({ environment: { ALL_PROXY: `http://${proxy.address}` } });
    await expect(http.send({ method: 'POST', url, body: 'a' })).rejects.toMatchObject({
      sentence: {
        messageId: 'network.unknownIssuer',
        args: { host: 'auth.example.test', issuer: 'Practice issuer authority (this run only)' },
      },
      delivery: 'notSent',
    });
    expect(seen).toEqual([]);
  });

  it('is believed what the system believes, without a CA file', async () => {
    const { port, seen } = await serve((response) => response.end('{}'));
    const proxy = await startProxy(port);
    await trustBySystem();
    await compose({ environment: { ALL_PROXY: `http://${proxy.address}` } }).send({ method: 'GET', url });
    expect(seen).toHaveLength(1);
  });

  it('names the hosts of a certificate for others', async () => {
    const { port, seen } = await serve((response) => response.end('{}'));
    const proxy = await startProxy(port);
    await expect(
      through(proxy.address).send({ method: 'POST', url: 'https://elsewhere.test/x', body: 'a' }),
    ).rejects.toMatchObject({
      sentence: { messageId: 'network.wrongHost', args: { names: 'localhost, auth.example.test, 127.0.0.1' } },
      delivery: 'notSent',
    });
    expect(seen).toEqual([]);
  });

  it('names a page for what it is', async () => {
    const { port } = await serve((response) =>
      response.writeHead(403, { 'content-type': 'text/html' }).end('<title>Just a moment...</title>'),
    );
    const proxy = await startProxy(port);
    expect(await through(proxy.address).send({ method: 'GET', url })).toMatchObject({ page: { kind: 'botCheck' } });
  });
});

describe('a request through a SOCKS proxy of the settings', () => {
  async function start(options: { readonly login?: string; readonly refusal?: number }) {
    const { port, seen } = await serve((response) => response.end('{}'));
    const record: SocksRecord = { logins: [], targets: [] };
    const proxy = await startOddProxy(serveSocks(() => port, { ...options, seen: record }));
    onTestFinished(() => proxy.close());
    return { address: proxy.address, seen, record };
  }
  const throughSocks = (address: string): RoutedHttp =>
    compose({
      settings: makeProxySettings({ proxy: address }),
      environment: { CODEX_CA_CERTIFICATE: authority.caFile },
    });

  it.each([
    ['version 5', 'socks5://', {}, []],
    ['version 5 with a name and password', 'socks5://us%20er:p%40s:s@', { login: 'us er:p@s:s' }, ['us er:p@s:s']],
    ['version 4a', 'socks4a://', {}, ['']],
    ['version 4a with a name', 'socks4://ada:word@', {}, ['ada']],
  ])('leaves the name to it: %s', async (_name, before, options, logins) => {
    const { address, seen, record } = await start(options);
    await throughSocks(`${before}${address}`).send({ method: 'GET', url });
    expect([record, seen.length]).toEqual([{ logins, targets: ['auth.example.test:443'] }, 1]);
  });

  it.each([
    ['socks5://', { refusal: 2 }, 'network.socksRefused', '2'],
    ['socks4://', { refusal: 91 }, 'network.socksRefused', '91'],
  ])('that it refuses was never sent: %s', async (scheme, options, messageId, code) => {
    const { address, seen } = await start(options);
    await expect(throughSocks(`${scheme}${address}`).send({ method: 'POST', url, body: 'a' })).rejects.toMatchObject({
      sentence: { messageId, args: { proxy: address, source: 'http.proxy', code } },
      delivery: 'notSent',
    });
    expect(seen).toEqual([]);
  });

  it.each(['socks5://', 'socks4://'])('was never sent when it hangs up: %s', async (scheme) => {
    const port = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    await expect(throughSocks(`${scheme}127.0.0.1:${String(port)}`).send({ method: 'GET', url })).rejects.toMatchObject(
      {
        sentence: { messageId: 'network.proxyStrange' },
        delivery: 'notSent',
      },
    );
  });
});

describe('a request without a proxy', () => {
  it('is the host’s where nothing else is asked for', async () => {
    const asked: string[] = [];
    const answer = { status: 200, contentType: '', retryAfterMs: undefined, text: '' };
    const http = compose(
      {},
      {
        send: (request) => {
          asked.push(request.url);
          return Promise.resolve(answer);
        },
      },
    );
    expect(await http.send({ method: 'GET', url })).toBe(answer);
    expect(asked).toEqual([url]);
  });

  it('that the host could not bring through a proxy of the settings names that proxy', async () => {
    const settings = makeProxySettings({ proxy: 'http://ada:lantern@proxy.example:3128' });
    const refused = new HttpFailure(buildSentence('network.proxySignIn', {}), {
      reason: 'proxySignIn',
      delivery: 'notSent',
    });
    const http = compose({ settings }, { send: () => Promise.reject(refused) });
    await expect(http.send({ method: 'GET', url })).rejects.toMatchObject({
      sentence: {
        messageId: 'network.proxyWrongPassword',
        args: { proxy: 'proxy.example:3128', source: 'http.proxy' },
      },
      delivery: 'notSent',
    });
  });

  it('whose certificate the host refused is looked at through the same proxy, to name the issuer', async () => {
    const { port, seen } = await serve((response) => response.end('{}'));
    const proxy = await startProxy(port);
    const settings = makeProxySettings({ proxy: `http://${proxy.address}` });
    const refused = new HttpFailure(buildSentence('network.untrusted', { host: 'auth.example.test' }), {
      reason: 'untrustedIssuer',
      delivery: 'notSent',
    });
    const http = compose({ settings }, { send: () => Promise.reject(refused) });
    await expect(http.send({ method: 'GET', url })).rejects.toMatchObject({
      sentence: { messageId: 'network.unknownIssuer', args: { issuer: 'Practice issuer authority (this run only)' } },
    });
    expect([proxy.asked, seen]).toEqual([['auth.example.test:443 -'], []]);
  });

  it.each<readonly [string, HttpFailure, string]>([
    [
      'is gone',
      describeFailure(new TypeError('x', { cause: brokenBy({ code: 'ECONNREFUSED', syscall: 'connect' }) }), 'a'),
      'network.proxyOffline',
    ],
    [
      'refuses the tunnel',
      describeFailure(new Error('Proxy response (502) !== 200 when HTTP Tunneling'), 'a'),
      'network.proxyRefused',
    ],
    [
      'takes no name and password',
      describeFailure(new Error('Proxy response (401) !== 200 when HTTP Tunneling'), 'a'),
      'network.proxyNoPassword',
    ],
    ['speaks no TLS', describeFailure(brokenBy({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'a'), 'network.proxyStrange'],
    [
      'hangs',
      new HttpFailure(buildSentence('network.tooSlow', { host: 'a', seconds: '30' }), {
        reason: 'tooSlow',
        delivery: 'uncertain',
      }),
      'network.proxyTooSlow',
    ],
  ])(
    'that the host could not bring, as the proxy of the settings %s, names that proxy',
    async (_name, failure, words) => {
      const settings = makeProxySettings({ proxy: 'http://proxy.example:3128' });
      await expect(
        compose({ settings }, { send: () => Promise.reject(failure) }).send({ method: 'GET', url }),
      ).rejects.toMatchObject({
        sentence: { messageId: words, args: { proxy: 'proxy.example:3128', source: 'http.proxy' } },
        reason: failure.reason,
        delivery: failure.delivery,
      });
    },
  );

  it('keeps its own words where the proxy is not at fault', async () => {
    const settings = makeProxySettings({ proxy: 'http://proxy.example:3128' });
    const failure = describeFailure(brokenBy({ code: 'ECONNRESET' }), 'a');
    await expect(
      compose({ settings }, { send: () => Promise.reject(failure) }).send({ method: 'GET', url }),
    ).rejects.toBe(failure);
  });

  const refusing: HttpClient = {
    send: () =>
      Promise.reject(
        new HttpFailure(buildSentence('network.untrusted', { host: 'localhost' }), {
          reason: 'untrustedIssuer',
          delivery: 'notSent',
        }),
      ),
  };

  it.each([
    ['on a way that VS Code alone knows', 'override', 'network.untrusted', 0],
    ['straight, as VS Code takes no proxy', 'off', 'network.unknownIssuer', 1],
  ])('whose certificate the host refused %s is judged by that way alone', async (_name, support, messageId, looks) => {
    const { port, connections } = await serve((response) => response.end('{}'));
    const settings = makeProxySettings({ support });
    await expect(
      compose({ settings }, refusing).send({ method: 'GET', url: `https://[::ffff:127.0.0.1]:${String(port)}/x` }),
    ).rejects.toMatchObject({ sentence: { messageId } });
    expect(connections()).toBe(looks);
  });

  it('whose certificate the host refused, and that is shown a known one, accuses nobody', async () => {
    const { port } = await serve((response) => response.end('{}'));
    const proxy = await startProxy(port);
    await trustBySystem();
    const settings = makeProxySettings({ proxy: `http://${proxy.address}` });
    await expect(compose({ settings }, refusing).send({ method: 'GET', url })).rejects.toMatchObject({
      sentence: { messageId: 'network.untrusted' },
    });
    expect(proxy.asked).toHaveLength(1);
  });

  it('whose certificate the system alone trusts names the setting that says not to ask it', async () => {
    const { port } = await serve((response) => response.end('{}'));
    const proxy = await startProxy(port);
    await trustBySystem();
    const settings = makeProxySettings({ proxy: `http://${proxy.address}`, systemCertificates: false });
    await expect(compose({ settings }, refusing).send({ method: 'GET', url })).rejects.toMatchObject({
      sentence: { messageId: 'network.systemCertificatesOff', args: { host: 'auth.example.test' } },
    });
    const ours = compose({ settings: { ...settings, extendsFetch: false } });
    await expect(ours.send({ method: 'GET', url })).rejects.toMatchObject({
      sentence: { messageId: 'network.systemCertificatesOff' },
      delivery: 'notSent',
    });
  });

  it('with a CA file is tried by the host too, when no connection came about', async () => {
    const asked: string[] = [];
    const http = compose(
      { environment: { SSL_CERT_FILE: authority.caFile } },
      {
        send: (request) => {
          asked.push(request.url);
          return Promise.reject(offline());
        },
      },
    );
    await expect(http.send({ method: 'GET', url: 'https://name.invalid/x' })).rejects.toMatchObject({
      sentence: { messageId: 'network.offline' },
    });
    expect(asked).toEqual(['https://name.invalid/x']);
  });

  it('with a CA file is tried by the host too, when the connection takes too long', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) =>
      // The time limit of one step of the way alone.
      ms === 10_000 ? AbortSignal.abort(new DOMException('too long', 'TimeoutError')) : new AbortController().signal,
    );
    const answer = { status: 200, contentType: '', retryAfterMs: undefined, text: '' };
    const http = compose({ environment: { SSL_CERT_FILE: authority.caFile } }, { send: () => Promise.resolve(answer) });
    expect(await http.send({ method: 'GET', url: 'https://name.invalid/x' })).toBe(answer);
  });

  it('on this machine goes straight, with the CA file', async () => {
    const { port, seen } = await serve((response) => response.end('{}'));
    const http = compose({ environment: { ALL_PROXY: 'nonsense here', SSL_CERT_FILE: authority.caFile } });
    await http.send({ method: 'GET', url: `https://localhost:${String(port)}/x` });
    expect(seen).toMatchObject([{ url: '/x' }]);
  });
});

describe('the global dispatchers of this process', () => {
  it('stay what they are, as everybody else’s fetch uses them', async () => {
    const slots = [1, 2].map((version) => Symbol.for(`undici.globalDispatcher.${String(version)}`));
    const read = (): readonly unknown[] => slots.map((slot) => Reflect.get(globalThis, slot) as unknown);
    // The first fetch sets Node’s own.
    await fetch('data:,').catch(() => undefined);
    const before = read();
    const { port } = await serve((response) => response.end('{}'));
    await through((await startProxy(port)).address).send({ method: 'GET', url });
    expect(read()).toEqual(before);
    expect(read()[0]).toBe(before[0]);
    expect(before[0]).toBeDefined();
  });
});
