/**
 * What a variable does to a Codex that is started with it; the first kinds come before the later ones. `plainKey` is what
 * people take for a sign-in and Codex does not. Held against the real CLI by test/interop/signInVariables.test.ts.
 */
export type VariableEffect = 'workload' | 'spiffe' | 'accessToken' | 'execKey' | 'plainKey';

/** By its name; its value is never shown. */
export interface SignInVariable {
  readonly name: string;
  readonly effect: VariableEffect;
}

/** All of them, the strongest first. */
export const signInVariables: readonly SignInVariable[] = [
  { name: 'OPENAI_FEDERATION_RULE_ID', effect: 'workload' },
  { name: 'OPENAI_IDENTITY_TOKEN_FILE', effect: 'workload' },
  { name: 'OPENAI_IDENTITY_TOKEN_SOURCE', effect: 'spiffe' },
  { name: 'OPENAI_SPIFFE_ID', effect: 'spiffe' },
  { name: 'OPENAI_SPIFFE_AUDIENCE', effect: 'spiffe' },
  { name: 'CODEX_ACCESS_TOKEN', effect: 'accessToken' },
  { name: 'CODEX_API_KEY', effect: 'execKey' },
  { name: 'OPENAI_API_KEY', effect: 'plainKey' },
];

/** The variables of an environment that decide who is signed in instead of the Home, or beside it. */
export function findSignInVariables(
  environment: Readonly<Record<string, string | undefined>>,
): readonly SignInVariable[] {
  return signInVariables.filter(({ name, effect }) => {
    const value = environment[name];
    // Workload identity is selected by a variable that is there, also by an empty one.
    return selectsWorkloadIdentity(effect) ? value !== undefined : (value ?? '').trim() !== '';
  });
}

/** Whether a variable has the CLI sign in as a workload, by no account of a person. */
export function selectsWorkloadIdentity(effect: VariableEffect): boolean {
  return effect === 'workload' || effect === 'spiffe';
}
