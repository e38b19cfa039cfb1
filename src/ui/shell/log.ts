import { window, type LogOutputChannel } from 'vscode';
import { isAuthError, isCancelled } from '../../errors/authError.ts';

/**
 * Our log. It takes codes and names from a fixed vocabulary only: never a request, an answer or a value, so that
 * sending it to somebody gives nothing away (docs/threats.md, T-LOG-1).
 */
export class Log {
  readonly #channel: LogOutputChannel;
  #isClosed = false;

  constructor() {
    this.#channel = window.createOutputChannel('Codex Accounts', { log: true });
  }

  info(event: LogEvent, detail = ''): void {
    this.#write('info', detail === '' ? event : `${event}: ${detail}`);
  }

  /** What went wrong, by its code; of an unexpected failure its class and place, not its text, which could quote input. */
  failure(event: LogEvent, failure: unknown): void {
    if (isCancelled(failure)) {
      this.#write('info', `${event}: cancelled`);
    } else if (isAuthError(failure)) {
      this.#write('warn', `${event}: ${failure.code} ${failure.sentence.messageId}`);
    } else {
      this.#write('error', `${event}: ${describeUnexpected(failure)}`);
    }
  }

  /** For work that is not waited for: what goes wrong with it is noted. */
  unawaited(event: LogEvent, work: PromiseLike<unknown>): void {
    work.then(undefined, (failure: unknown) => {
      this.failure(event, failure);
    });
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#isClosed = true;
    this.#channel.dispose();
  }

  /** What ends last may end after the log. */
  #write(level: 'info' | 'warn' | 'error', line: string): void {
    if (!this.#isClosed) {
      this.#channel[level](line);
    }
  }
}

export type LogEvent =
  | 'activated'
  | 'command'
  | 'sign-in'
  | 'sign-out'
  | 'check'
  | 'import'
  | 'home'
  | 'switch'
  | 'refresh'
  | 'usage'
  | 'running'
  | 'ci'
  | 'host'
  | 'provider'
  | 'rule'
  | 'payer'
  | 'diagnosis'
  | 'context key'
  | 'panel'
  | 'panel message dropped';

function describeUnexpected(failure: unknown): string {
  if (!(failure instanceof Error)) {
    return typeof failure;
  }
  const code = 'code' in failure && typeof failure.code === 'string' ? ` ${failure.code}` : '';
  const frames = (failure.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return `${failure.name}${code}\n${frames.slice(0, 6).join('\n')}`;
}
