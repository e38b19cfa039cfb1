import { describe, expect, it } from 'vitest';
import type { UsageSight } from '../../../../src/billing/usage/usageFollower.ts';
import type { UsageRecord } from '../../../../src/billing/usage/usageRecords.ts';
import type { Usage } from '../../../../src/protocol/api/usage.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { parseToPanel } from '../../../../src/webview/messages.ts';
import { sayTimeLeft, sayUsageNotice, sayUsageShort } from '../../../../src/ui/text/usageText.ts';
import { sayUsageOf } from '../../../../src/ui/text/usageWords.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import { fiveHours, usageOf, week, windowOf } from '../../billing/usage/usageScene.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nowMs = new Date(2026, 10, 21, 12, 0).getTime();
const account = createAccount();

function say(usage: Usage | undefined, over: Partial<UsageRecord> = {}, failure?: UsageSight['failure']) {
  const seen = usage && { atMs: nowMs - 5 * minuteMs, usage };
  const record = { failures: 0, notBeforeMs: 0, history: [], told: {}, seen, ...over };
  return sayUsageOf({ account, record, failure }, nowMs);
}

const share = (agoHours: number, percent: number) => ({
  atMs: nowMs - agoHours * hourMs,
  shares: { '/18000': percent },
});

describe('a time that is left', () => {
  it.each([
    [1000, 'in less than a minute'],
    [5 * minuteMs, 'in 5 min'],
    [130 * minuteMs, 'in 2 h 10 min'],
    [120 * minuteMs - 1, 'in 2 h 0 min'],
    [76 * hourMs, 'in 3 d 4 h'],
  ])('%d ms: %s', (leftMs, words) => {
    expect(sayTimeLeft(leftMs)).toBe(words);
  });
});

describe('the usage in words', () => {
  it('says what is left of each window, its reset in local time and in words, and the age', () => {
    const usage = usageOf([windowOf(24.5, nowMs + 130 * minuteMs), windowOf(60, nowMs + 76 * hourMs, week)], {
      credits: { hasCredits: true, isUnlimited: false, balance: '12.50' },
      spendControl: { isReached: false },
    });
    expect(say(usage).lines).toEqual([
      expect.stringMatching(/^5-hour window: 75% left, 25% used\. Resets at 2:10.PM \(in 2 h 10 min\)\.$/u),
      expect.stringMatching(/^Weekly window: 40% left, 60% used\. Resets at Nov 24, 2026, 4:00.PM \(in 3 d 4 h\)\.$/u),
      'Credits: 12.50 left.',
      'Plan, by this answer: Plus.',
      expect.stringMatching(/^Told by the service at 11:55.AM \(5 min ago\)\.$/u),
    ]);
  });

  it('changes its words every five minutes, and every minute before a reset', () => {
    const linesAt = (usage: Usage) =>
      new Set(
        Array.from({ length: 20 }, (_, minute) => {
          const record = {
            failures: 0,
            notBeforeMs: 0,
            history: [share(0, 1), share(1, 2)],
            told: {},
            seen: { atMs: nowMs, usage },
          };
          return JSON.stringify(sayUsageOf({ account, record, failure: undefined }, nowMs + minute * minuteMs));
        }),
      ).size;
    expect(linesAt(usageOf([windowOf(1, nowMs + 2 * hourMs)]))).toBe(4);
    expect(linesAt(usageOf([windowOf(1, nowMs + 20.5 * minuteMs)]))).toBe(16);
  });

  it('says unknown, and never 0, of what the service did not say', () => {
    const { lines, short, section } = say({ plan: 'plus', additional: [] });
    expect(lines.slice(0, 2)).toEqual([
      'Windows of the plan: Unknown: the service did not say.',
      'Credits: Unknown: the service did not say.',
    ]);
    expect(JSON.stringify(section)).toContain('"term":"Spend control","value":"Unknown: the service did not say"');
    expect([short, JSON.stringify({ lines, section }).includes('0%')]).toEqual([undefined, false]);
  });

  it('knows nothing of a window since its reset', () => {
    const { lines, short, section } = say(usageOf([windowOf(100, nowMs - minuteMs)]));
    expect(lines[0]).toMatch(/^5-hour window: Unknown since its reset\. It was reset at 11:59/u);
    expect(short).toBeUndefined();
    expect(section).toMatchObject({ meters: [{ level: 'unknown' }] });
    expect(JSON.stringify(section)).not.toContain('usedPercent');
  });

  it('says why there is nothing, or nothing newer', () => {
    const failure = { atMs: nowMs, sentence: buildSentence('network.offline', { host: 'chatgpt.com' }) };
    expect(say(undefined).lines).toEqual(['Usage: unknown. Not asked yet.']);
    expect(say(undefined, {}, failure).lines[0]).toMatch(/^Usage: unknown\. The service did not tell at 12:00/u);
    expect(say(usageOf([windowOf(1, nowMs + hourMs)]), {}, failure).lines.at(-1)).toMatch(
      /ago\)\. The service did not tell/u,
    );
  });

  it.each([
    ['apiKey', /billed per token/u],
    ['azure', /model provider/u],
  ] as const)('says of %s that it has none', (kind, words) => {
    const one = createAccount({ credential: createCredential(kind) });
    const { lines, summary, section } = sayUsageOf({ account: one, record: undefined, failure: undefined }, nowMs);
    expect(lines).toEqual([]);
    expect(summary).toMatch(words);
    expect(section).toMatchObject({ meters: [], rows: [], actions: [] });
  });

  it('has a few words for the status bar', () => {
    const usage = usageOf([windowOf(28, nowMs + hourMs, fiveHours), windowOf(59, nowMs + hourMs, week)], {
      additional: [{ name: 'Review', windows: [windowOf(1, nowMs + hourMs)] }],
    });
    expect(sayUsageShort(usage, nowMs)).toBe('5h 72% · wk 41%');
    expect(sayUsageShort(usageOf([windowOf(99.5, nowMs + hourMs, 3 * 3600)]), nowMs)).toBe('3h 0%');
  });

  it('makes nothing of what the service calls a limit or writes as a number', () => {
    const usage = usageOf([], {
      additional: [{ name: '\u202eevil\n', windows: [windowOf(1, nowMs + hourMs)] }],
      credits: { hasCredits: true, isUnlimited: false, balance: 'x'.repeat(500) },
    });
    const text = JSON.stringify(say(usage));
    expect(text).not.toMatch(/\u202e|\\n|x{61}/u);
  });
});

