import { Emitter, type Event } from '../../base/emitter.ts';
import type { PayerWords } from '../text/payerText.ts';

/** Who pays, as of the last look. What looks is loaded behind the start, while the surfaces are there from the first moment. */
export class PayerState {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #words: PayerWords | undefined;
  #lookAtShell: ((signal: AbortSignal) => Promise<void>) | undefined;

  get words(): PayerWords | undefined {
    return this.#words;
  }

  show(words: PayerWords): void {
    this.#words = words;
    this.#changed.fire();
  }

  /** How to look at the login shell, where that can be done. */
  offerShell(look: (signal: AbortSignal) => Promise<void>): void {
    this.#lookAtShell = look;
  }

  async lookAtShell(signal: AbortSignal): Promise<void> {
    await this.#lookAtShell?.(signal);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
