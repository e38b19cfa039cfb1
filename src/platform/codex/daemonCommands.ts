import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerEnding } from '../../home/running/ports.ts';
import { parseIsDaemonRunning } from '../../protocol/appServer.ts';
import {
  buildCodexEnvironment,
  findSystemCodex,
  isProgram,
  type CodexProgram,
  type SystemSearch,
} from './codexProgram.ts';
import { runCodex } from './codexRun.ts';

/** Which Home's server, and until when anybody waits. */
export interface DaemonCommandsOptions extends SystemSearch {
  readonly home: string;
  /** Ends a command that still runs. */
  readonly ended: AbortSignal;
}

const versionLimitMs = 10_000;
/** A stop waits up to a minute for turns that run. */
const endLimitMs = 70_000;

/** Of VS Code and Electron, which make a program behave as their part, and what holds a secret by its name. */
const unwanted = /^(?:VSCODE_|ELECTRON_|CODE_SERVER_)|(?:KEY|KEY_ID|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?$/iu;

/** The CLI's own commands for its background server: `codex app-server daemon …`. */
export class DaemonCommands {
  readonly #options: DaemonCommandsOptions;

  constructor(options: DaemonCommandsOptions) {
    this.#options = options;
  }

  /**
   * Stops or starts again, by the CLI on PATH, else by the program that the server itself was started from.
   * @returns false where neither knows the command and sees the server, or it failed
   */
  async run(serverPid: number, ending: ServerEnding, mayEnd: () => Promise<boolean>): Promise<boolean | 'declined'> {
    const { ended } = this.#options;
    const ours = buildCodexEnvironment(this.#options.home, this.#options.environment);
    for (const program of [await findSystemCodex(this.#options), await this.#findManaged()]) {
      const version =
        program === undefined
          ? undefined
          : await execute(program, ['version'], { environment: ours, limitMs: versionLimitMs, ended });
      if (program !== undefined && version !== undefined && parseIsDaemonRunning(version)) {
        if (!(await mayEnd())) {
          return 'declined';
        }
        const environment = ending === 'restart' ? await this.#readServerEnvironment(serverPid, ours) : ours;
        return (await execute(program, [ending], { environment, limitMs: endLimitMs, ended })) !== undefined;
      }
    }
    return false;
  }

  /** The copy that the CLI made of itself in the Home for its server. */
  async #findManaged(): Promise<CodexProgram | undefined> {
    const path = join(
      this.#options.home,
      'packages',
      'app-server-daemon',
      'current',
      'bin',
      process.platform === 'win32' ? 'codex.exe' : 'codex',
    );
    return (await isProgram(path)) ? { path, parameters: [], environment: {} } : undefined;
  }

  /**
   * A server that starts again serves the terminals of the one before: it gets that one's environment, where this can be
   * read, without what belongs to VS Code and without keys and tokens.
   */
  async #readServerEnvironment(
    pid: number,
    otherwise: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>> {
    const text = await readFile(`/proc/${String(pid)}/environ`, 'utf8').catch(() => '');
    const rows = text.split('\0').flatMap((row) => {
      const at = row.indexOf('=');
      return at < 1 || unwanted.test(row.slice(0, at)) ? [] : [[row.slice(0, at), row.slice(at + 1)] as const];
    });
    return rows.length === 0 ? otherwise : { ...Object.fromEntries(rows), CODEX_HOME: this.#options.home };
  }
}

/** What it printed; undefined when it failed. */
async function execute(
  program: CodexProgram,
  parameters: readonly string[],
  options: Parameters<typeof runCodex>[2],
): Promise<string | undefined> {
  const { failure, stdout } = await runCodex(program, ['app-server', 'daemon', ...parameters], options);
  return failure === null ? stdout : undefined;
}
