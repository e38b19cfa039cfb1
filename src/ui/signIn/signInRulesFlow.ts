import type { SignInRules } from '../../accounts/use/signInRules.ts';

/** What asks the sign-in rules before it asks the person, or gives Codex an account. */
export interface SignInRulesFlow {
  readonly loadRules: () => Promise<Pick<SignInRules, 'look' | 'requireMethod' | 'judge'>>;
}
