import { once } from 'node:events';
import { ClientRequest, type IncomingMessage } from 'node:http';
import type { HttpAnswer, HttpRequest } from '../../network/http.ts';
import { HttpFailure } from '../../errors/httpFailure.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { openConnection, type ConnectionOptions } from './openConnection.ts';
import { withinLimits } from './requestLimits.ts';

/** The way of a request over a connection of ours, and who asks. */
export type SocketHttpOptions = Pick<ConnectionOptions, 'proxy' | 'trusted'> & { readonly userAgent: string };

/** Sends one request over a connection of its own: for proxies that VS Code does not know, and for a CA file. */
export async function sendOverSocket(
  request: HttpRequest,
  { proxy, trusted, userAgent }: SocketHttpOptions,
): Promise<HttpAnswer> {
  return withinLimits(request, async (signal) => {
    const url = new URL(request.url);
    const socket = await openConnection(url, { proxy, trusted, signal });
    const sent = new ClientRequest({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      setHost: false,
      headers: {
        host: url.host,
        'user-agent': userAgent,
        accept: '*/*',
        // Read as it comes: there is nothing here that unpacks.
        'accept-encoding': 'identity',
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
      },
      createConnection: () => socket,
      signal,
    });
    // Heard where it is waited for; one that comes late must not end the whole extension host.
    sent.on('error', () => undefined);
    try {
      // An answer that only switches protocols ends the request with neither answer nor error.
      const closed = new AbortController();
      sent.once('close', () => {
        closed.abort();
      });
      const answered = once(sent, 'response', { signal: AbortSignal.any([signal, closed.signal]) });
      sent.end(request.body);
      const [answer] = (await answered) as [IncomingMessage];
      return {
        status: answer.statusCode ?? 0,
        header: (name) => [answer.headers[name] ?? []].flat()[0],
        body: readToItsEnd(answer, url.host),
        giveUp: () => {
          answer.destroy();
          return Promise.resolve();
        },
      };
    } catch (failure) {
      throw signal.aborted ? failure : cutOff(url.host, failure);
    }
  });
}

async function* readToItsEnd(answer: IncomingMessage, host: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of answer) {
      yield part as Buffer;
    }
  } catch (failure) {
    throw cutOff(host, failure);
  }
}

/** Once the connection was open, the server may have read the request, whatever the failure is called. */
function cutOff(host: string, cause: unknown): HttpFailure {
  return new HttpFailure(buildSentence('network.cut', { host }), { reason: 'cut', delivery: 'uncertain', cause });
}
