import { l10n } from 'vscode';
import {
  judgeShare,
  listMeters,
  type Meter,
  type UsageLevel,
  type UsageNotice,
} from '../../billing/usage/usageNotices.ts';
import type { UsageSight } from '../../billing/usage/usageFollower.ts';
import type { Usage, WhoseLimit } from '../../protocol/api/usage.ts';
import { displayText } from '../../base/displayText.ts';
import { dayAndTime, timeOfDay } from './dates.ts';
import { formatSentence } from './errorText.ts';
import { planWord } from './accountText.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const longStepMs = 5 * minuteMs;
const nearResetMs = 15 * minuteMs;
const fiveHoursSeconds = 5 * 60 * 60;
const weekSeconds = 7 * 24 * 60 * 60;

/** One meter in words. Of a window that is over since the last answer, nothing is known. */
export interface MeterWords {
  readonly key: string;
  readonly title: string;
  readonly level: UsageLevel | 'unknown';
  /** 0 to 100; undefined: unknown. */
  readonly usedPercent: number | undefined;
  /** How much is left. */
  readonly left: string;
  /** When it begins anew, in local time and in words. */
  readonly reset: string;
}

/** Everything that is said of a usage, apart from where. */
export interface UsageInWords {
  readonly meters: readonly MeterWords[];
  /** What has no window; `isBrief` where it belongs into the shortest form too. */
  readonly facts: readonly { readonly term: string; readonly value: string; readonly isBrief: boolean }[];
  /** The moment that all of it is said of. */
  readonly atMs: number;
  /** Where the answer came from, and how old it is. */
  readonly source: string;
  /** Why nothing, or nothing newer, is there. */
  readonly trouble: string | undefined;
}

/** The usage of an account in words; undefined while nothing was ever told. */
export function sayUsage({ account, record, failure }: UsageSight, nowMs: number): UsageInWords | undefined {
  const seen = record?.seen;
  if (seen === undefined) {
    return undefined;
  }
  const meters = listMeters(seen.usage);
  const atMs = findMomentOfWords(meters, seen.atMs, nowMs);
  return {
    atMs,
    meters: meters.map((meter) => sayMeter(meter, meter.resetsAtMs <= nowMs ? nowMs : atMs)),
    facts: listFacts(seen.usage, account.identity.plan),
    source: l10n.t('Told by the service at {0} ({1}).', sayMoment(seen.atMs, nowMs), sayAge(atMs - seen.atMs)),
    trouble: sayTrouble(failure),
  };
}

/**
 * The moment that words are said of: it goes on in steps from the answer on, so that a page does not change under the
 * hands of who reads it. Shortly before a reset, minutes count.
 */
function findMomentOfWords(meters: readonly Meter[], seenAtMs: number, nowMs: number): number {
  const isNearReset = meters.some(({ resetsAtMs }) => resetsAtMs > nowMs && resetsAtMs - nowMs < nearResetMs);
  const stepMs = isNearReset ? minuteMs : longStepMs;
  return seenAtMs + Math.max(Math.floor((nowMs - seenAtMs) / stepMs), 0) * stepMs;
}

/** Why there is no answer, or none that is newer. */
export function sayTrouble(failure: UsageSight['failure']): string | undefined {
  if (failure === undefined) {
    return undefined;
  }
  const why = failure.sentence === undefined ? [] : [formatSentence(failure.sentence)];
  return [l10n.t('The service did not tell at {0}.', timeOfDay(failure.atMs)), ...why].join(' ');
}

function sayMeter(meter: Meter, nowMs: number): MeterWords {
  const title = nameMeter(meter);
  if (meter.resetsAtMs <= nowMs) {
    return {
      key: meter.key,
      title,
      level: 'unknown',
      usedPercent: undefined,
      left: l10n.t('Unknown since its reset'),
      reset: l10n.t('It was reset at {0}.', sayMoment(meter.resetsAtMs, nowMs)),
    };
  }
  const usedPercent = Math.min(meter.usedPercent, 100);
  return {
    key: meter.key,
    title,
    level: judgeShare(meter.usedPercent),
    usedPercent,
    left:
      usedPercent >= 100
        ? l10n.t('Used up')
        : l10n.t('{0}% left, {1}% used', String(leftOf(usedPercent)), String(100 - leftOf(usedPercent))),
    reset: sayReset(meter.resetsAtMs, nowMs),
  };
}

/** What is left, never rounded up to more than there is. */
function leftOf(usedPercent: number): number {
  return Math.floor(100 - usedPercent);
}

/** A meter by its length, and by its feature where it is not that of all of Codex. */
function nameMeter({ name, lengthSeconds }: Pick<Meter, 'name' | 'lengthSeconds'>): string {
  if (lengthSeconds === undefined) {
    return l10n.t('Your spend limit');
  }
  const window = nameWindow(lengthSeconds);
  return name === undefined ? window : l10n.t('{0}: {1}', displayText(name), window);
}

function nameWindow(lengthSeconds: number): string {
  const hours = Math.ceil(lengthSeconds / 3600);
  switch (lengthSeconds) {
    case fiveHoursSeconds:
      return l10n.t('5-hour window');
    case weekSeconds:
      return l10n.t('Weekly window');
    default:
      return hours % 24 === 0 ? l10n.t('{0}-day window', String(hours / 24)) : l10n.t('{0}-hour window', String(hours));
  }
}

