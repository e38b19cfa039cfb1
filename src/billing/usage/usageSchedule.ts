const minuteMs = 60_000;

/**
 * Who looks at the usage of the account in use: the person at its page, or at its window or past an open page, or nobody,
 * who wants to be told.
 */
export type UsageWatch = 'page' | 'window' | 'notice';

/** What tells who looks. */
export interface UsageAttention {
  readonly isOn: boolean;
  readonly isPageSeen: boolean;
  readonly isFocused: boolean;
  readonly wantsNotices: boolean;
}

/** Who looks; a page may stay open all night in a window that nobody is at. */
export function findUsageWatch({ isOn, isPageSeen, isFocused, wantsNotices }: UsageAttention): UsageWatch | undefined {
  if (!isOn) {
    return undefined;
  }
  if (isPageSeen && isFocused) {
    return 'page';
  }
  return isPageSeen || isFocused ? 'window' : wantsNotices ? 'notice' : undefined;
}

/** Everything that decides when an account is asked about next. */
export interface UsageQuestion {
  /** Undefined when nobody looks, and for every account that is not in use. */
  readonly watch: UsageWatch | undefined;
  readonly nowMs: number;
  /** The last question of any window of this user. */
  readonly askedAtMs: number | undefined;
  /** How many questions in a row had no answer. */
  readonly failures: number;
  /** The service asked for silence until then. */
  readonly notBeforeMs: number;
  /** When the windows begin anew, by the last answer. */
  readonly resetsAtMs: readonly number[];
  /** Spreads windows and computers; 0…1. */
  readonly random: number;
}

const everyMs: Readonly<Record<UsageWatch, number>> = {
  page: 5 * minuteMs,
  window: 15 * minuteMs,
  notice: 30 * minuteMs,
};
/** Between any two questions that no click asked for: at most 12 in an hour. */
const shortestGapMs = 5 * minuteMs;
const longestGapMs = 2 * 60 * minuteMs;
/** A part of the wait that is left to chance, and only ever added. */
const jitter = 0.1;
/** The service needs a moment to see that a window is over. */
const afterResetMs = 30_000;

/** When an account is asked about next, in ms; undefined: not at all. A moment that has passed means now. */
export function findNextQuestionMs(question: UsageQuestion): number | undefined {
  const { watch, nowMs, askedAtMs, failures, notBeforeMs, resetsAtMs, random } = question;
  if (watch === undefined) {
    return undefined;
  }
  // A clock that was set back makes nobody wait for the time that it has lost.
  if (askedAtMs === undefined || askedAtMs > nowMs) {
    return Math.max(nowMs, notBeforeMs);
  }
  const gapMs = Math.min(everyMs[watch] * 2 ** failures, Math.max(longestGapMs, everyMs[watch]));
  const regularMs = askedAtMs + gapMs * (1 + jitter * random);
  const reset = resetsAtMs.filter((atMs) => atMs > askedAtMs).sort((one, other) => one - other)[0];
  const resetMs =
    reset === undefined || failures > 0
      ? Number.POSITIVE_INFINITY
      : Math.max(reset + afterResetMs * (1 + random), askedAtMs + shortestGapMs * (1 + jitter * random));
  return Math.max(Math.min(regularMs, resetMs), notBeforeMs);
}
