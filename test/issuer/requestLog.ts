/** One request as it arrived. The log lives in memory only: it holds what the client sent, secrets included. */
export interface LoggedRequest {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The query as sent, for tests on order and encoding. */
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The members of a JSON object or the fields of a form; empty for anything else. */
  readonly bodyFields: Readonly<Record<string, unknown>>;
  /** The body as sent, for tests on order and encoding. */
  readonly rawBody: string;
  /** The status answered; undefined while the answer is due and when the connection was cut instead. */
  readonly status: number | undefined;
}

export interface RequestFilter {
  readonly path?: string;
  readonly method?: string;
}

export type ArrivedRequest = Omit<LoggedRequest, 'status'>;

/** Every request since the start or the last `clear()`, in the order of arrival. */
export class RequestLog {
  #entries: { request: ArrivedRequest; status: number | undefined }[] = [];

  /** Notes a request; the function returned notes its answer. */
  note(request: ArrivedRequest): (status: number) => void {
    const entry: { request: ArrivedRequest; status: number | undefined } = { request, status: undefined };
    this.#entries.push(entry);
    return (status) => {
      entry.status = status;
    };
  }

  requests(filter: RequestFilter = {}): readonly LoggedRequest[] {
    return this.#entries
      .filter(({ request }) => filter.path === undefined || request.path === filter.path)
      .filter(({ request }) => filter.method === undefined || request.method === filter.method)
      .map(({ request, status }) => ({ ...request, status }));
  }

  clear(): void {
    this.#entries = [];
  }
}