/** Local time, and the same in words. */
function sayReset(resetsAtMs: number, nowMs: number): string {
  return l10n.t('Resets at {0} ({1}).', sayMoment(resetsAtMs, nowMs), sayTimeLeft(resetsAtMs - nowMs));
}

/** A time; with its day where that is not today. */
function sayMoment(atMs: number, nowMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return isToday ? timeOfDay(atMs) : dayAndTime(atMs);
}

/** The two largest units of a time that is left. */
export function sayTimeLeft(leftMs: number): string {
  const minutes = Math.ceil(leftMs / minuteMs);
  const [days, hours] = [Math.floor(minutes / (24 * 60)), Math.floor((minutes / 60) % 24)];
  if (minutes <= 1) {
    return l10n.t('in less than a minute');
  }
  if (days > 0) {
    return l10n.t('in {0} d {1} h', String(days), String(hours));
  }
  return hours > 0
    ? l10n.t('in {0} h {1} min', String(hours), String(minutes % 60))
    : l10n.t('in {0} min', String(minutes));
}

function sayAge(ageMs: number): string {
  if (ageMs < minuteMs) {
    return l10n.t('just now');
  }
  if (ageMs < hourMs) {
    return l10n.t('{0} min ago', String(Math.floor(ageMs / minuteMs)));
  }
  return ageMs < dayMs
    ? l10n.t('{0} h ago', String(Math.floor(ageMs / hourMs)))
    : l10n.t('{0} d ago', String(Math.floor(ageMs / dayMs)));
}

/** What has no window. What the service did not say is unknown, and never 0. */
function listFacts(
  { plan, limit, credits, spendControl, stoppedBy }: Usage,
  knownPlan: string | undefined,
): UsageInWords['facts'] {
  const unknown = l10n.t('Unknown: the service did not say');
  const individual = spendControl?.individual;
  return [
    ...(stoppedBy === undefined
      ? []
      : [{ term: l10n.t('What stops Codex now'), value: sayWhoseLimit(stoppedBy), isBrief: true }]),
    ...(limit === undefined || limit.windows.length === 0
      ? [{ term: l10n.t('Windows of the plan'), value: unknown, isBrief: true }]
      : []),
    { term: l10n.t('Credits'), value: credits === undefined ? unknown : sayCredits(credits), isBrief: true },
    {
      term: l10n.t('Spend control'),
      value:
        spendControl === undefined
          ? unknown
          : spendControl.isReached
            ? l10n.t('Reached: Codex stops until it is raised or reset')
            : l10n.t('Not reached'),
      isBrief: spendControl?.isReached === true,
    },
    ...(individual === undefined
      ? []
      : [
          {
            term: l10n.t('Your spend limit'),
            value: l10n.t(
              '{0} of {1} used, {2} left',
              displayText(individual.used),
              displayText(individual.limit),
              displayText(individual.remaining),
            ),
            isBrief: false,
          },
        ]),
    ...(plan === knownPlan ? [] : [{ term: l10n.t('Plan, by this answer'), value: planWord({ plan }), isBrief: true }]),
  ];
}

function sayCredits({ hasCredits, isUnlimited, balance }: NonNullable<Usage['credits']>): string {
  if (isUnlimited) {
    return l10n.t('Unlimited');
  }
  if (balance === undefined) {
    return hasCredits ? l10n.t('There are some; how many is unknown') : l10n.t('None');
  }
  return l10n.t('{0} left', displayText(balance));
}

function sayWhoseLimit(whose: WhoseLimit): string {
  switch (whose) {
    case 'plan':
      return l10n.t('The limit of the plan is reached');
    case 'ownerCredits':
      return l10n.t('What the workspace has bought is used up; as its owner you can add more');
    case 'memberCredits':
      return l10n.t('What the workspace has bought is used up; its owner can add more');
    case 'ownerLimit':
      return l10n.t('The usage limit of the workspace is reached; you own it and can raise it');
    case 'memberLimit':
      return l10n.t('The usage limit of the workspace is reached; its owner can raise it');
  }
}

/** A few words for the status bar: what is left of the windows that all of Codex shares; undefined: unknown. */
export function sayUsageShort(usage: Usage, nowMs: number): string | undefined {
  const parts = listMeters(usage).flatMap(({ name, lengthSeconds, usedPercent, resetsAtMs }) => {
    if (name !== undefined || lengthSeconds === undefined || resetsAtMs <= nowMs) {
      return [];
    }
    const left = String(leftOf(Math.min(usedPercent, 100)));
    switch (lengthSeconds) {
      case fiveHoursSeconds:
        return [l10n.t('5h {0}%', left)];
      case weekSeconds:
        return [l10n.t('wk {0}%', left)];
      default:
        return [l10n.t('{0}h {1}%', String(Math.ceil(lengthSeconds / 3600)), left)];
    }
  });
  return parts.length === 0 ? undefined : parts.join(' · ');
}

/** A notice about a limit of the account in use, by its label. */
export function sayUsageNotice({ kind, meter }: UsageNotice, label: string, nowMs: number): string {
  const title = nameMeter(meter);
  switch (kind) {
    case 'near':
      return l10n.t(
        '{0}: {1} has {2}% left. {3}',
        label,
        title,
        String(leftOf(meter.usedPercent)),
        sayReset(meter.resetsAtMs, nowMs),
      );
    case 'reached':
      return l10n.t('{0}: {1} is used up. {2}', label, title, sayReset(meter.resetsAtMs, nowMs));
    case 'free':
      return l10n.t('{0}: {1} is free again, with {2}% left.', label, title, String(leftOf(meter.usedPercent)));
  }
}
