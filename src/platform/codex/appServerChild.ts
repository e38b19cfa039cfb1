import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { parseServerLine, type ServerLine } from '../protocol/appServer.ts';
import { AuthError } from '../util/authError.ts';
import { say } from '../util/sentence.ts';
import type { CodexProgram } from './codexProgram.ts';

const graceMs = 2000;

interface Waiting {
  /** True when the line is what was waited for. */
  readonly take: (line: ServerLine) => boolean;
  readonly fail: (failure: unknown) => void;
}

/** A `codex app-server` of ours: started for a few questions, ended by its own process id. */
export type AppServer = AppServerChild;

/**
 * Starts one.
 * @param environment all that it gets
 * @param signal ends every wait; the process is ended by `end`
 */
export function startAppServer(program: CodexProgram, environment: Readonly<Record<string, string>>, signal: AbortSignal): AppServer {
  return new AppServerChild(program, environment, signal);
}

class AppServerChild {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Set<Waiting>();
  /** What it said while nobody waited for it; its life is short. */
  readonly #unheard: Extract<ServerLine, { kind: 'notice' }>[] = [];
  #lastId = 0;
  #failure: unknown;

  constructor(program: CodexProgram, environment: Readonly<Record<string, string>>, signal: AbortSignal) {
    this.#child = spawn(program.path, [...program.parameters, 'app-server'], {
      // The person's own folder, never a workspace.
      cwd: homedir(),
      env: { ...environment, ...program.environment },
      stdio: 'pipe',
      shell: false,
      windowsHide: true,
    });
    const gone = (): void => {
      this.#fail(new AuthError('tryAgain', say('codex.noAnswer', {})));
    };
    this.#child.once('error', gone);
    this.#child.once('close', gone);
    // A child that has ended takes no more words; that it has ended is what counts.
    this.#child.stdin.on('error', gone);
    // Read, so that it is never stopped by a full pipe; what it says there may name files of the person.
    this.#child.stderr.resume();
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#hear(line);
    });
    signal.addEventListener('abort', () => {
      this.#fail(signal.reason);
    });
    if (signal.aborted) {
      this.#fail(signal.reason);
    }
  }

  /** The result of a request. @throws AuthError `tryAgain` when it is refused or the server ends; the signal's reason */
  request(method: string, params: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = this.#wait<unknown>((line, settle) => {
      if (line.kind === 'notice' || line.id !== id) {
        return false;
      }
      settle(line.kind === 'answer' ? line.result : new AuthError('tryAgain', say('codex.noAnswer', {})));
      return true;
    });
    this.#send({ id, method, params });
    return answer;
  }

  notify(method: string): void {
    this.#send({ method });
  }

  /** A notification that `read` understands, also one that came before it was waited for. */
  async next<T>(method: string, read: (params: unknown) => T | undefined): Promise<T> {
    for (const early of this.#unheard.filter((said) => said.method === method)) {
      const found = read(early.params);
      if (found !== undefined) {
        return found;
      }
    }
    return this.#wait<T>((line, settle) => {
      const found = line.kind === 'notice' && line.method === method ? read(line.params) : undefined;
      if (found === undefined) {
        return false;
      }
      settle(found);
      return true;
    });
  }

  /** Its input ends, which ends it; a signal to this one process helps where that is not enough, and force after that. */
  end(): void {
    this.#child.stdin.end();
    this.#child.kill('SIGTERM');
    const force = setTimeout(() => this.#child.kill('SIGKILL'), graceMs).unref();
    this.#child.once('exit', () => {
      clearTimeout(force);
    });
  }

  #send(message: object): void {
    if (this.#failure === undefined) {
      this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    }
  }

  #hear(line: string): void {
    const parsed = parseServerLine(line);
    const taker = parsed === undefined ? undefined : [...this.#waiting].find(({ take }) => take(parsed));
    if (taker !== undefined) {
      this.#waiting.delete(taker);
    } else if (parsed?.kind === 'notice') {
      this.#unheard.push(parsed);
    }
  }

  #wait<T>(hear: (line: ServerLine, settle: (value: T | AuthError) => void) => boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(asError(this.#failure));
        return;
      }
      const settle = (value: T | AuthError): void => {
        if (value instanceof AuthError) {
          reject(value);
        } else {
          resolve(value);
        }
      };
      this.#waiting.add({ take: (line) => hear(line, settle), fail: (failure) => { reject(asError(failure)); } });
    });
  }

  #fail(failure: unknown): void {
    this.#failure ??= failure;
    for (const { fail } of this.#waiting) {
      fail(this.#failure);
    }
    this.#waiting.clear();
  }
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new AuthError('tryAgain', say('codex.noAnswer', {}), failure);
}
