import { execFile, type ExecFileException } from 'node:child_process';
import { homedir } from 'node:os';
import type { CodexProgram } from './codexProgram.ts';

/** How one run of the CLI ended. */
export interface CodexRun {
  /** null where it ended well. */
  readonly failure: ExecFileException | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** With which variables it runs, for how long, and what ends it before. */
interface RunOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limitMs: number;
  readonly ended?: AbortSignal | undefined;
}

/** Runs the CLI to its end, in the person's own folder and no folder of the window. It never throws. */
export function runCodex(
  program: CodexProgram,
  parameters: readonly string[],
  { environment, limitMs, ended }: RunOptions,
): Promise<CodexRun> {
  return new Promise((resolve) => {
    const options = {
      cwd: homedir(),
      env: { ...environment, ...program.environment },
      timeout: limitMs,
      windowsHide: true,
      signal: ended,
    };
    execFile(program.path, [...program.parameters, ...parameters], options, (failure, stdout, stderr) => {
      resolve({ failure, stdout, stderr });
    });
  });
}
