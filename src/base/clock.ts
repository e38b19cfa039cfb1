/** Time as a port: tests turn the hands themselves. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts: that of whoever waits. Leaves no timer behind. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

/** The time as the CLI writes `last_refresh`: RFC 3339 in UTC with a `Z`. */
export function rfc3339(atMs: number): string {
  return new Date(atMs).toISOString();
}
