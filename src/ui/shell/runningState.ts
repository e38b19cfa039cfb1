import { Emitter, type Event } from '../../base/emitter.ts';

/**
 * Which Codex of this host uses another account than its Home, in words, as of the last look. What looks is loaded behind
 * the start, while the surfaces are there from the first moment.
 */
export class RunningState {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #sentences: readonly string[] = [];
  #short: string | undefined;
  #pids: readonly number[] = [];

  /** One sentence for each that does; empty when all use the Home's account. */
  get sentences(): readonly string[] {
    return this.#sentences;
  }

  /** A few words about the first of them. */
  get short(): string | undefined {
    return this.#short;
  }

  /** The processes that do. */
  get pids(): readonly number[] {
    return this.#pids;
  }

  show({ sentences, short, pids }: Pick<RunningState, 'sentences' | 'short' | 'pids'>): void {
    const isChanged = sentences.join('\n') !== this.#sentences.join('\n');
    this.#sentences = sentences;
    this.#short = short;
    this.#pids = pids;
    if (isChanged) {
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
