import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { codexProgramFolder } from '../../scripts/tools.mjs';

const binaryName = process.platform === 'win32' ? 'codex.exe' : 'codex';
const defaultTimeoutMs = 60_000;

/** A port that nobody serves: what the CLI wants from outside this computer ends there. */
const deadProxy = 'http://127.0.0.1:9';

/** @throws Stop when it is not installed */
export function requireCodexBinary(): string {
  return join(codexProgramFolder(), binaryName);
}

/** A `CODEX_HOME` of one test, in a temporary folder with a home folder of its own. */
export interface CodexHome {
  readonly path: string;
  readonly authFile: string;
  /** The credential document as text; undefined while there is none. */
  readAuth(): Promise<string | undefined>;
  environment(extra?: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** @param configToml content of `config.toml`; none is written without it */
export async function makeCodexHome(configToml?: string): Promise<CodexHome> {
  const root = await mkdtemp(join(tmpdir(), 'codex-interop-'));
  const path = join(root, 'codex');
  await mkdir(path, { mode: 0o700 });
  if (configToml !== undefined) {
    await writeFile(join(path, 'config.toml'), configToml);
  }
  const authFile = join(path, 'auth.json');
  return {
    path,
    authFile,
    readAuth: async () => (existsSync(authFile) ? await readFile(authFile, 'utf8') : undefined),
    environment: (extra = {}) => ({
      PATH: '/usr/bin:/bin',
      HOME: root,
      TERM: 'dumb',
      CODEX_HOME: path,
      HTTPS_PROXY: deadProxy,
      HTTP_PROXY: deadProxy,
      NO_PROXY: '127.0.0.1,localhost',
      ...extra,
    }),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

export interface CodexRunOptions {
  readonly home: CodexHome;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it is started; in the Home without it. */
  readonly folder?: string;
  /** A program that starts it, with its arguments: it gets the CLI's own behind them. */
  readonly startedBy?: readonly string[];
  /** Written to its standard input, which is then closed. */
  readonly input?: string;
  readonly timeoutMs?: number;
  /** Aborted, it is killed. */
  readonly signal?: AbortSignal | undefined;
  /** Told everything printed so far, both streams and without colours, each time something is printed. */
  readonly onOutput?: (outputSoFar: string) => void;
}

export interface CodexRun {
  /** null when it was ended by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function spawnCodex(options: CodexRunOptions): ChildProcessWithoutNullStreams {
  const [program = '', ...args] = [...(options.startedBy ?? []), requireCodexBinary(), ...options.args];
  return spawn(program, args, {
    cwd: options.folder ?? options.home.path,
    env: { ...options.home.environment(options.environment) },
    stdio: 'pipe',
    shell: false,
  });
}

/** Runs the real CLI to its end. @throws Error with what it printed when it takes longer than `timeoutMs` */
export async function runCodex(options: CodexRunOptions): Promise<CodexRun> {
  const child = spawnCodex(options);
  const printed = { stdout: '', stderr: '' };
  const collect = (stream: 'stdout' | 'stderr') => (text: string) => {
    printed[stream] += stripVTControlCharacters(text);
    options.onOutput?.(printed.stdout + printed.stderr);
  };
  child.stdout.setEncoding('utf8').on('data', collect('stdout'));
  child.stderr.setEncoding('utf8').on('data', collect('stderr'));
  // It may end before it has read its input, as with a document that it refuses.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  options.signal?.addEventListener('abort', () => {
    child.kill('SIGKILL');
  });
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(`codex took more than ${String(timeoutMs)} ms. It printed:\n${printed.stdout}${printed.stderr}`),
      );
    }, timeoutMs);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, ...printed });
    });
  });
}
