import type { HttpAnswer, HttpClient, HttpRequest } from '../../network/http.ts';
import { withinLimits } from './requestLimits.ts';

/** Who asks. */
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
    return withinLimits(request, async (signal) => {
      const response = await globalThis.fetch(request.url, {
        method: request.method,
        headers: { 'user-agent': this.#options.userAgent, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal,
      });
      return {
        status: response.status,
        header: (name) => response.headers.get(name) ?? undefined,
        body: response.body ?? [],
        giveUp: async () => {
          await response.body?.cancel();
        },
      };
    });
  }
}
