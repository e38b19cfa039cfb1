import type { HttpAnswer, HttpClient, HttpRequest } from '../../src/network/http.ts';
import { HttpFailure } from '../../src/errors/httpFailure.ts';
import { buildSentence } from '../../src/errors/sentence.ts';

export function answer(status: number, body: unknown = {}, over: Partial<HttpAnswer> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, contentType: 'application/json', retryAfterMs: undefined, text, ...over };
}

/** The service's own refusal, in its error form. */
export function refusal(status: number, code = 'token_expired'): HttpAnswer {
  return answer(status, { error: { code, message: 'Made up.' } });
}

/** What others say in the service's place: name, body, content type. */
export const strangers: readonly (readonly [string, unknown, string])[] = [
  ['a page', '<html><title>Sign in to the company network</title></html>', 'text/html; charset=UTF-8'],
  ['a page without its type', '\n<!doctype html><title>Just a moment</title>', ''],
  ['XHTML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', 'application/xhtml+xml'],
  ['nothing', '', ''],
  ['nothing, called JSON', '', 'application/json'],
  ['a line of text', 'Unauthorized', 'text/plain'],
  ['an empty object', {}, 'application/json'],
  ['null', 'null', 'application/json'],
  ['a list', [{ error: 'x' }], 'application/json'],
  ['half a JSON', '{"error":{"code":"refresh_token_exp', 'application/json'],
  ['a gateway’s message', { message: 'Unauthorized', requestId: 'x' }, 'application/json'],
  ['a gateway’s number', { code: 16, message: 'Unauthenticated' }, 'application/json'],
  ['a bot check’s list', { success: false, errors: [{ code: 10000, message: 'made up' }] }, 'application/json'],
  ['an error without a code', { error: { message: 'Forbidden' } }, 'application/json'],
  ['an error whose code is empty', { error: { code: '' }, code: '' }, 'application/json'],
  ['an error whose code is a number', { error: { code: 401 } }, 'application/json'],
  ['an empty error', { error: '' }, 'application/json'],
];

/** The failure of a request that never left. */
export function offline(): HttpFailure {
  return new HttpFailure(buildSentence('network.offline', { host: 'example.com' }), {
    reason: 'offline',
    delivery: 'notSent',
  });
}

/** The failure of a request whose answer was lost. */
export function cut(): HttpFailure {
  return new HttpFailure(buildSentence('network.cut', { host: 'example.com' }), {
    reason: 'cut',
    delivery: 'uncertain',
  });
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
