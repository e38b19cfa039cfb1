import { HttpFailure } from '../../errors/httpFailure.ts';
import { buildSentence } from '../../errors/sentence.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../network/http.ts';

const limitMs = 30_000;
const mostBytes = 1024 * 1024;

export interface FetchHttpOptions {
  /** `name/version (…)`, honest about who asks. */
  readonly userAgent: string;
}

/**
 * HTTP over the host's own `fetch`, taken at each call because VS Code replaces it after start: only so do its proxy,
 * certificate and proxy-login settings apply (docs/decisions.md, Requests). Redirects are refused: a 307 would carry
 * the body, and with it a token, to another origin.
 */
export class FetchHttp implements HttpClient {
  readonly #options: FetchHttpOptions;

  constructor(options: FetchHttpOptions) {
    this.#options = options;
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { host } = new URL(request.url);
    const limit = AbortSignal.timeout(limitMs);
    const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]);
    try {
      const response = await globalThis.fetch(request.url, {
        method: request.method,
        headers: { 'user-agent': this.#options.userAgent, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal,
      });
      return await readAnswer(response, host);
    } catch (failure) {
      request.signal?.throwIfAborted();
      if (failure instanceof HttpFailure) {
        throw failure;
      }
      // Loaded with the first failure: most windows see none.
      throw limit.aborted
        ? new HttpFailure(buildSentence('network.tooSlow', { host }), { delivery: 'uncertain', cause: failure })
        : (await import('./connectionFailure.ts')).describeFailure(failure, host);
    }
  }
}

async function readAnswer(response: Response, host: string): Promise<HttpAnswer> {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    // Whoever sends the request elsewhere is not the service, which has not read it.
    throw new HttpFailure(buildSentence('network.redirected', { host }), {
      delivery: 'notSent',
      isForeignAnswer: true,
    });
  }
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    servedAtMs: parseDate(response.headers.get('date')),
    retryAfterMs: parseRetryAfter(response.headers.get('retry-after')),
    text: await readBody(response, host),
  };
}

async function readBody(response: Response, host: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > mostBytes) {
      // Leaving the loop cancels the stream.
      throw new HttpFailure(buildSentence('network.tooMuch', { host }), {
        delivery: 'uncertain',
        isForeignAnswer: true,
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseDate(value: string | null): number | undefined {
  const ms = Date.parse(value ?? '');
  return Number.isFinite(ms) ? ms : undefined;
}

function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) {
    return undefined;
  }
  const ms = /^\d+$/u.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 60 * 60 * 1000) : undefined;
}
