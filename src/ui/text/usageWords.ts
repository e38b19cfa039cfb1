import { l10n } from 'vscode';
import type { UsageSight } from '../../billing/usage/usageFollower.ts';
import type { HistoryPoint } from '../../billing/usage/usageRecords.ts';
import { isProvider, type Account } from '../../storage/account.ts';
import type { AccountId } from '../../storage/ids.ts';
import type { PanelSection } from '../../webview/messages.ts';
import { dayAndTime } from './dates.ts';
import { sayTrouble, sayUsage, sayUsageShort, type MeterWords } from './usageText.ts';

type UsageSection = Extract<PanelSection, { kind: 'usage' }>;
type Chart = UsageSection['meters'][number]['chart'];

/** What every surface says of the usage of one account: of another than the one in use it is not shown. */
export interface UsageWords {
  readonly accountId: AccountId;
  /** For the tooltip; none for an account that has no limits of a plan. */
  readonly lines: readonly string[];
  /** For the status bar; undefined: unknown, or the account has no limits of a plan. */
  readonly short: string | undefined;
  /** All of it, or why there is none, in a row. */
  readonly summary: string;
  /** The same in as few words as there can be: what is left of each window. */
  readonly brief: string;
  readonly section: PanelSection;
}

const dayMs = 24 * 60 * 60 * 1000;
const weekMs = 7 * dayMs;
/** Two answers that are further apart than this are not joined: nobody looked in between. */
const gapMs = 3 * 60 * 60 * 1000;
/** A first hour is not stretched over the whole chart. */
const shortestSpanMs = 60 * 60 * 1000;
const chartWidth = 1000;

/** Draws what is known of an account; `nowMs` is the moment of drawing. */
export function sayUsageOf(sight: UsageSight, nowMs: number): UsageWords {
  const { account, record } = sight;
  if (record === undefined) {
    return sayAlone(account, { note: sayNoLimits(account) });
  }
  const said = sayUsage(sight, nowMs);
  if (said === undefined) {
    const note = sayTrouble(sight.failure) ?? l10n.t('Not asked yet.');
    return sayAlone(account, { note, line: l10n.t('Usage: unknown. {0}', note) });
  }
  const { meters, facts, source, trouble, atMs } = said;
  const briefFacts = facts.filter(({ isBrief }) => isBrief).map(({ term, value }) => l10n.t('{0}: {1}.', term, value));
  const lines = [
    ...meters.map(({ title, left, reset }) => l10n.t('{0}: {1}. {2}', title, left, reset)),
    ...briefFacts,
    trouble === undefined ? source : `${source} ${trouble}`,
  ];
  const troubles = trouble === undefined ? [] : [trouble];
  return {
    accountId: account.id,
    lines,
    summary: lines.join(' '),
    brief: [...meters.map(({ title, left }) => l10n.t('{0}: {1}.', title, left)), ...briefFacts, ...troubles].join(' '),
    short: record.seen && sayUsageShort(record.seen.usage, nowMs),
    section: buildSection({
      meters: meters.map((meter) => drawMeter(meter, record.history, atMs)),
      rows: facts.map(({ term, value }) => ({ term, value })),
      notes: [source, ...troubles],
      actions: [{ command: 'removeUsageHistory', label: l10n.t('Remove What Was Seen'), look: 'secondary' }],
    }),
  };
}

/** One sentence in place of all numbers; `line`: what the tooltip has of it, where usage is unknown and not just absent. */
function sayAlone({ id }: Account, { note, line }: { readonly note: string; readonly line?: string }): UsageWords {
  const said = line ?? note;
  const rows = line === undefined ? [] : [{ term: l10n.t('Usage'), value: l10n.t('Unknown') }];
  return {
    accountId: id,
    lines: line === undefined ? [] : [line],
    short: undefined,
    summary: said,
    brief: said,
    section: buildSection({ meters: [], rows, notes: [note], actions: [] }),
  };
}

function buildSection(parts: Omit<UsageSection, 'kind' | 'id' | 'heading'>): UsageSection {
  return { kind: 'usage', id: 'usage', heading: l10n.t('Usage'), ...parts };
}

function sayNoLimits({ credential }: Account): string {
  if (isProvider(credential)) {
    return l10n.t(
      'A model provider has no usage limits of a ChatGPT plan. What is used there, the provider itself says.',
    );
  }
  return credential.kind === 'apiKey'
    ? l10n.t(
        'An API key has no usage limits of a ChatGPT plan: it is billed per token, and the API’s own page shows it.',
      )
    : l10n.t('Of this kind of access token the service tells no usage.');
}

function drawMeter(
  { key, title, level, usedPercent, left, reset }: MeterWords,
  history: readonly HistoryPoint[],
  nowMs: number,
): UsageSection['meters'][number] {
  const chart = drawChart(key, history, nowMs);
  return {
    title,
    level,
    left,
    reset,
    ...(usedPercent === undefined ? {} : { usedPercent }),
    ...(chart === undefined ? {} : { chart }),
  };
}

/**
 * What was seen of one meter: in the last day for a window of some hours, else in the last week. It begins with the first
 * answer where that is younger; undefined for less than two answers.
 */
function drawChart(key: string, history: readonly HistoryPoint[], nowMs: number): Chart {
  const lengthSeconds = Number(key.split('/').at(-1));
  const longestMs = lengthSeconds * 1000 < dayMs ? dayMs : weekMs;
  const points = history.flatMap(({ atMs, shares }) => {
    const share = shares[key];
    return share === undefined || nowMs - atMs > longestMs ? [] : [{ atMs, share: Math.min(share, 100) }];
  });
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) {
    return undefined;
  }
  const spanMs = Math.max(nowMs - first.atMs, shortestSpanMs);
  const lines: [number, number][][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { atMs, share } of points) {
    const point: [number, number] = [Math.round((1 - (nowMs - atMs) / spanMs) * chartWidth), Math.round(share)];
    const line = lines.at(-1);
    if (line === undefined || atMs - before > gapMs) {
      lines.push([point]);
    } else {
      line.push(point);
    }
    before = atMs;
  }
  const most = Math.max(...points.map(({ share }) => share));
  return {
    lines,
    label: l10n.t(
      'Used since {0}: from {1}% to {2}%, at most {3}%, in {4} answers.',
      dayAndTime(first.atMs),
      String(Math.round(first.share)),
      String(Math.round(last.share)),
      String(Math.round(most)),
      String(points.length),
    ),
    caption: l10n.t('Seen since {0}', dayAndTime(first.atMs)),
  };
}
