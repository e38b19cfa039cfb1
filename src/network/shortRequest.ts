import { HttpFailure } from '../errors/httpFailure.ts';
import { buildSentence } from '../errors/sentence.ts';
import type { Clock } from '../base/clock.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http.ts';

const limitMs = 10_000;

/** What sends a short request; `signal` ends it, where somebody waits who can leave. */
export interface ShortRequestPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** A question that a person waits for, ended after ten seconds. @throws HttpFailure also when that was too slow */
export async function sendShortRequest(
  build: (signal: AbortSignal) => HttpRequest,
  { http, clock, signal }: ShortRequestPorts,
): Promise<HttpAnswer> {
  const limit = new AbortController();
  const done = new AbortController();
  const request = build(signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]));
  const timer = clock.delay(limitMs, done.signal).then(
    () => {
      // What sends rejects with this reason.
      const { host } = new URL(request.url);
      limit.abort(
        new HttpFailure(buildSentence('network.tooSlow', { host, seconds: String(limitMs / 1000) }), {
          reason: 'tooSlow',
          delivery: 'uncertain',
        }),
      );
    },
    () => undefined,
  );
  try {
    return await http.send(request);
  } finally {
    done.abort();
    await timer;
  }
}
