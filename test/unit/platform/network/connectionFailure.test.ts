import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeFailure } from '../../../../src/platform/network/connectionFailure.ts';
import { FetchHttp } from '../../../../src/platform/network/fetchHttp.ts';
import { createRefreshScene, mintLife } from '../../accounts/refresh/refreshScene.ts';
import type { NetworkReason } from '../../../../src/errors/authError.ts';

interface Parts {
  readonly code?: string;
  readonly syscall?: string;
  readonly message?: string;
}

const failed = ({ message, ...parts }: Parts): Error => Object.assign(new Error(message ?? parts.code), parts);
/** As `fetch` throws it. */
const wrap = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });
const both = (...attempts: readonly Parts[]): Error =>
  Object.assign(new AggregateError(attempts.map(failed), ''), { code: attempts[0]?.code });
/** undici's, behind the cancelling that it causes. */
function refusedTunnel(status: number): Error {
  const cause = failed({
    code: 'UND_ERR_ABORTED',
    message: `Proxy response (${String(status)}) !== 200 when HTTP Tunneling`,
  });
  return Object.assign(new DOMException('Request was cancelled.'), { cause });
}
const judge = (failure: unknown): string => describeFailure(failure, 'auth.example').sentence.messageId;
const deliver = (failure: unknown): string => describeFailure(failure, 'auth.example').delivery;

