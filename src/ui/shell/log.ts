import { window, type LogOutputChannel } from 'vscode';
import { isAuthError, isCancelled } from '../../errors/authError.ts';

/**
 * Our log. It takes codes and names from a fixed vocabulary only: never a request, an answer or a value, so that
 * sending it to somebody gives nothing away (docs/threats.md, T-LOG-1).
 */
export class Log {
  readonly #channel: LogOutputChannel;

  constructor() {
    this.#channel = window.createOutputChannel('Codex Accounts', { log: true });
  }

  info(event: LogEvent, detail = ''): void {
    this.#channel.info(detail === '' ? event : `${event}: ${detail}`);
  }

  /** What went wrong, by its code; of an unexpected failure its class and place, not its text, which could quote input. */
  failure(event: LogEvent, failure: unknown): void {
    if (isCancelled(failure)) {
      this.#channel.info(`${event}: cancelled`);
    } else if (isAuthError(failure)) {
      this.#channel.warn(`${event}: ${failure.code} ${failure.sentence.messageId}`);
    } else {
      this.#channel.error(`${event}: ${describeUnexpected(failure)}`);
    }
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
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
  | 'running'
  | 'host'
  | 'rule'
  | 'panel message dropped';

function describeUnexpected(failure: unknown): string {
  if (!(failure instanceof Error)) {
    return typeof failure;
  }
  const code = 'code' in failure && typeof failure.code === 'string' ? ` ${failure.code}` : '';
  const frames = (failure.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return `${failure.name}${code}\n${frames.slice(0, 6).join('\n')}`;
}
