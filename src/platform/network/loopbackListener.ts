import {
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type RequestOptions,
  type Server,
  type ServerResponse,
} from 'node:http';
import type {
  CallbackListener,
  CallbackPage,
  CallbackReply,
  ListenerResult,
  OpenListener,
  PortHolder,
} from '../../accounts/signIn/ports.ts';
import type { CallbackRequest } from '../../protocol/oauth/callbackRequest.ts';
import type { PortSight } from '../../diagnosis/ports.ts';
import { AuthError, isAuthError } from '../../errors/authError.ts';
import { randomBase64Url } from '../../base/bytes.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { pageHeaders } from './callbackPages.ts';
import { hasCode } from '../files/systemError.ts';

/** How long a connection may say nothing, and who is told what holds a port. */
export interface LoopbackListenerOptions {
  /** The finished page for each name, made before any request arrives. */
  readonly pages: Readonly<Record<CallbackPage, string>>;
  readonly findHolder: (port: number) => Promise<PortHolder>;
}

type Answer = (request: CallbackRequest, port: number) => Promise<CallbackReply>;

const mostConnections = 16;
/** Cookies know no port: whatever other servers of this machine have set comes along, 180 of 4 KiB at most. */
const largestHeader = 768 * 1024;
const mostRefusals = 30;

/**
 * The callback listener: 127.0.0.1 and ::1 on one port, so that nobody else can take the other half of `localhost`
 * (docs/threats.md, T-PORT-1), open only while a sign-in is, with tight limits and fixed pages.
 */
export class LoopbackListener implements CallbackListener {
  readonly #options: LoopbackListenerOptions;

  constructor(options: LoopbackListenerOptions) {
    this.#options = options;
  }

  async open(ports: readonly number[], answer: Answer): Promise<ListenerResult> {
    const holders: PortHolder[] = [];
    for (const port of ports) {
      const listener = new PortPair(port, answer, this.#options.pages);
      const bound = await listener.bind();
      if (bound === 'open') {
        await listener.probe();
        return { kind: 'open', listener };
      }
      holders.push(
        bound === 'reserved' ? { port, process: undefined, isReserved: true } : await this.#options.findHolder(port),
      );
    }
    return { kind: 'taken', holders };
  }
}

/**
 * What a sign-in would find on a port: it is opened as the listener opens it, asked for a word of ours, and closed; as
 * soon as the signal aborts, too.
 */
export async function tryCallbackPort(
  port: number,
  findHolder: LoopbackListenerOptions['findHolder'],
  signal: AbortSignal,
): Promise<PortSight> {
  signal.throwIfAborted();
  // Nobody is meant to come while it is only tried: whoever does gets no words.
  const listener = new PortPair(
    port,
    () => Promise.resolve({ kind: 'page', status: 404, page: 'notFound' }),
    undefined,
  );
  const bound = await listener.bind();
  switch (bound) {
    case 'taken':
      return { kind: 'taken', port, process: (await findHolder(port)).process };
    case 'reserved':
      return { kind: 'reserved', port };
    case 'open':
      try {
        await listener.probe(signal);
        return { kind: 'free', port };
      } catch (failure) {
        signal.throwIfAborted();
        if (!isAuthError(failure)) {
          throw failure;
        }
        return { kind: 'notReached', port };
      } finally {
        await listener.close();
      }
  }
}

/** Windows reserves ranges of ports for itself, and no program has them then. */
export function judgeBindFailure(failure: unknown): 'taken' | 'reserved' | undefined {
  return hasCode(failure, 'EADDRINUSE') ? 'taken' : hasCode(failure, 'EACCES') ? 'reserved' : undefined;
}

class PortPair implements OpenListener {
  readonly port: number;
  readonly #answer: Answer;
  readonly #pages: LoopbackListenerOptions['pages'] | undefined;
  readonly #servers: Server[] = [];
  readonly #probeToken = randomBase64Url(16);
  readonly #inFlight = new Set<Promise<void>>();
  #refusals = 0;

  constructor(port: number, answer: Answer, pages: LoopbackListenerOptions['pages'] | undefined) {
    this.port = port;
    this.#answer = answer;
    this.#pages = pages;
  }

