import { HttpFailure } from '../../errors/httpFailure.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { judgePage } from '../../network/blockPage.ts';
import { isPage, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import { describeFailure } from './connectionFailure.ts';

/** How long a request may take, with its answer. */
export const limitMs = 30_000;
const mostBytes = 1024 * 1024;

/** An answer whose body is still to come. */
export interface OpenAnswer {
  readonly status: number;
  /** @param name in lower case */
  readonly header: (name: string) => string | undefined;
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Leaves the body unread. */
  readonly giveUp: () => Promise<void>;
}

/**
 * What holds for every request, whichever way it goes: 30 seconds for all of it, no redirect (a 307 would carry the body,
 * and with it a token, to another origin), at most 1 MiB.
 * @param open sends it and resolves with the head of the answer
 */
export async function withinLimits(
  request: HttpRequest,
  open: (signal: AbortSignal) => Promise<OpenAnswer>,
): Promise<HttpAnswer> {
  const { host } = new URL(request.url);
  const limit = AbortSignal.timeout(limitMs);
  const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]);
  try {
    return await readAnswer(await open(signal), host);
  } catch (failure) {
    request.signal?.throwIfAborted();
    if (failure instanceof HttpFailure) {
      throw failure;
    }
    throw limit.aborted
      ? new HttpFailure(buildSentence('network.tooSlow', { host, seconds: String(limitMs / 1000) }), {
          reason: 'tooSlow',
          delivery: 'uncertain',
          cause: failure,
        })
      : describeFailure(failure, host);
  }
}

async function readAnswer({ status, header, body, giveUp }: OpenAnswer, host: string): Promise<HttpAnswer> {
  if (status >= 300 && status < 400) {
    await giveUp();
    // Whoever sends the request elsewhere is not the service, which has not read it.
    throw new HttpFailure(buildSentence('network.redirected', { host }), {
      reason: 'strangeAnswer',
      delivery: 'notSent',
      isForeignAnswer: true,
    });
  }
  const answer = {
    status,
    contentType: header('content-type') ?? '',
    servedAtMs: parseDate(header('date')),
    retryAfterMs: parseRetryAfter(header('retry-after')),
    requestId: findRequestId(header),
    authorizationError: header('x-openai-authorization-error'),
    text: await readBody(body, host),
  };
  return isPage(answer) ? { ...answer, page: judgePage(answer.text) } : answer;
}

/** As the CLI looks for it; the last is of the proxy that is before the service, which writes pages of its own. */
const requestIdHeaders = ['x-request-id', 'x-oai-request-id', 'x-openai-request-id', 'cf-ray'];

/** Nothing that could be a token is one. */
function findRequestId(header: OpenAnswer['header']): string | undefined {
  return requestIdHeaders
    .map((name) => header(name)?.trim() ?? '')
    .find((id) => /^(?!sk-|at-|eyJ)[\w-]{8,80}$/u.test(id));
}

async function readBody(body: OpenAnswer['body'], host: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > mostBytes) {
      // Leaving the loop ends the stream.
      throw new HttpFailure(buildSentence('network.tooMuch', { host }), {
        reason: 'strangeAnswer',
        delivery: 'uncertain',
        isForeignAnswer: true,
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseDate(value: string | undefined): number | undefined {
  const ms = Date.parse(value ?? '');
  return Number.isFinite(ms) ? ms : undefined;
}

function parseRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const ms = /^\d+$/u.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 60 * 60 * 1000) : undefined;
}
