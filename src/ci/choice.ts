/** Where Codex runs unattended. */
export const ciSystems = ['github', 'gitlab', 'script'] as const;
/** One of these. */
export type CiSystem = (typeof ciSystems)[number];

/** What Codex does in a run. */
export type CiTask =
  | { readonly kind: 'prompt'; readonly prompt: string }
  /** Reviews what has changed between `$BASE_SHA` and HEAD. */
  | { readonly kind: 'reviewDiff' }
  /** Two stages of one session, the second by `codex exec resume`. */
  | { readonly kind: 'resume'; readonly first: string; readonly second: string };

/** What pays, in the order of recommendation. */
export type CiCredential =
  /** `action`: by openai/codex-action; `command`: inline on the one step that runs Codex. */
  | { readonly kind: 'apiKey'; readonly by: 'action' | 'command' }
  | { readonly kind: 'accessToken' }
  /** `persistent`: a runner that keeps its disk; `fresh`: a new machine for each job, which gives the file back. */
  | { readonly kind: 'accountFile'; readonly runner: 'persistent' | 'fresh' };

/** Everything that was chosen for a file of CI. */
export interface CiChoice {
  readonly system: CiSystem;
  readonly credential: CiCredential;
  readonly task: CiTask;
  /** The release of the CLI that is installed there. */
  readonly version: string;
}

/** Whether openai/codex-action can run it: on GitHub, with an API key, in one stage. */
export function canUseAction({
  system,
  task,
}: Pick<CiChoice, 'system'> & { readonly task: Pick<CiTask, 'kind'> }): boolean {
  return system === 'github' && task.kind !== 'resume';
}

/** Whether a system can have a runner that is new for each job: a script alone has nowhere to give the file back to. */
export function canBeFresh(system: CiSystem): boolean {
  return system !== 'script';
}

/** A prompt as it can be in a file of CI, or why it can not. */
export type ParsedPrompt =
  { readonly kind: 'prompt'; readonly prompt: string } | { readonly kind: 'refused'; readonly problem: PromptProblem };

/** Each has a sentence that names the fix. */
export type PromptProblem = 'empty' | 'tooLong' | 'control' | 'oneWord' | 'dash' | 'expression';

const longestPrompt = 1000;

/**
 * One line of words. A word alone may be a subcommand of `codex exec`, what begins with a dash an option, and `${{` is
 * filled in by GitHub before any shell sees it.
 */
export function parsePrompt(typed: string): ParsedPrompt {
  const prompt = typed.trim();
  const problem = findProblem(prompt);
  return problem === undefined ? { kind: 'prompt', prompt } : { kind: 'refused', problem };
}

function findProblem(prompt: string): PromptProblem | undefined {
  if (prompt === '') {
    return 'empty';
  }
  if (prompt.length > longestPrompt) {
    return 'tooLong';
  }
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(prompt)) {
    return 'control';
  }
  if (prompt.startsWith('-')) {
    return 'dash';
  }
  if (prompt.includes('${{')) {
    return 'expression';
  }
  return prompt.includes(' ') ? undefined : 'oneWord';
}

/** The release that our own tests run: for whoever has no CLI whose release could be taken. */
export const testedVersion = '0.171.0';

/** A release as npm names it; anything else becomes the one that is tested. */
export function chooseVersion(found: string | undefined): string {
  return found !== undefined && /^\d{1,4}\.\d{1,4}\.\d{1,4}$/u.test(found) ? found : testedVersion;
}
