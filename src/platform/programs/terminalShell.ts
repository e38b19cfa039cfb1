import { userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Variables } from '../../network/proxyEnvironment.ts';
import { hashVariables, readLoginShell } from './shellVariables.ts';

/** The path of the shell that a terminal of this user starts with; undefined on Windows, which has none of that kind. */
export function findTerminalShell(environment: Variables): string | undefined {
  if (process.platform === 'win32') {
    return undefined;
  }
  const path = environment['SHELL'] ?? userInfo().shell ?? '';
  return isAbsolute(path) && /\/(?:bash|zsh|fish|sh|dash|ksh)$/u.test(path) ? path : undefined;
}

/**
 * The names that a login shell has otherwise than an environment; undefined when it does not answer in five seconds.
 * They are not handed on to it: only what its own files set counts.
 */
export async function compareWithShell(
  names: readonly string[],
  environment: Variables,
  { shell, signal }: { readonly shell: string; readonly signal: AbortSignal },
): Promise<readonly string[] | undefined> {
  const rest = Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
  const answer = await readLoginShell({ ...rest, SHELL: shell }, signal);
  const here = hashVariables(environment);
  return answer.kind === 'read'
    ? names.filter((name) => (here[name] ?? '') !== (answer.variables[name] ?? ''))
    : undefined;
}
