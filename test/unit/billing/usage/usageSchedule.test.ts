import { describe, expect, it } from 'vitest';
import { findNextQuestionMs, findUsageWatch, type UsageQuestion } from '../../../../src/billing/usage/usageSchedule.ts';

const minuteMs = 60_000;
const askedAtMs = 100 * minuteMs;

/** In minutes after the last question. */
function next(over: Partial<UsageQuestion>): number | undefined {
  const dueMs = findNextQuestionMs({
    watch: 'page',
    nowMs: askedAtMs,
    askedAtMs,
    failures: 0,
    notBeforeMs: 0,
    resetsAtMs: [],
    random: 0,
    ...over,
  });
  return dueMs === undefined ? undefined : (dueMs - askedAtMs) / minuteMs;
}

describe('who looks', () => {
  it.each([
    ['the page', { isPageSeen: true, isFocused: true }, 'page'],
    ['past an open page', { isPageSeen: true }, 'window'],
    ['the window', { isFocused: true }, 'window'],
    ['nobody, and a notice is wanted', { wantsNotices: true }, 'notice'],
    ['nobody', {}, undefined],
    ['at what is switched off', { isOn: false, isPageSeen: true, isFocused: true, wantsNotices: true }, undefined],
  ] as const)('%s', (_name, attention, watch) => {
    const nobody = { isOn: true, isPageSeen: false, isFocused: false, wantsNotices: false };
    expect(findUsageWatch({ ...nobody, ...attention })).toBe(watch);
  });
});

describe('the next question about usage', () => {
  it.each<[string, Partial<UsageQuestion>, number | undefined]>([
    ['never comes while nobody looks', { watch: undefined }, undefined],
    ['comes 5 minutes later on the page', {}, 5],
    ['comes later by chance, and never sooner', { random: 1 }, 5.5],
    ['comes 15 minutes later in a window', { watch: 'window' }, 15],
    ['comes 30 minutes later for a notice', { watch: 'notice' }, 30],
    ['comes at once where nobody has asked yet', { askedAtMs: undefined, nowMs: askedAtMs + 1 * minuteMs }, 1],
    ['comes at once after the clock was set back', { nowMs: askedAtMs - 60 * minuteMs }, -60],
    ['waits twice as long after each failure', { failures: 1 }, 10],
    ['waits twice as long after each failure, again', { failures: 3 }, 40],
    ['waits two hours at most', { failures: 30 }, 120],
    ['waits for as long as the service asks', { notBeforeMs: askedAtMs + 47 * minuteMs }, 47],
    ['comes with a reset', { watch: 'notice', resetsAtMs: [askedAtMs + 20 * minuteMs] }, 20.5],
    [
      'comes with the first of several resets',
      { watch: 'notice', resetsAtMs: [askedAtMs + 25 * minuteMs, askedAtMs + 9 * minuteMs] },
      9.5,
    ],
    ['does not come for a reset that is far', { watch: 'window', resetsAtMs: [askedAtMs + 20 * minuteMs] }, 15],
    ['does not come for a reset that was seen', { watch: 'window', resetsAtMs: [askedAtMs - minuteMs] }, 15],
    ['keeps the shortest gap before a reset', { watch: 'window', resetsAtMs: [askedAtMs + minuteMs] }, 5],
    ['leaves a reset alone after a failure', { watch: 'window', failures: 1, resetsAtMs: [askedAtMs + minuteMs] }, 30],
  ])('%s', (_name, over, minutes) => {
    expect(next(over)).toBe(minutes);
  });
});
