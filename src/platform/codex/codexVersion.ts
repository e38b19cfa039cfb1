import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { buildCodexEnvironment, type CodexProgram } from './codexProgram.ts';

const limitMs = 5000;

/** The release that the CLI says it is; undefined when it says none. */
export function readCodexVersion(
  { path, parameters, environment }: CodexProgram,
  home: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = {
      cwd: homedir(),
      env: { ...buildCodexEnvironment(home, variables), ...environment },
      timeout: limitMs,
      windowsHide: true,
    };
    execFile(path, [...parameters, '--version'], options, (failure, stdout) => {
      resolve(failure === null ? /\d+\.\d+\.\d+/u.exec(stdout)?.[0] : undefined);
    });
  });
}
