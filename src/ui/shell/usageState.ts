import { Emitter, type Event } from '../../base/emitter.ts';
import type { UsageWords } from '../text/usageWords.ts';

/** What is known of the usage of the account in use. What asks is loaded behind the start. */
export class UsageState {
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  readonly #seen = new Emitter<void>();
  /** The page was opened, hidden or closed. */
  readonly onDidSee: Event<void> = this.#seen.event;
  #words: UsageWords | undefined;
  #isPageSeen = false;

  get isPageSeen(): boolean {
    return this.#isPageSeen;
  }

  /** Of another account than this one nothing is said: an answer that comes after a switch is of no account in use. */
  find(accountId: string): UsageWords | undefined {
    return this.#words?.accountId === accountId ? this.#words : undefined;
  }

  show(words: UsageWords | undefined): void {
    const isSame = JSON.stringify(words) === JSON.stringify(this.#words);
    this.#words = words;
    if (!isSame) {
      this.#changed.fire();
    }
  }

  see(isPageSeen: boolean): void {
    if (this.#isPageSeen !== isPageSeen) {
      this.#isPageSeen = isPageSeen;
      this.#seen.fire();
    }
  }

  dispose(): void {
    this.#changed.dispose();
    this.#seen.dispose();
  }
}
