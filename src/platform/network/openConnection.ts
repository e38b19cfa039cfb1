import { once } from 'node:events';
import { ClientRequest, type IncomingMessage } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { HttpFailure } from '../../errors/httpFailure.ts';
import { buildSentence, type Sentence } from '../../errors/sentence.ts';
import { unbracket } from '../../network/proxyEnvironment.ts';
import type { NamedProxy } from '../../network/route.ts';
import type { Secret } from '../../base/secret.ts';
import { describeUnsent } from './connectionFailure.ts';

/** The way of a connection, whom it trusts, and who waits for it. */
export interface ConnectionOptions {
  readonly proxy: NamedProxy | undefined;
  /** All certificates that are trusted, as PEM; undefined for those that Node trusts. */
  readonly trusted: readonly string[] | undefined;
  readonly signal: AbortSignal;
  /** Only a look at what the server shows: nothing may be sent over such a connection. */
  readonly acceptAny?: boolean;
}

const connectMs = 10_000;

/**
 * Opens a connection to the server of `url`, through the proxy if there is one. Of Node's own parts, which VS Code does not
 * replace: its own `request` would put its proxy and certificates in the place of ours.
 * @throws HttpFailure, always `notSent`: not a byte of a request has been written yet
 */
export async function openConnection(url: URL, options: ConnectionOptions): Promise<Socket> {
  const target = {
    host: unbracket(url.hostname),
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
  };
  const socket =
    options.proxy === undefined
      ? await connectPlainly(target, options.signal, (cause) => describeUnsent(cause, url.host))
      : await openTunnel(options.proxy, target, options);
  return url.protocol === 'https:' ? await secure(socket, target.host, { ...options, shown: url.host }) : socket;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Through a proxy, by CONNECT (RFC 9110, 9.3.6). */
async function openTunnel(proxy: NamedProxy, target: Target, options: ConnectionOptions): Promise<Socket> {
  const shown = showProxy(proxy);
  const unreachable = (cause: unknown): HttpFailure =>
    new HttpFailure(buildSentence('network.proxyOffline', { proxy: shown, source: proxy.source }), {
      reason: 'proxy',
      delivery: 'notSent',
      cause,
    });
  const host = unbracket(proxy.host);
  const plain = await connectPlainly({ host, port: proxy.port }, options.signal, unreachable);
  const socket = proxy.scheme === 'https' ? await secure(plain, host, { ...options, acceptAny: false, shown }) : plain;
  const authority = `${isIP(target.host) === 6 ? `[${target.host}]` : target.host}:${String(target.port)}`;
  const request = new ClientRequest({
    method: 'CONNECT',
    path: authority,
    setHost: false,
    headers: {
      host: authority,
      ...(proxy.credentials === undefined ? {} : { 'proxy-authorization': buildBasic(proxy.credentials) }),
    },
    createConnection: () => socket,
  });
  request.on('error', ignoreLate);
  return await attempt(socket, unreachable, async () => {
    const connected = once(request, 'connect', { signal: withTimeout(options.signal) });
    request.end();
    const [answer, , rest] = (await connected) as [IncomingMessage, Socket, Buffer];
    const status = answer.statusCode ?? 0;
    if (status < 200 || status >= 300) {
      throw new HttpFailure(describeRefusedTunnel(proxy, status), {
        reason: 'proxy',
        delivery: 'notSent',
        isForeignAnswer: true,
      });
    }
    socket.unshift(rest);
    return socket;
  });
}

/** What a proxy means that does not let a request through. */
export function describeRefusedTunnel(proxy: NamedProxy, status: number): Sentence {
  const names = { proxy: showProxy(proxy), source: proxy.source };
  // tinyproxy answers 401 to a password that it does not take.
  return status !== 407 && status !== 401
    ? buildSentence('network.proxyRefused', { ...names, status: String(status) })
    : buildSentence(proxy.credentials === undefined ? 'network.proxyNoPassword' : 'network.proxyWrongPassword', names);
}

/** Without its name and password. */
function showProxy({ host, port }: NamedProxy): string {
  return `${host}:${String(port)}`;
}

function buildBasic(credentials: Secret): string {
  return `Basic ${Buffer.from(credentials.reveal(), 'utf8').toString('base64')}`;
}

async function connectPlainly(
  target: Target,
  signal: AbortSignal,
  describe: (cause: unknown) => HttpFailure,
): Promise<Socket> {
  const socket = connectTcp({ ...target, noDelay: true });
  socket.on('error', ignoreLate);
  return await attempt(socket, describe, async () => {
    await once(socket, 'connect', { signal: withTimeout(signal) });
    return socket;
  });
}

/** @param shown how the other end is called in a message */
async function secure(
  plain: Socket,
  host: string,
  { trusted, signal, acceptAny = false, shown }: ConnectionOptions & { readonly shown: string },
): Promise<Socket> {
  const socket = connectTls({
    socket: plain,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(trusted === undefined ? {} : { ca: [...trusted] }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: !acceptAny,
  });
  socket.on('error', ignoreLate);
  return await attempt(
    socket,
    (cause) => describeUnsent(cause, shown),
    async () => {
      await once(socket, 'secureConnect', { signal: withTimeout(signal) });
      return socket;
    },
  );
}

/** Whoever waits for a failure hears of it; one that comes late must not end the whole extension host. */
const ignoreLate = (): undefined => undefined;

/** Does one step of the way; what fails is closed, and was never sent. */
async function attempt<T>(
  socket: Socket,
  describe: (cause: unknown) => HttpFailure,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (failure) {
    socket.destroy();
    throw failure instanceof HttpFailure ? failure : describe(failure);
  }
}

function withTimeout(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(connectMs)]);
}
