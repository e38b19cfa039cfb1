import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import * as z from 'zod/mini';
import { parseJson } from '../../base/json.ts';
import type { Variables } from '../../network/proxyEnvironment.ts';

const limitMs = 5000;
const hashes = z.record(z.string(), z.string());

/** Which shell, and what runs in it. */
export interface TerminalShell {
  readonly path: string;
  /** Node itself, which hashes what it finds there: no value leaves the shell. */
  readonly node: string;
}

/** The shell that a terminal of this user starts with; undefined on Windows, which has none of that kind. */
export function findTerminalShell(environment: Variables): TerminalShell | undefined {
  if (process.platform === 'win32') {
    return undefined;
  }
  const path = environment['SHELL'] ?? userInfo().shell ?? '';
  return isAbsolute(path) && /\/(?:bash|zsh|fish|sh|dash|ksh)$/u.test(path)
    ? { path, node: process.execPath }
    : undefined;
}

/**
 * The names that a login shell has otherwise than an environment; undefined when it does not answer in five seconds.
 * Only hashes of values come back, salted anew each time.
 */
export async function compareWithShell(
  names: readonly string[],
  environment: Variables,
  { shell, signal }: { readonly shell: TerminalShell; readonly signal: AbortSignal },
): Promise<readonly string[] | undefined> {
  const salt = randomBytes(16).toString('hex');
  const mark = randomBytes(8).toString('hex');
  const script = `process.stdout.write("${mark}"+JSON.stringify(Object.fromEntries(${JSON.stringify(names)}.flatMap(n=>process.env[n]?[[n,require("crypto").createHash("sha256").update("${salt}"+process.env[n]).digest("hex")]]:[])))+"${mark}")`;
  const command = `'${shell.node}' -e '${script}'`;
  const said = await runShell(shell.path, ['-l', '-i', '-c', command], { environment, names, signal });
  const [, json] = said?.split(mark) ?? [];
  const there = hashes.safeParse(parseJson(json ?? ''));
  if (!there.success) {
    return undefined;
  }
  const here = (name: string): string | undefined => {
    const value = environment[name] ?? '';
    return value === ''
      ? undefined
      : createHash('sha256')
          .update(salt + value)
          .digest('hex');
  };
  return names.filter((name) => here(name) !== there.data[name]);
}

interface ShellRun {
  readonly environment: Variables;
  readonly names: readonly string[];
  readonly signal: AbortSignal;
}

/** The variables in question are not handed on: only what the shell's own files set counts. */
function runShell(
  path: string,
  parameters: readonly string[],
  { environment, names, signal }: ShellRun,
): Promise<string | undefined> {
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
  const env = { ...kept, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' };
  return new Promise((resolve) => {
    const child = execFile(path, parameters, { env, timeout: limitMs, signal, killSignal: 'SIGKILL' }, (_, stdout) => {
      resolve(stdout === '' ? undefined : stdout);
    });
    child.stdin?.end();
  });
}
