import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { findProgram } from '../../scripts/programs.mjs';
import { readStartTicks } from '../../src/platform/processes/processStart.ts';

const runFile = promisify(execFile);
const lookEveryMs = 100;
const usualLimitMs = 30_000;
/** A server with a turn under way takes longer to end than a test may wait: then it is ended by force. */
const patienceMs = 5000;

export interface CodexTerminalOptions {
  /** The native program of the CLI. */
  readonly program: string;
  readonly args?: readonly string[];
  /** All that it gets; tmux adds its own `TERM` and `TMUX`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** An interactive program in a terminal: a tmux of its own, with one window. */
export class CodexTerminal {
  readonly #socket: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly pid: number;

  private constructor(socket: string, environment: Readonly<Record<string, string>>, pid: number) {
    this.#socket = socket;
    this.#environment = environment;
    this.pid = pid;
  }

  static async start({ program, args = [], environment, folder }: CodexTerminalOptions): Promise<CodexTerminal> {
    const socket = `codex-accounts-${randomUUID()}`;
    const window = [
      'new-session',
      '-d',
      '-P',
      '-F',
      '#{pane_pid}',
      '-x',
      '140',
      '-y',
      '50',
      '-c',
      folder,
      program,
      ...args,
    ];
    // The window stays when its program has ended, so that what it said can still be read.
    const pid = await runTmux(socket, environment, [
      '-f',
      '/dev/null',
      'set-option',
      '-g',
      'remain-on-exit',
      'on',
      ';',
      ...window,
    ]);
    return new CodexTerminal(socket, environment, Number(pid));
  }

  /** Types a line into Codex and sends it, as a person does. */
  async enter(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', text);
    // Codex takes what comes at once for pasted text, and a line break in it for a part of that.
    await this.waitFor(text);
    const isTaken = async (): Promise<boolean> => !(await this.#readInput()).includes(text);
    while (!(await isTaken())) {
      // While it loads, the key is dropped now and then.
      await this.press('Enter');
      await until(`that "${text}" is taken`, isTaken, { limitMs: 1000 }).catch(() => undefined);
    }
  }

  /** The line that is being typed: the last that has Codex's prompt before it. */
  async #readInput(): Promise<string> {
    return (await this.screen()).split('\n').findLast((line) => line.startsWith('›')) ?? '';
  }

  /** A key by its tmux name. */
  async press(key: string): Promise<void> {
    await this.#tmux('send-keys', key);
  }

  /** What stands on the screen. */
  screen(): Promise<string> {
    return this.#tmux('capture-pane', '-p');
  }

  /** @throws Error with the screen when the text does not come in time */
  async waitFor(text: string | RegExp, limitMs = usualLimitMs): Promise<string> {
    const wanted = typeof text === 'string' ? { test: (screen: string) => screen.includes(text) } : text;
    let screen = '';
    const isThere = async (): Promise<boolean> => {
      screen = await this.screen();
      if (!wanted.test(screen) && screen.includes('Pane is dead')) {
        throw new Error(`The program has ended:\n${screen}`);
      }
      return wanted.test(screen);
    };
    await until(`"${String(text)}" on the screen`, isThere, { limitMs, describe: () => screen });
    return screen;
  }

  /** Closes the window, which ends its program; returns when that is gone. */
  async close(): Promise<void> {
    await this.#tmux('kill-server').catch(() => '');
    await until(
      `the end of process ${String(this.pid)}`,
      async () => typeof (await readStartTicks(this.pid)) !== 'number',
    );
  }

  #tmux(...args: readonly string[]): Promise<string> {
    return runTmux(this.#socket, this.#environment, args);
  }
}

async function runTmux(
  socket: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<string> {
  const tmux = findProgram('tmux');
  if (tmux === undefined) {
    throw new Error('tmux is missing.');
  }
  // Colours make the program draw as in a terminal of a person; a locale makes tmux keep its characters.
  const env = { ...environment, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' };
  return (await runFile(tmux, ['-L', socket, ...args], { env })).stdout;
}

interface Waiting {
  readonly limitMs?: number;
  readonly describe?: () => string;
}

async function until(
  what: string,
  isSo: () => Promise<boolean>,
  { limitMs = usualLimitMs, describe = () => '' }: Waiting = {},
): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) {
      throw new Error(`After ${String(limitMs)} ms there was not: ${what}\n${describe()}`);
    }
    await delay(lookEveryMs);
  }
}

const pidFile = z.object({ pid: z.int(), processIdentity: z.object({ startTicks: z.number() }) });

/** A process with the moment of its start, which tells it from a later one with the same number. */
export type BackgroundProcess = z.infer<typeof pidFile>;

/** What an interactive `codex` leaves running on a Home: its server, and the loop that looks for updates. */
export async function findBackground(home: string): Promise<readonly BackgroundProcess[]> {
  // The loop comes first: it may start the server again.
  const noted = await Promise.all(
    ['daemon-updater.pid', 'daemon.pid'].map((name) => readPidFile(join(home, 'app-server-daemon', name))),
  );
  const found = noted.filter((process) => process !== undefined);
  const isThere = await Promise.all(found.map(isRunning));
  return found.filter((_process, index) => isThere[index]);
}

/** Ends both and returns when they are gone: every test that starts an interactive `codex` calls it. */
export async function endBackground(home: string): Promise<void> {
  for (const background of await findBackground(home)) {
    await endOne(background);
  }
}

async function endOne(background: BackgroundProcess): Promise<void> {
  const { pid } = background;
  const gone = async (): Promise<boolean> => !(await isRunning(background));
  process.kill(pid, 'SIGTERM');
  try {
    await until(`the end of process ${String(pid)}`, gone, { limitMs: patienceMs });
  } catch {
    process.kill(pid, 'SIGKILL');
    await until(`the end of process ${String(pid)} by force`, gone);
  }
}

async function isRunning({ pid, processIdentity }: BackgroundProcess): Promise<boolean> {
  return (await readStartTicks(pid)) === processIdentity.startTicks;
}

async function readPidFile(path: string): Promise<BackgroundProcess | undefined> {
  const text = await readFile(path, 'utf8').catch(() => 'null');
  try {
    return pidFile.safeParse(JSON.parse(text)).data;
  } catch {
    // It is being written.
    return undefined;
  }
}

/** Every process that was started with this Home, by number: what a test must not leave behind. */
export async function listProcessesOn(home: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const environments = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')));
  return pids.filter((_pid, index) => environments[index]?.split('\0').includes(`CODEX_HOME=${home}`));
}