describe('a connection that was never made', () => {
  it.each<readonly [string, unknown]>([
    ['no route in time', wrap(failed({ code: 'ETIMEDOUT', syscall: 'connect' }))],
    [
      'no answer, told in the text alone',
      wrap(failed({ code: 'ETIMEDOUT', message: 'connect ETIMEDOUT 203.0.113.7:443' })),
    ],
    ['reset by a firewall while connecting', wrap(failed({ code: 'ECONNRESET', syscall: 'connect' }))],
    ['a sandbox', wrap(failed({ code: 'EPERM', syscall: 'connect' }))],
    ['a firewall of Windows', wrap(failed({ code: 'EACCES', message: 'connect EACCES 203.0.113.7:443' }))],
    ['a sandbox without sockets', wrap(failed({ code: 'EPERM', syscall: 'socket' }))],
    [
      'Node’s permission model',
      wrap(failed({ code: 'ERR_ACCESS_DENIED', message: 'Access to this API has been restricted.' })),
    ],
    ['no file descriptor left', wrap(failed({ code: 'EMFILE', syscall: 'connect' }))],
    ['no IPv6 here', wrap(failed({ code: 'EAFNOSUPPORT' }))],
    ['no such name', wrap(failed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }))],
    ['no name server', wrap(failed({ code: 'EAI_FAIL' }))],
    ['a name server that refuses', wrap(failed({ code: 'ESERVFAIL', syscall: 'queryA' }))],
    ['undici’s limit', wrap(failed({ code: 'UND_ERR_CONNECT_TIMEOUT' }))],
    ['Node’s limit over all addresses', wrap(failed({ code: 'ERR_SOCKET_CONNECTION_TIMEOUT' }))],
    [
      'both families',
      wrap(both({ code: 'ETIMEDOUT', syscall: 'connect' }, { code: 'ENETUNREACH', syscall: 'connect' })),
    ],
    [
      'both families, one blocked',
      wrap(both({ code: 'EPERM', syscall: 'connect' }, { code: 'ECONNREFUSED', syscall: 'connect' })),
    ],
    ['both families, without attempts', wrap(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))],
    ['a tunnel that the proxy refuses', wrap(refusedTunnel(403))],
    ['a tunnel that the proxy cannot make', wrap(refusedTunnel(502))],
    [
      'a proxy agent’s refusal',
      failed({ code: 'ECONNRESET', message: 'tunneling socket could not be established, statusCode=403' }),
    ],
    ['a proxy that hangs up', failed({ message: 'Proxy connection ended before receiving CONNECT response' })],
    ['a SOCKS proxy', failed({ message: 'Socks5 proxy rejected connection - NotAllowed' })],
    ['a proxy from the environment', wrap(failed({ code: 'ERR_PROXY_TUNNEL' }))],
    [
      'TLS that was cut off',
      wrap(
        failed({
          code: 'ECONNRESET',
          message: 'Client network socket disconnected before secure TLS connection was established',
        }),
      ),
    ],
    ['a handshake without a common language', wrap(failed({ code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }))],
    [
      'a cause behind another',
      wrap(new TypeError('undici', { cause: failed({ code: 'ECONNREFUSED', syscall: 'connect' }) })),
    ],
  ])('is offline: %s', (_name, failure) => {
    expect([judge(failure), deliver(failure)]).toEqual(['network.offline', 'notSent']);
  });

  it.each<[string, unknown, NetworkReason]>([
    ['by its code', wrap(failed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })), 'hostUnknown'],
    ['by its text alone', wrap(new Error('getaddrinfo ENOTFOUND auth.example')), 'hostUnknown'],
    ['by its name in Electron', new TypeError('net::ERR_NAME_NOT_RESOLVED'), 'hostUnknown'],
    ['not where no name server answers', wrap(failed({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' })), 'offline'],
    ['not where the host is known', wrap(failed({ code: 'ECONNREFUSED', syscall: 'connect' })), 'offline'],
  ])('tells a name that no name server knows %s', (_name, failure, reason) => {
    expect(describeFailure(failure, 'auth.example')).toMatchObject({ reason, delivery: 'notSent' });
  });

  it.each([
    'NAME_NOT_RESOLVED',
    'NAME_RESOLUTION_FAILED',
    'DNS_TIMED_OUT',
    'INTERNET_DISCONNECTED',
    'ADDRESS_UNREACHABLE',
    'CONNECTION_REFUSED',
    'CONNECTION_TIMED_OUT',
    'CONNECTION_FAILED',
    'NETWORK_ACCESS_DENIED',
    'BLOCKED_BY_ADMINISTRATOR',
    'PROXY_CONNECTION_FAILED',
    'TUNNEL_CONNECTION_FAILED',
    'SOCKS_CONNECTION_FAILED',
    'MANDATORY_PROXY_CONFIGURATION_FAILED',
  ])('is offline in Electron: %s', (name) => {
    expect(judge(new TypeError(`net::ERR_${name}`))).toBe('network.offline');
    expect(judge(wrap(new Error(`Error: net::ERR_${name}`)))).toBe('network.offline');
  });

  it('is a matter of the proxy where that wants a sign-in of its own', () => {
    expect(judge(wrap(refusedTunnel(407)))).toBe('network.proxySignIn');
  });

  it('leaves no token that may be spent', async () => {
    const scene = createRefreshScene({
      replies: {
        '/oauth/token': describeFailure(wrap(failed({ code: 'EPERM', syscall: 'connect' })), 'auth.example'),
      },
    });
    const tokens = mintLife({ issuedMs: Date.UTC(2026, 10, 21, 3, 10) });
    const account = await scene.save(tokens);
    expect(await scene.service.run(account, 'now')).toMatchObject({ kind: 'offline' });
    expect([(await scene.ledger.read(account.grantId))?.pending, scene.http.sent.length]).toEqual([undefined, 1]);
  });
});

