import type { Usage } from '../../protocol/api/usage.ts';

/** From here on a limit is near: said before it is reached. */
const nearPercent = 90;
/** From here on it is worth a glance. */
const notablePercent = 75;

/** That a limit is over is news for so long. */
const freshMs = 2 * 60 * 60 * 1000;

/** How close a limit is. */
export type UsageLevel = 'calm' | 'notable' | 'near' | 'reached';

/** The level of a share that is used. */
export function judgeShare(usedPercent: number): UsageLevel {
  if (usedPercent >= 100) {
    return 'reached';
  }
  return usedPercent >= nearPercent ? 'near' : usedPercent >= notablePercent ? 'notable' : 'calm';
}

/** One thing that can run out, with a name that stays the same from answer to answer. */
export interface Meter {
  readonly key: string;
  /** Undefined for the limit that all of Codex shares. */
  readonly name: string | undefined;
  /** Undefined for a spend control, which has no window. */
  readonly lengthSeconds: number | undefined;
  readonly usedPercent: number;
  readonly resetsAtMs: number;
}

/** Everything of an answer that runs out and comes back. */
export function listMeters({ limit, additional, spendControl }: Usage): readonly Meter[] {
  const limits = [...(limit === undefined ? [] : [limit]), ...additional];
  const meters = limits.flatMap(({ name, windows }) =>
    windows.map((window) => ({ key: `${name ?? ''}/${String(window.lengthSeconds)}`, name, ...window })),
  );
  const individual = spendControl?.individual;
  return individual === undefined
    ? meters
    : [...meters, { key: 'spendControl', name: undefined, lengthSeconds: undefined, ...individual }];
}

/** What was said of each meter, by its key, until it is free again. */
export type Told = Readonly<Record<string, { readonly level: 'near' | 'reached'; readonly resetsAtMs: number }>>;

/** One thing to say. */
export interface UsageNotice {
  readonly kind: 'near' | 'reached' | 'free';
  readonly meter: Meter;
}

/**
 * What there is to say after an answer, and what has been said then: once for a window when its limit is near, once when
 * it is reached, once when it is free again.
 */
export function findNotices(
  usage: Usage,
  told: Told,
  nowMs: number,
): { readonly notices: readonly UsageNotice[]; readonly told: Told } {
  const notices: UsageNotice[] = [];
  const said: Record<string, Told[string]> = {};
  for (const meter of listMeters(usage)) {
    const before = told[meter.key];
    const level = judgeShare(meter.usedPercent);
    const isOfEarlierWindow = before !== undefined && nowMs >= before.resetsAtMs;
    if (level === 'calm' || level === 'notable') {
      if (before?.level === 'near' && level === 'notable' && !isOfEarlierWindow) {
        // It was never used up, and is as good as near.
        said[meter.key] = before;
      } else if (before !== undefined && nowMs - before.resetsAtMs <= freshMs) {
        // Who comes back the next day knows.
        notices.push({ kind: 'free', meter });
      }
      continue;
    }
    const isWorse = before?.level === 'near' && level === 'reached';
    if (before === undefined || isOfEarlierWindow || isWorse) {
      notices.push({ kind: level, meter });
      said[meter.key] = { level, resetsAtMs: meter.resetsAtMs };
    } else {
      said[meter.key] = before;
    }
  }
  return { notices, told: said };
}
