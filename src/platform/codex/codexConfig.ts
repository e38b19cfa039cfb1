import { buildCodexEnvironment, type CodexProgram } from './codexProgram.ts';
import { runCodex } from './codexRun.ts';

const limitMs = 2500;

/** Who asks, and for which Home. */
interface ConfigQuestion {
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * Whether the CLI takes the configuration of a Home: asked for its features it reads that and no credential. Undefined
 * when it does not answer in time, cannot be started, or is too old to have that question.
 */
export async function takesConfig(
  program: CodexProgram,
  { home, variables, signal: ended }: ConfigQuestion,
): Promise<boolean | undefined> {
  const environment = buildCodexEnvironment(home, variables);
  const { failure, stdout, stderr } = await runCodex(program, ['features', 'list'], { environment, limitMs, ended });
  return judgeAnswer(failure === null ? 0 : failure.code, `${stdout}\n${stderr}`);
}

/** What the end of the CLI and its words say about the configuration. */
export function judgeAnswer(code: unknown, text: string): boolean | undefined {
  if (code === 0) {
    return true;
  }
  return /(?:failed to load (?:bootstrap )?|error loading )config/iu.test(text) ? false : undefined;
}
