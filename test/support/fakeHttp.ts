import type { HttpAnswer, HttpClient, HttpRequest } from '../../src/protocol/http.ts';
import { AuthError } from '../../src/util/authError.ts';
import { say } from '../../src/util/sentence.ts';

export function answer(status: number, body: unknown = {}, over: Partial<HttpAnswer> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, contentType: 'application/json', retryAfterMs: undefined, text, ...over };
}

/** The failure of a request that never got an answer. */
export function offline(): AuthError {
  return new AuthError('checkNetwork', say('network.offline', { host: 'example.com' }));
}

export type Reply = HttpAnswer | Error | ((request: HttpRequest) => HttpAnswer | Error | Promise<HttpAnswer | Error>);

export interface FakeHttp extends HttpClient {
  /** Every request, in order. */
  readonly sent: readonly HttpRequest[];
  /** The requests to one path. */
  to(path: string): readonly HttpRequest[];
}

/** Answers by path; a list is used up from the front, its last reply stays. An unexpected request fails the test. */
export function createFakeHttp(replies: Readonly<Record<string, Reply | readonly Reply[]>>): FakeHttp {
  const sent: HttpRequest[] = [];
  const left = new Map<string, Reply[]>();
  for (const [path, reply] of Object.entries(replies)) {
    left.set(path, isList(reply) ? [...reply] : [reply]);
  }
  return {
    sent,
    to: (path) => sent.filter(({ url }) => new URL(url).pathname === path),
    send: async (request) => {
      sent.push(request);
      request.signal?.throwIfAborted();
      const queue = left.get(new URL(request.url).pathname);
      const next = queue === undefined ? undefined : queue.length > 1 ? queue.shift() : queue[0];
      if (next === undefined) {
        throw new TypeError(`Nobody said what ${request.method} ${request.url} answers.`);
      }
      const given = typeof next === 'function' ? await next(request) : next;
      request.signal?.throwIfAborted();
      if (given instanceof Error) {
        throw given;
      }
      return given;
    },
  };
}

function isList(reply: Reply | readonly Reply[]): reply is readonly Reply[] {
  return Array.isArray(reply);
}
