import * as z from 'zod/mini';
import type { Secret } from '../../base/secret.ts';
import { successJson, type HttpAnswer, type HttpRequest } from '../../network/http.ts';
import type { Issuer } from '../oauth/issuer.ts';

const limitWindow = z.object({
  /** 0 to 100, or more where the service lets a turn end. */
  usedPercent: z.number(),
  lengthSeconds: z.number(),
  resetsAtMs: z.number(),
});

const usageLimit = z.object({
  /** Undefined for the limit that all of Codex shares. */
  name: z.optional(z.string()),
  isReached: z.optional(z.boolean()),
  windows: z.array(limitWindow),
});

const whoseLimit = z.enum(['plan', 'ownerCredits', 'memberCredits', 'ownerLimit', 'memberLimit']);

/** What an account has used, in our form, for a file of ours. What the service did not say is undefined: never 0. */
export const usageSchema = z.object({
  /** Raw plan name. */
  plan: z.string(),
  limit: z.optional(usageLimit),
  additional: z.array(usageLimit),
  credits: z.optional(z.object({ hasCredits: z.boolean(), isUnlimited: z.boolean(), balance: z.optional(z.string()) })),
  spendControl: z.optional(
    z.object({
      isReached: z.boolean(),
      individual: z.optional(
        z.object({
          limit: z.string(),
          used: z.string(),
          remaining: z.string(),
          usedPercent: z.number(),
          resetsAtMs: z.number(),
        }),
      ),
    }),
  ),
  /** Whose limit stops Codex now. */
  stoppedBy: z.optional(whoseLimit),
});

/** What an account has used of what it may use. */
export type Usage = z.infer<typeof usageSchema>;
/** One limit: that of Codex, or an additional one of a feature. */
type UsageLimit = z.infer<typeof usageLimit>;
/** A stretch of time with its own share of a limit. */
export type UsageWindow = z.infer<typeof limitWindow>;
/** Whose limit or credits are used up. */
export type WhoseLimit = z.infer<typeof whoseLimit>;

/** A part that is missing, null or of another shape is one that we do not know. */
function known<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

/** No window is longer than ten years: what is beyond is no time that could be shown or stored. */
const resetAfterSeconds = z.number().check(z.maximum(10 * 366 * 24 * 60 * 60));

const windowAnswer = z.object({
  used_percent: z.number().check(z.minimum(0)),
  limit_window_seconds: z.number().check(z.positive()),
  reset_after_seconds: resetAfterSeconds,
});

const limitAnswer = z.object({
  limit_reached: known(z.boolean()),
  primary_window: known(windowAnswer),
  secondary_window: known(windowAnswer),
});

const usageAnswer = z.object({
  plan_type: z.string(),
  rate_limit: known(limitAnswer),
  additional_rate_limits: known(z.array(known(z.object({ limit_name: z.string(), rate_limit: known(limitAnswer) })))),
  credits: known(z.object({ has_credits: z.boolean(), unlimited: z.boolean(), balance: known(z.string()) })),
  spend_control: known(
    z.object({
      reached: z.boolean(),
      individual_limit: known(
        z.object({
          limit: z.string(),
          used: z.string(),
          remaining: z.string(),
          used_percent: z.number(),
          reset_after_seconds: resetAfterSeconds,
        }),
      ),
    }),
  ),
  rate_limit_reached_type: known(z.object({ type: z.string() })),
});

/** Asks what an account has used; `workspaceId` is the one to ask as. */
export function buildUsageRequest(
  issuer: Issuer,
  bearer: Secret,
  workspaceId: string | undefined,
): Omit<HttpRequest, 'signal'> {
  return {
    method: 'GET',
    url: issuer.usageUrl,
    headers: {
      authorization: `Bearer ${bearer.reveal()}`,
      ...(workspaceId === undefined ? {} : { 'chatgpt-account-id': workspaceId }),
    },
  };
}

/**
 * What `wham/usage` says (docs/codex-protocol.md, Backend); undefined when it is not that answer. Resets are counted
 * from now on, so that a clock of this machine that is wrong makes none of them wrong.
 */
export function parseUsage(answer: HttpAnswer, nowMs: number): Usage | undefined {
  const parsed = usageAnswer.safeParse(successJson(answer));
  if (!parsed.success) {
    return undefined;
  }
  const { plan_type, rate_limit, additional_rate_limits, credits, spend_control, rate_limit_reached_type } =
    parsed.data;
  const afterNow = (seconds: number): number => nowMs + seconds * 1000;
  const readLimit = (limit: z.infer<typeof limitAnswer>, name?: string): UsageLimit => ({
    name,
    isReached: limit.limit_reached,
    windows: [limit.primary_window, limit.secondary_window].flatMap((one) =>
      one === undefined
        ? []
        : [
            {
              usedPercent: one.used_percent,
              lengthSeconds: one.limit_window_seconds,
              resetsAtMs: afterNow(one.reset_after_seconds),
            },
          ],
    ),
  });
  const individual = spend_control?.individual_limit;
  return {
    plan: plan_type,
    limit: rate_limit && readLimit(rate_limit),
    additional: (additional_rate_limits ?? []).flatMap((one) =>
      one?.rate_limit === undefined ? [] : [readLimit(one.rate_limit, one.limit_name)],
    ),
    credits: credits && {
      hasCredits: credits.has_credits,
      isUnlimited: credits.unlimited,
      balance: credits.balance,
    },
    spendControl: spend_control && {
      isReached: spend_control.reached,
      individual: individual && {
        limit: individual.limit,
        used: individual.used,
        remaining: individual.remaining,
        usedPercent: individual.used_percent,
        resetsAtMs: afterNow(individual.reset_after_seconds),
      },
    },
    stoppedBy: stoppedBy[rate_limit_reached_type?.type ?? ''],
  };
}

/** The CLI's words for what is used up; any other one is not known. */
const stoppedBy: Readonly<Partial<Record<string, WhoseLimit>>> = {
  rate_limit_reached: 'plan',
  workspace_owner_credits_depleted: 'ownerCredits',
  workspace_member_credits_depleted: 'memberCredits',
  workspace_owner_usage_limit_reached: 'ownerLimit',
  workspace_member_usage_limit_reached: 'memberLimit',
};
