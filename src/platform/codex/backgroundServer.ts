import type { BackgroundServer, FoundServer, ServerAnswers, ServerEnding } from '../../home/running/ports.ts';
import type { Clock } from '../../base/clock.ts';
import { findAgeMs, findSignInVariable, findUsesHome } from './linuxCodexProcesses.ts';
import type { DaemonCommands } from './daemonCommands.ts';
import { askServer } from './askServer.ts';
import { countClients, findSafeSocket, findServerPid } from './serverFiles.ts';
import { withServer } from './serverConnection.ts';

/** Which Home's server, and until when anybody waits. */
export interface BackgroundServerOptions {
  readonly home: string;
  /** Of this extension, told to the server. */
  readonly version: string;
  readonly commands: DaemonCommands;
  readonly clock: Clock;
  /** Aborts when this extension ends; the server then does as it was told. */
  readonly ended: AbortSignal;
  readonly answerLimitMs?: number;
}

const usualLimitMs = 5000;
/** Questions of other windows are over within moments; an open terminal stays. */
const recountMs = 100;
const mostRecounts = 5;
/** The CLI itself lets turns that run go on for a minute before it interrupts them. */
const endLimitMs = 75_000;
const lookEveryMs = 100;

/** On Windows the number in its file is all there is, and by now it may be another's. */
const canTellIdentity = process.platform !== 'win32';

/** The background server of a Home on this computer. */
export class SystemBackgroundServer implements BackgroundServer {
  readonly #options: BackgroundServerOptions;

  constructor(options: BackgroundServerOptions) {
    this.#options = options;
  }

  async find(): Promise<FoundServer | undefined> {
    const pid = await this.#findPid();
    return pid === undefined
      ? undefined
      : { pid, ageMs: await findAgeMs(pid), variable: await findSignInVariable(pid) };
  }

  async ask(
    _server: Pick<FoundServer, 'pid'>,
    mayAskAccount: boolean,
    signal?: AbortSignal,
  ): Promise<ServerAnswers | undefined> {
    const { home, version, answerLimitMs = usualLimitMs } = this.#options;
    const ended = AbortSignal.any([this.#options.ended, ...(signal === undefined ? [] : [signal])]);
    const path = await findSafeSocket(home);
    if (path === undefined) {
      return undefined;
    }
    try {
      const clients = await this.#countOthers(path, ended);
      const limit = AbortSignal.any([ended, AbortSignal.timeout(answerLimitMs)]);
      return { ...(await withServer(path, limit, (talk) => askServer(talk, version, mayAskAccount))), clients };
    } catch {
      return undefined;
    }
  }

  async end(
    { pid }: Pick<FoundServer, 'pid'>,
    ending: ServerEnding,
    mayEnd: () => Promise<boolean>,
  ): Promise<ServerEnding | 'declined' | undefined> {
    const { commands, clock, ended } = this.#options;
    const deadlineMs = clock.nowMs() + endLimitMs;
    const done = await commands.run(pid, ending, mayEnd);
    if (done === 'declined') {
      return done;
    }
    // Only what starts it again keeps open terminals: a signal would leave them waiting.
    const mustSignal = !done && ending === 'stop' && canTellIdentity;
    if (mustSignal && !(await mayEnd())) {
      return 'declined';
    }
    const isAsked = done || (mustSignal && (await this.#findPid()) === pid && askToEnd(pid));
    while (isAsked && (await this.#findPid()) === pid && clock.nowMs() < deadlineMs) {
      await clock.delay(lookEveryMs, ended);
    }
    return isAsked && (await this.#findPid()) !== pid ? ending : undefined;
  }

  /** A Home that was copied brings along the files of the other one's server. */
  async #findPid(): Promise<number | undefined> {
    const { home } = this.#options;
    const pid = await findServerPid(home);
    return pid === undefined || (await findUsesHome(pid, home)) === false ? undefined : pid;
  }

  async #countOthers(path: string, ended: AbortSignal): Promise<number | undefined> {
    const { clock } = this.#options;
    let clients = await countClients(path);
    for (let recounts = 0; clients !== undefined && clients > 0 && recounts < mostRecounts; recounts += 1) {
      await clock.delay(recountMs, ended);
      clients = await countClients(path);
    }
    return clients;
  }
}

/** Its identity has been looked at this very moment. @returns false when it has just ended, or is another user's */
function askToEnd(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGTERM');
  } catch {
    return false;
  }
}
