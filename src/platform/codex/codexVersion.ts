import { buildCodexEnvironment, type CodexProgram } from './codexProgram.ts';
import { runCodex } from './codexRun.ts';

const limitMs = 5000;

/** Who asks, for which Home, and until when they wait; it has a limit of its own. */
interface VersionQuestion {
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/** The release that the CLI says it is; undefined when it says none. */
export async function readCodexVersion(
  program: CodexProgram,
  { home, variables, signal: ended }: VersionQuestion,
): Promise<string | undefined> {
  const environment = buildCodexEnvironment(home, variables);
  const { failure, stdout } = await runCodex(program, ['--version'], { environment, limitMs, ended });
  return failure === null ? /\d+\.\d+\.\d+/u.exec(stdout)?.[0] : undefined;
}
