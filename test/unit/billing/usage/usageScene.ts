import type { Usage, UsageWindow } from '../../../../src/protocol/api/usage.ts';

export const fiveHours = 5 * 60 * 60;
export const week = 7 * 24 * 60 * 60;

export function windowOf(usedPercent: number, resetsAtMs: number, lengthSeconds = fiveHours): UsageWindow {
  return { usedPercent, resetsAtMs, lengthSeconds };
}

/** An answer with these windows for all of Codex. */
export function usageOf(windows: readonly UsageWindow[], over: Partial<Usage> = {}): Usage {
  return { plan: 'plus', limit: { windows: [...windows] }, additional: [], ...over };
}
