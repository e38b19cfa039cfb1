import * as z from 'zod/mini';
import { parseJson } from '../../base/json.ts';
import type { RuleText } from './ports.ts';

/** Whose rules are asked for: a company's cloud has them for each person in each workspace. */
export interface RuleSubject {
  readonly userId: string | undefined;
  readonly workspaceId: string | undefined;
  readonly plan: string | undefined;
}

const fragment = z.object({ contents: z.string() });
const fragments = z.object({ enterprise_managed: z.optional(z.array(fragment)) });
const cache = z.object({
  signed_payload: z.object({
    expires_at: z.string(),
    chatgpt_user_id: z.nullable(z.string()),
    account_id: z.nullable(z.string()),
    bundle: z.object({ config_toml: z.optional(fragments), requirements_toml: z.optional(fragments) }),
  }),
});

/** The plans whose workspaces Codex asks for rules (docs/codex-protocol.md, Sign-in rules). */
const managedPlans = /^(?:business|ent26|enterprise.*|hc|edu.*|sci.*)$/u;

/** What the CLI keeps of the rules that come from the service. */
export type CloudRules =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly config: readonly RuleText[]; readonly requirements: readonly RuleText[] }
  /** Codex would ask for them before it does anything; what it kept is of somebody else, too old, or not there. */
  | { readonly kind: 'unknown'; readonly path: string };

/** What the cloud prescribes for somebody, from what the CLI has kept of it. */
export function readCloudRules(
  kept: RuleText | undefined,
  { userId, workspaceId, plan }: RuleSubject,
  { nowMs, path }: { readonly nowMs: number; readonly path: string },
): CloudRules {
  if (plan === undefined || !managedPlans.test(plan)) {
    return { kind: 'none' };
  }
  const parsed = cache.safeParse(parseJson(kept?.text ?? '')).data?.signed_payload;
  const isTheirs = parsed?.chatgpt_user_id === userId && parsed?.account_id === workspaceId;
  if (parsed === undefined || !isTheirs || !(Date.parse(parsed.expires_at) > nowMs)) {
    return { kind: 'unknown', path };
  }
  // The strongest comes first.
  const list = (
    layer: 'cloud' | 'cloudRequirements',
    part: z.infer<typeof fragments> | undefined,
  ): readonly RuleText[] =>
    (part?.enterprise_managed ?? []).map(({ contents }) => ({ source: { layer, path }, text: contents })).reverse();
  const { bundle } = parsed;
  return {
    kind: 'known',
    config: list('cloud', bundle.config_toml),
    requirements: list('cloudRequirements', bundle.requirements_toml),
  };
}
