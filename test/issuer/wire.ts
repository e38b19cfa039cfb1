import { randomUUID } from 'node:crypto';

/** A request with its body read. `fields` is what the outside sent: each endpoint parses it with its own schema. */
export interface IssuerRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface IssuerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** The exact path; an expression where the path itself names somebody. */
  readonly path: string | RegExp;
  readonly answer: (request: IssuerRequest) => IssuerAnswer;
}

export function answerJson(status: number, value: unknown): IssuerAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly type?: string;
}

/** The error object of platform API, backend and refresh endpoint: `{"error": {message, type, param, code}}`. */
export function answerApiError(
  status: number,
  { code, message, type = 'invalid_request_error' }: ApiError,
): IssuerAnswer {
  return answerJson(status, { error: { message, type, param: null, code } });
}

/** The error answer of RFC 6749 5.2. */
export function answerOAuthError(status: number, error: string, description: string): IssuerAnswer {
  return answerJson(status, { error, error_description: description });
}

export function answerRedirect(location: string): IssuerAnswer {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

export function makeRequestId(): string {
  return `req_${randomUUID().replaceAll('-', '')}`;
}