describe('a certificate', () => {
  it.each([
    ['network.clock', ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED', 'CRL_NOT_YET_VALID', 'CRL_HAS_EXPIRED']],
    [
      'network.untrusted',
      [
        'SELF_SIGNED_CERT_IN_CHAIN',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        'CERT_UNTRUSTED',
      ],
    ],
    [
      'network.certificate',
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH', 'CERT_REVOKED', 'CERT_CHAIN_TOO_LONG', 'INVALID_PURPOSE'],
    ],
  ])('is told by what is wrong with it: %s', (messageId, codes) => {
    expect(codes.map((code) => [code, judge(wrap(failed({ code })))])).toEqual(codes.map((code) => [code, messageId]));
  });

  it.each([
    ['DATE_INVALID', 'network.clock'],
    ['AUTHORITY_INVALID', 'network.untrusted'],
    ['COMMON_NAME_INVALID', 'network.certificate'],
    ['REVOKED', 'network.certificate'],
  ])('is told so in Electron too: ERR_CERT_%s', (name, messageId) => {
    expect(judge(new TypeError(`net::ERR_CERT_${name}`))).toBe(messageId);
  });

  it('that is refused was shown before anything was sent', () => {
    const codes = ['CERT_HAS_EXPIRED', 'CERT_UNTRUSTED', 'CERT_REVOKED', 'ERR_CERT_DATE_INVALID'];
    expect(codes.map((code) => deliver(wrap(failed({ code }))))).toEqual(codes.map(() => 'notSent'));
  });
});

describe('a connection that was made', () => {
  it.each<readonly [string, unknown]>([
    ['reset', wrap(failed({ code: 'ECONNRESET', syscall: 'read' }))],
    ['silent for too long', wrap(failed({ code: 'ETIMEDOUT', syscall: 'read' }))],
    ['broken while writing', wrap(failed({ code: 'EPIPE', syscall: 'write' }))],
    ['without a route any more', wrap(failed({ code: 'EHOSTUNREACH', syscall: 'read' }))],
    ['without a network any more', wrap(failed({ code: 'ENETDOWN', syscall: 'write' }))],
    ['closed by the other side', wrap(failed({ code: 'UND_ERR_SOCKET', message: 'other side closed' }))],
    ['without headers', wrap(failed({ code: 'UND_ERR_HEADERS_TIMEOUT' }))],
    ['of one family', wrap(both({ code: 'ETIMEDOUT', syscall: 'connect' }, { code: 'ECONNRESET', syscall: 'read' }))],
    ['reset, in Electron', new TypeError('net::ERR_CONNECTION_RESET')],
    ['closed, in Electron', new TypeError('net::ERR_CONNECTION_CLOSED')],
    ['empty, in Electron', new TypeError('net::ERR_EMPTY_RESPONSE')],
    ['of another network, in Electron', new TypeError('net::ERR_NETWORK_CHANGED')],
    ['timed out, in Electron', new TypeError('net::ERR_TIMED_OUT')],
    ['of which nothing is told', new TypeError('Failed to fetch')],
    ['that failed with something else than an error', 'no'],
  ])('may have brought the request: %s', (_name, failure) => {
    expect([judge(failure), deliver(failure)]).toEqual(['network.cut', 'uncertain']);
  });

  it('is not sought for ever in causes that lead in a circle', () => {
    const circle = new Error('round');
    circle.cause = circle;
    expect(judge(circle)).toBe('network.cut');
  });
});

describe('the real fetch of this Node', () => {
  const http = new FetchHttp({ userAgent: 'codex_accounts/1.0 (test)' });

  async function listen(server: Server): Promise<string> {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.close();
    });
    return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  it.each<readonly [string, string, () => Server, string]>([
    [
      'a server that speaks no TLS',
      'https',
      () => createHttpServer((_request, response) => response.end()),
      'network.offline',
    ],
    [
      'a server that hangs up at the first byte of TLS',
      'https',
      () => createServer((socket) => socket.once('data', () => socket.destroy())),
      'network.offline',
    ],
    [
      'a server that hangs up once it has the request',
      'http',
      () => createServer((socket) => socket.once('data', () => socket.destroy())),
      'network.cut',
    ],
  ])('meets %s', async (_name, scheme, create, messageId) => {
    const host = await listen(create());
    await expect(http.send({ method: 'GET', url: `${scheme}://${host}/x` })).rejects.toMatchObject({
      sentence: { messageId },
    });
  });
});
