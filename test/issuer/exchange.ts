import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { readBody } from './bodyReading.ts';
import { answerFault } from './faultAnswers.ts';
import type { FaultBoard, FaultRule } from './faults.ts';
import type { RequestLog } from './requestLog.ts';
import type { Router } from './router.ts';
import { answerApiError, makeRequestId, type IssuerAnswer, type IssuerRequest } from './wire.ts';

export interface ExchangeOptions {
  readonly router: Router;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  readonly now: () => number;
  /** Ends waiting faults when the issuer closes. */
  readonly closing: AbortSignal;
}

const bodyRefusals = {
  400: 'The body cannot be read.',
  413: 'The body is too large.',
  415: 'Unknown encoding.',
} as const;

function joinHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function splitTarget(target: string): { readonly path: string; readonly rawQuery: string } {
  const mark = target.indexOf('?');
  return mark === -1
    ? { path: target, rawQuery: '' }
    : { path: target.slice(0, mark), rawQuery: target.slice(mark + 1) };
}

/** One request from arrival to answer: read, log, spoil if a fault is due, route, answer. */
export class Exchange {
  readonly #options: ExchangeOptions;

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { request, refusal, noteStatus } = await this.#receive(message);
    const fault = this.#options.faults.take(request.method, request.path);
    if (fault?.delayMs !== undefined && !(await this.#wait(fault.delayMs))) {
      response.destroy();
      return;
    }
    const answer = this.#decide(request, refusal, fault);
    if (answer === 'cut') {
      response.destroy();
      return;
    }
    noteStatus(answer.status);
    if (refusal?.status === 413) {
      response.shouldKeepAlive = false;
    }
    response.writeHead(answer.status, { 'x-request-id': makeRequestId(), ...answer.headers });
    response.end(answer.body);
  }

  /** No path of the issuer speaks WebSocket; 426 makes the CLI go on by POST at once. */
  refuseUpgrade(message: IncomingMessage, socket: Duplex): void {
    const { path, rawQuery } = splitTarget(message.url ?? '/');
    this.#options.log.note({
      atMs: this.#options.now(),
      method: message.method ?? 'GET',
      path,
      query: Object.fromEntries(new URLSearchParams(rawQuery)),
      rawQuery,
      headers: joinHeaders(message),
      bodyFields: {},
      rawBody: '',
    })(426);
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }

  async #receive(message: IncomingMessage): Promise<{
    readonly request: IssuerRequest;
    readonly refusal: IssuerAnswer | undefined;
    readonly noteStatus: (status: number) => void;
  }> {
    const atMs = this.#options.now();
    const body = await readBody(message);
    const { path, rawQuery } = splitTarget(message.url ?? '/');
    const query = new URLSearchParams(rawQuery);
    const readable = 'refuse' in body ? { fields: {}, raw: '' } : body;
    const request: IssuerRequest = {
      method: message.method ?? 'GET',
      path,
      query,
      rawQuery,
      headers: joinHeaders(message),
      fields: readable.fields,
    };
    const noteStatus = this.#options.log.note({
      atMs,
      method: request.method,
      path,
      query: Object.fromEntries(query),
      rawQuery,
      headers: request.headers,
      bodyFields: readable.fields,
      rawBody: readable.raw,
    });
    const refusal =
      'refuse' in body
        ? answerApiError(body.refuse, { code: 'invalid_body', message: bodyRefusals[body.refuse] })
        : undefined;
    return { request, refusal, noteStatus };
  }

  #decide(
    request: IssuerRequest,
    refusal: IssuerAnswer | undefined,
    fault: FaultRule | undefined,
  ): IssuerAnswer | 'cut' {
    const spoiled = fault === undefined ? undefined : answerFault(fault);
    if (spoiled !== undefined) {
      return spoiled;
    }
    const answer = refusal ?? this.#options.router.answer(request);
    return fault?.kind === 'lostAnswer' ? 'cut' : answer;
  }

  /** @returns false when the issuer closes meanwhile */
  async #wait(delayMs: number): Promise<boolean> {
    const { closing, faults } = this.#options;
    await delay(delayMs, undefined, { signal: AbortSignal.any([closing, faults.cleared]) }).catch(() => undefined);
    return !closing.aborted;
  }
}