  /** Not open when either family is not free; a machine without IPv6 needs only the first. */
  async bind(): Promise<'open' | 'taken' | 'reserved'> {
    for (const host of ['127.0.0.1', '::1']) {
      const server = this.#createServer();
      try {
        await listen(server, host, this.port);
        this.#servers.push(server);
      } catch (failure) {
        if (host === '::1' && hasCode(failure, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) {
          continue;
        }
        await this.close();
        const obstacle = judgeBindFailure(failure);
        if (obstacle === undefined) {
          throw failure;
        }
        return obstacle;
      }
    }
    return 'open';
  }

  /**
   * Asks itself through every family before a browser does: another program may be in front of us (docs/threats.md,
   * T-PORT-3).
   */
  async probe(signal?: AbortSignal): Promise<void> {
    for (const server of this.#servers) {
      const address = server.address();
      const host = typeof address === 'object' && address !== null ? address.address : '127.0.0.1';
      if ((await fetchProbe({ host, port: this.port, signal }, this.#probeToken)) !== this.#probeToken) {
        await this.close();
        throw new AuthError('chooseAnotherMethod', buildSentence('browser.notReachable', { port: String(this.port) }), {
          reason: 'callbackPorts',
        });
      }
    }
  }

  async close(): Promise<void> {
    const closed = this.#servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => {
            resolve();
          });
        }),
    );
    await Promise.allSettled([...this.#inFlight]);
    for (const server of this.#servers) {
      server.closeAllConnections();
    }
    await Promise.all(closed);
  }

  #createServer(): Server {
    const server = createServer(
      {
        headersTimeout: 5000,
        requestTimeout: 10_000,
        maxHeaderSize: largestHeader,
        connectionsCheckingInterval: 1000,
        insecureHTTPParser: false,
      },
      (request, response) => {
        const handled = this.#handle(request, response);
        this.#inFlight.add(handled);
        const forget = (): boolean => this.#inFlight.delete(handled);
        handled.then(forget, forget);
      },
    );
    server.maxConnections = mostConnections;
    server.keepAliveTimeout = 1;
    // What is not HTTP gets no answer at all.
    server.on('clientError', (_failure, socket) => {
      socket.destroy();
    });
    return server;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === `/${this.#probeToken}`) {
      await send(response, 200, this.#probeToken);
      return;
    }
    const { method = '', url = '', rawHeaders } = request;
    const reply = await this.#answer({ method, target: url, rawHeaders }, this.port);
    if (reply.kind === 'seeOther') {
      response.setHeader('location', reply.path);
      await send(response, 303, '');
      return;
    }
    this.#refusals += reply.status >= 400 ? 1 : 0;
    if (reply.status >= 400 && this.#refusals > mostRefusals) {
      await send(response, 429, '');
      return;
    }
    if (reply.status === 405) {
      response.setHeader('allow', 'GET');
    }
    // Before the sender proved to be a browser of this machine, it gets no words.
    await send(response, reply.status, reply.status === 421 ? '' : (this.#pages?.[reply.page] ?? ''));
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::1' }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function send(response: ServerResponse, status: number, body: string): Promise<void> {
  for (const [name, value] of pageHeaders) {
    response.setHeader(name, value);
  }
  response.statusCode = status;
  return new Promise((resolve) => {
    // A client that went away closes the response without finishing it.
    response.once('close', () => {
      resolve();
    });
    response.end(body);
  });
}

function fetchProbe(to: Pick<RequestOptions, 'host' | 'port' | 'signal'>, token: string): Promise<string> {
  return new Promise((resolve) => {
    const probe = sendRequest({ ...to, path: `/${token}`, method: 'GET', agent: false, timeout: 2000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part.slice(0, 64);
      });
      response.on('end', () => {
        resolve(text);
      });
      response.on('error', () => {
        resolve('');
      });
    });
    probe.on('timeout', () => {
      probe.destroy();
    });
    probe.on('error', () => {
      resolve('');
    });
    probe.end();
  });
}
