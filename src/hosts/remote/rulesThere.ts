import * as z from 'zod/mini';
import type { RulesReading } from '../../home/rules/evaluateRules.ts';
import { codexMethods, ruleKeys, ruleLayers, ruleProblems } from '../../home/rules/ports.ts';

const shortText = z.string().check(z.maxLength(500));
const source = z.object({ layer: z.enum(ruleLayers), path: z.string().check(z.maxLength(4096)) });
const key = z.enum(ruleKeys);
const method = z.enum(codexMethods);
const workspaces = z.array(shortText).check(z.maxLength(500));

/**
 * What the files of another host prescribe for signing in, wherever Codex is started there: values of rules and where they
 * are, never the text of a file. What a company's cloud prescribes goes with the account and is not of a host.
 */
export const rulesThere = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rules'),
    forcedMethod: z.optional(z.object({ key, value: method, source })),
    forcedWorkspaces: z.optional(z.object({ key, value: workspaces, source })),
    allowedMethods: z.optional(z.object({ key, value: z.array(method), source })),
    allowedWorkspaces: z.optional(z.object({ key, value: workspaces, source })),
  }),
  z.object({ kind: z.literal('broken'), problem: z.enum(ruleProblems), source, key: z.optional(key) }),
]);

/** The rules of a host as its companion tells them. */
export type RulesThere = z.infer<typeof rulesThere>;

/** What a companion tells of its host's rules: no text of a file. */
export function describeRules(reading: RulesReading): RulesThere {
  if (reading.kind === 'broken') {
    return reading;
  }
  const { forcedMethod, forcedWorkspaces, allowedMethods, allowedWorkspaces } = reading.rules;
  return {
    kind: 'rules',
    forcedMethod,
    forcedWorkspaces: forcedWorkspaces && { ...forcedWorkspaces, value: [...forcedWorkspaces.value] },
    allowedMethods: allowedMethods && { ...allowedMethods, value: [...allowedMethods.value] },
    allowedWorkspaces: allowedWorkspaces && { ...allowedWorkspaces, value: [...allowedWorkspaces.value] },
  };
}

/** What was told, in the form that rules have here. */
export function readRules(there: RulesThere): RulesReading {
  if (there.kind === 'broken') {
    const { key: of, ...problem } = there;
    return of === undefined ? problem : { ...problem, key: of };
  }
  const { forcedMethod, forcedWorkspaces, allowedMethods, allowedWorkspaces } = there;
  // Which store it is the host says itself; where its Codex sends requests decides about no sign-in.
  const others = { store: undefined, backend: undefined };
  return { kind: 'rules', rules: { forcedMethod, forcedWorkspaces, allowedMethods, allowedWorkspaces, ...others } };
}
