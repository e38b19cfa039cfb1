/**
 * What goes wrong:
 * `status` answers `status` (default 500) with `body` and `headers`; `delay` waits `delayMs`, then goes on as usual;
 * `cut` closes the connection unheard; `lostAnswer` does everything asked, then closes the connection unanswered;
 * `wrongType` answers 200 with an HTML page; `hugeBody` answers 200 with 64 MiB of JSON; `redirect` answers 302
 * (or `status`) to `headers.location`, by default to a path that the log would show.
 */
type FaultKind = 'status' | 'delay' | 'cut' | 'lostAnswer' | 'wrongType' | 'hugeBody' | 'redirect';

export interface FaultRule {
  /** The exact path; with a `*` at the end, every path that starts so. */
  readonly path: string;
  readonly method?: string;
  /** How many matching requests it hits. */
  readonly times: number;
  readonly kind: FaultKind;
  readonly status?: number;
  /** Milliseconds to wait before anything else, or until the faults are cleared; may go with every kind. */
  readonly delayMs?: number;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function matches(rule: FaultRule, method: string, path: string): boolean {
  const pathMatches = rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
  return pathMatches && (rule.method === undefined || rule.method === method);
}

/** The faults still due. Of several that match, the oldest goes first. */
export class FaultBoard {
  #due: { readonly rule: FaultRule; left: number }[] = [];
  #clearing = new AbortController();

  /** Ends a fault's delay: what waits goes on at once. */
  get cleared(): AbortSignal {
    return this.#clearing.signal;
  }

  add(rule: FaultRule): void {
    this.#due.push({ rule, left: rule.times });
  }

  clear(): void {
    this.#due = [];
    this.#clearing.abort();
    this.#clearing = new AbortController();
  }

  /** Takes the fault for this request, if one is due. */
  take(method: string, path: string): FaultRule | undefined {
    const due = this.#due.find(({ rule, left }) => left > 0 && matches(rule, method, path));
    if (due === undefined) {
      return undefined;
    }
    due.left -= 1;
    return due.rule;
  }
}
