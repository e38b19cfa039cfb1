import { Emitter, type Event } from '../../base/emitter.ts';
import type { PayerWords } from '../text/payerText.ts';

/** Who pays, as of the last look. What looks is loaded behind the start, while the surfaces are there from the first moment. */
export class PayerState {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #words: PayerWords | undefined;

  get words(): PayerWords | undefined {
    return this.#words;
  }

  show(words: PayerWords): void {
    this.#words = words;
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
