import { parseJson } from '../base/json.ts';
import type { PageAuthor } from './blockPage.ts';

/** One request. URLs never carry secrets; headers and bodies may, so a request is never logged as a whole. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** The whole answer; at most 1 MiB of it is ever read. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** When it was sent by the clock of who sent it (`Date` header), which this machine's clock may not agree with. */
  readonly servedAtMs?: number | undefined;
  /** The `Retry-After` header in milliseconds, when the server sent one that makes sense. */
  readonly retryAfterMs: number | undefined;
  readonly text: string;
  /** By which the service finds the request again, when it gave something of that shape. */
  readonly requestId?: string | undefined;
  /** The `x-openai-authorization-error` header: the backend's word for a refusal, also where the body is somebody else's. */
  readonly authorizationError?: string | undefined;
  /** Who wrote it, when it is a page; judged where it is read. */
  readonly page?: PageAuthor;
}

/**
 * Puts a request on the wire. Follows no redirect and repeats nothing: a token request may be sent only once.
 * @throws HttpFailure when no whole answer came back; `Cancelled` when the signal ended it.
 */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

/** The media type of a form (RFC 6749, 4.1.3). */
export const formType = 'application/x-www-form-urlencoded';
/** The media type of JSON (RFC 8259). */
export const jsonType = 'application/json';

/** A page for people, whatever its status: no service of ours speaks so, but proxies, networks and bot checks do. */
export function isPage({ contentType, text }: HttpAnswer): boolean {
  return /^\s*(?:text\/html|application\/xhtml)\b/iu.test(contentType) || /^\s*</u.test(text);
}

/** The JSON of an answer that says it succeeded and is JSON; else undefined. */
export function successJson(answer: HttpAnswer): unknown {
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/iu.test(answer.contentType);
  return answer.status >= 200 && answer.status < 300 && isJson ? parseJson(answer.text) : undefined;
}
