import { buildCodexEnvironment, type CodexProgram } from './codexProgram.ts';
import { runCodex } from './codexRun.ts';

const limitMs = 5000;

/** The release that the CLI says it is; undefined when it says none. */
export async function readCodexVersion(
  program: CodexProgram,
  home: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const environment = buildCodexEnvironment(home, variables);
  const { failure, stdout } = await runCodex(program, ['--version'], { environment, limitMs });
  return failure === null ? /\d+\.\d+\.\d+/u.exec(stdout)?.[0] : undefined;
}
