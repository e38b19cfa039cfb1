import type { LoginRules } from '../../src/home/rules/evaluateRules.ts';
import type { RuleObservation } from '../../src/home/rules/ruleReader.ts';

export const noLoginRules: LoginRules = {
  forcedMethod: undefined,
  forcedWorkspaces: undefined,
  allowedMethods: undefined,
  allowedWorkspaces: undefined,
  store: undefined,
  backend: undefined,
};

/** A computer without any rule, or with some that hold everywhere. */
export function observeRules(rules: Partial<LoginRules> = {}): RuleObservation {
  return {
    scopes: [{ reading: { kind: 'rules', rules: { ...noLoginRules, ...rules } } }],
    profiles: [],
    unknown: undefined,
  };
}

export const noRules = observeRules();
