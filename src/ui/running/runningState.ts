import type { RunningCodex } from '../../home/running/inventory.ts';
import { Emitter, type Event } from '../../util/emitter.ts';

/**
 * Which Codex of this host uses another account than its Home, in words, as of the last look. What looks is loaded behind
 * the start, while the surfaces are there from the first moment.
 */
export class RunningState {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #running: readonly RunningCodex[] = [];
  #sentences: readonly string[] = [];
  #short: string | undefined;

  get running(): readonly RunningCodex[] {
    return this.#running;
  }

  /** One sentence for each that does; empty when all use the Home's account. */
  get sentences(): readonly string[] {
    return this.#sentences;
  }

  /** A few words about the first of them. */
  get short(): string | undefined {
    return this.#short;
  }

  show(running: readonly RunningCodex[], words: { readonly sentences: readonly string[]; readonly short: string | undefined }): void {
    const isChanged = words.sentences.join('\n') !== this.#sentences.join('\n');
    this.#running = running;
    this.#sentences = words.sentences;
    this.#short = words.short;
    if (isChanged) {
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
