import type { CodexRules } from '../../src/home/rules/evaluateRules.ts';
import type { RuleObservation } from '../../src/home/rules/ruleReader.ts';

export const noCodexRules: CodexRules = {
  forcedMethod: undefined,
  forcedWorkspaces: undefined,
  allowedMethods: undefined,
  allowedWorkspaces: undefined,
  store: undefined,
  backend: undefined,
};

/** A computer without any rule, or with some that hold everywhere. */
export function observeRules(rules: Partial<CodexRules> = {}): RuleObservation {
  return {
    scopes: [{ reading: { kind: 'rules', rules: { ...noCodexRules, ...rules } } }],
    profiles: [],
    unknown: undefined,
  };
}

export const noRules = observeRules();
