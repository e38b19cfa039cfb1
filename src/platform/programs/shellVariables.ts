import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import * as z from 'zod/mini';
import { parseJson } from '../../base/json.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What a login shell makes of an environment: each name with the hash of its value, and nothing for an empty one. */
export type ShellVariables = Readonly<Record<string, string>>;

/** What came of asking one. */
export type ShellAnswer =
  { readonly kind: 'read'; readonly variables: ShellVariables } | { readonly kind: 'noAnswer' | 'noShell' };

const limitMs = 5000;
const mostOutput = 1024 * 1024;

const answer = z.record(z.string(), z.string());

/** What is ours, for the shell alone: it starts Node by our program, and nothing of the person's in that. */
const ours = { ELECTRON_RUN_AS_NODE: '1', VSCODE_RESOLVING_ENVIRONMENT: '1', NODE_OPTIONS: '' };

/** Of this process alone, so that no hash is found in a table. */
const salt = randomBytes(16).toString('hex');

/**
 * Runs the person's login shell, interactively as a terminal does, and has it name its variables. Their values stay in the
 * program that it starts: only hashes of them come back.
 */
export async function readLoginShell(
  environment: Variables,
  signal: AbortSignal,
  platform: string = process.platform,
): Promise<ShellAnswer> {
  const shell = environment['SHELL'] ?? '';
  if (platform === 'win32' || shell === '') {
    return { kind: 'noShell' };
  }
  const mark = randomUUID();
  const output = await new Promise<string | undefined>((resolve) => {
    const child = execFile(
      shell,
      ['-i', '-l', '-c', `'${process.execPath}' -e '${buildScript(mark)}'`],
      {
        cwd: homedir(),
        env: { ...environment, ...ours },
        timeout: limitMs,
        killSignal: 'SIGKILL',
        maxBuffer: mostOutput,
        signal,
      },
      (failure, stdout) => {
        resolve(failure === null || stdout.includes(mark) ? stdout : undefined);
      },
    );
    child.stdin?.end();
  });
  signal.throwIfAborted();
  const text = output?.split(mark)[1];
  const parsed = answer.safeParse(parseJson(text ?? ''));
  return parsed.success
    ? {
        kind: 'read',
        variables: Object.fromEntries(Object.entries(parsed.data).filter(([name]) => !(name in ours))),
      }
    : { kind: 'noAnswer' };
}

/** The same of an environment that is at hand. */
export function hashVariables(environment: Variables): ShellVariables {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, hashValue(value)]])),
  );
}

function hashValue(value: string): string {
  return value.trim() === ''
    ? ''
    : createHash('sha256')
        .update(salt + value)
        .digest('hex');
}

/** No quote of the shell's may be in it. */
function buildScript(mark: string): string {
  return [
    'const { createHash } = require("node:crypto");',
    `const hash = (value) => value.trim() === "" ? "" : createHash("sha256").update("${salt}" + value).digest("hex");`,
    'const named = Object.entries(process.env).map(([name, value]) => [name, hash(value)]);',
    `process.stdout.write("${mark}" + JSON.stringify(Object.fromEntries(named)) + "${mark}");`,
  ].join(' ');
}
