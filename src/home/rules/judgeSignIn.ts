import type { CodexRules, Rule, RuleProblem, RulesReading } from './evaluateRules.ts';
import type { CodexMethod } from './ports.ts';

/** What a sign-in is, as far as rules are about it. */
export interface JudgedSignIn {
  readonly method: CodexMethod;
  /** Undefined where it names none, as a key. */
  readonly workspaceId: string | undefined;
}

/** The rule that is against something. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: 'method' | 'workspace' | 'noWorkspaceLeft';
  readonly rule: Rule<unknown>;
}

/** No way to sign in is left, as where two rules exclude each other: no Codex starts. */
export interface NoWayIn {
  readonly kind: 'noWayIn';
  readonly rule: Rule<unknown>;
}

/** Whether a way to sign in is allowed, or which rule is against it. */
export type MethodVerdict = { readonly kind: 'allowed' } | Refusal | NoWayIn | RuleProblem;

/**
 * What becomes of a sign-in that is in a Home. `signsOut`: `codex` and `codex exec` delete it and end, an app-server and
 * `codex login status` act as if it was not there. `hides`: all of them do the latter, and the file stays.
 */
type Consequence = 'signsOut' | 'hides';

/** Whether an account may be in use, or which rule is against it. */
export type SignInVerdict =
  { readonly kind: 'allowed' } | (Refusal & { readonly consequence: Consequence }) | NoWayIn | RuleProblem;

/** Whether somebody may sign in this way (docs/codex-protocol.md, Sign-in rules). */
export function judgeMethod(reading: RulesReading, method: CodexMethod): MethodVerdict {
  if (reading.kind === 'broken') {
    return reading;
  }
  const refusal = findMethodRefusal(reading.rules, method);
  if (refusal === undefined) {
    return { kind: 'allowed' };
  }
  const isOtherOpen = findMethodRefusal(reading.rules, method === 'api' ? 'chatgpt' : 'api') === undefined;
  // The cloud is asked after the start, so what it leaves nothing of is hidden.
  const isOfCloud = refusal.rule.source.layer === 'cloudRequirements';
  return isOtherOpen || isOfCloud ? refusal : { kind: 'noWayIn', rule: refusal.rule };
}

/** Whether a sign-in may be there, and what Codex does with it where it may not. */
export function judgeSignIn(reading: RulesReading, signIn: JudgedSignIn): SignInVerdict {
  if (reading.kind === 'broken') {
    return reading;
  }
  const verdict = judgeMethod(reading, signIn.method);
  if (verdict.kind === 'noWayIn' || verdict.kind === 'broken') {
    return verdict;
  }
  const refusal = verdict.kind === 'refused' ? verdict : findWorkspaceRefusal(reading.rules, signIn);
  return refusal === undefined
    ? { kind: 'allowed' }
    : { ...refusal, consequence: isForcedOut(reading.rules, signIn) ? 'signsOut' : 'hides' };
}

function findMethodRefusal(rules: CodexRules, method: CodexMethod): Refusal | undefined {
  const { forcedMethod, allowedMethods, allowedWorkspaces } = rules;
  if (forcedMethod !== undefined && forcedMethod.value !== method) {
    return { kind: 'refused', reason: 'method', rule: forcedMethod };
  }
  if (allowedMethods?.value.includes(method) === false) {
    return { kind: 'refused', reason: 'method', rule: allowedMethods };
  }
  return method === 'chatgpt' && allowedWorkspaces !== undefined && listWorkspaces(rules)?.length === 0
    ? { kind: 'refused', reason: 'noWorkspaceLeft', rule: allowedWorkspaces }
    : undefined;
}

function findWorkspaceRefusal(
  { forcedWorkspaces, allowedWorkspaces }: CodexRules,
  { method, workspaceId }: JudgedSignIn,
): Refusal | undefined {
  const rule = [forcedWorkspaces, allowedWorkspaces].find(
    (one) => one !== undefined && !(workspaceId !== undefined && one.value.includes(workspaceId)),
  );
  return method === 'api' || rule === undefined ? undefined : { kind: 'refused', reason: 'workspace', rule };
}

/** Only what a configuration forces is enforced by deleting. */
function isForcedOut({ forcedMethod, forcedWorkspaces }: CodexRules, { method, workspaceId }: JudgedSignIn): boolean {
  return (
    (forcedMethod !== undefined && forcedMethod.value !== method) ||
    (method === 'chatgpt' &&
      forcedWorkspaces !== undefined &&
      !(workspaceId !== undefined && forcedWorkspaces.value.includes(workspaceId)))
  );
}

/** The workspaces that may sign in; undefined where every one may. */
export function listWorkspaces({ forcedWorkspaces, allowedWorkspaces }: CodexRules): readonly string[] | undefined {
  return forcedWorkspaces === undefined || allowedWorkspaces === undefined
    ? (forcedWorkspaces ?? allowedWorkspaces)?.value
    : forcedWorkspaces.value.filter((id) => allowedWorkspaces.value.includes(id));
}