describe('the chart', () => {
  const usage = usageOf([windowOf(30, nowMs + hourMs)]);

  it('draws what was seen, with a text, and joins nothing over a gap', () => {
    const history = [20, 18, 2, 1].map((hours, index) => share(hours, 10 * index));
    const { section } = say(usage, { history });
    expect(section).toMatchObject({
      meters: [
        {
          chart: {
            lines: [
              [
                [0, 0],
                [100, 10],
              ],
              [
                [900, 20],
                [950, 30],
              ],
            ],
            caption: expect.stringContaining('Seen since Nov 20') as string,
          },
        },
      ],
    });
    expect(JSON.stringify(section)).toMatch(
      /Used since Nov 20, 2026, 4:00.PM: from 0% to 30%, at most 30%, in 4 answers\./u,
    );
    expect(parseToPanel({ kind: 'show', model: modelWith(section) })).toBeDefined();
  });

  it('is not drawn for less than two answers', () => {
    expect(JSON.stringify(say(usage, { history: [share(0, 1)] }))).not.toContain('chart');
  });
});

function modelWith(section: unknown) {
  return {
    emblem: 'person',
    title: 'Work',
    subtitle: '',
    status: { tone: 'good', text: 'Signed in' },
    actions: [],
    sections: [section],
    footer: { text: 'x', links: [] },
  };
}

describe('a notice', () => {
  it.each([
    ['near', /^Work: 5-hour window has 8% left\. Resets at 1:00.PM \(in 1 h 0 min\)\.$/u],
    ['reached', /^Work: 5-hour window is used up\. Resets at/u],
    ['free', /^Work: 5-hour window is free again, with 8% left\.$/u],
  ] as const)('%s', (kind, words) => {
    const meter = { key: 'x', name: undefined, lengthSeconds: fiveHours, usedPercent: 92, resetsAtMs: nowMs + hourMs };
    expect(sayUsageNotice({ kind, meter }, 'Work', nowMs)).toMatch(words);
  });
});
