import type { Membership } from './people.ts';

const primaryWindowSeconds = 5 * 60 * 60;
const secondaryWindowSeconds = 7 * 24 * 60 * 60;
const msPerSecond = 1000;

function buildWindow(usedPercent: number, windowSeconds: number, nowMs: number): Readonly<Record<string, number>> {
  const resetAfterSeconds = Math.floor(windowSeconds / 2);
  return {
    used_percent: usedPercent,
    limit_window_seconds: windowSeconds,
    reset_after_seconds: resetAfterSeconds,
    reset_at: Math.floor(nowMs / msPerSecond) + resetAfterSeconds,
  };
}

/** `/wham/usage` of someone in the middle of both windows (docs/codex-protocol.md, Backend). */
export function buildUsage({ person, workspace }: Membership, nowMs: number): Readonly<Record<string, unknown>> {
  const isFree = workspace.planType === 'free';
  return {
    user_id: person.userId,
    account_id: workspace.id,
    email: person.email,
    plan_type: workspace.planType,
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: buildWindow(isFree ? 80 : 25, primaryWindowSeconds, nowMs),
      secondary_window: buildWindow(isFree ? 60 : 10, secondaryWindowSeconds, nowMs),
    },
    credits: { has_credits: !isFree, unlimited: false, balance: isFree ? '0' : '12.50' },
    additional_rate_limits: [],
    spend_control: { reached: false },
    rate_limit_reached_type: null,
    rate_limit_reset_credits: { available_count: 0 },
  };
}
