import { window, type LogOutputChannel } from 'vscode';
import { AuthError } from '../src/errors/authError.ts';

/** Codes and names from a fixed vocabulary only, as in main's log: never a request, an answer or a value. */
export class HostLog {
  readonly #channel: LogOutputChannel;

  constructor() {
    this.#channel = window.createOutputChannel('Codex Accounts Host', { log: true });
  }

  info(event: string, code: string): void {
    this.#channel.info(`${event}: ${code}`);
  }

  failure(event: string, failure: unknown): void {
    this.#channel.error(`${event}: ${describeFailure(failure)}`);
  }

  /** For work that is not waited for: what goes wrong with it is noted. */
  unawaited(event: string, work: PromiseLike<unknown>): void {
    work.then(undefined, (failure: unknown) => {
      this.failure(event, failure);
    });
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

/** Of an unexpected failure its class and place, not its text, which could quote input. */
function describeFailure(failure: unknown): string {
  if (failure instanceof AuthError) {
    return `${failure.code} ${failure.sentence.messageId}`;
  }
  if (!(failure instanceof Error)) {
    return typeof failure;
  }
  const frames = (failure.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return `${failure.name}\n${frames.slice(0, 6).join('\n')}`;
}
