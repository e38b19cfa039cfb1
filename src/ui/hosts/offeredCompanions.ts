/** VS Code's memory of small things, as far as it is needed here. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const offeredKey = 'companionOffered';
const longestOffered = 100;

/** On which remotes the companion was offered unasked; once is enough. */
export class OfferedCompanions {
  readonly #memory: Memory;
  readonly #authority: string;

  constructor(memory: Memory, authority: string) {
    this.#memory = memory;
    this.#authority = authority;
  }

  has(): boolean {
    return this.#read().includes(this.#authority);
  }

  async add(): Promise<void> {
    await this.#memory.update(offeredKey, [...this.#read(), this.#authority].slice(-longestOffered));
  }

  #read(): readonly unknown[] {
    const stored = this.#memory.get(offeredKey);
    return Array.isArray(stored) ? stored : [];
  }
}
