import { sha256Hex } from './bytes.ts';

const hidden = '[secret]';

/** The symbol that Node's `util.inspect` looks up; taken from the registry so that this file runs anywhere. */
const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');

/**
 * A secret value: a token, a key, a verifier. It prints as `[secret]` wherever it is turned into text, so that a log line, an error or a
 * JSON dump can not carry it by accident. `reveal()` is called only where bytes leave for their owner: the token
 * request, the credential document, the vault record (a lint rule holds the list).
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  get isEmpty(): boolean {
    return this.#value.length === 0;
  }

  /** Its hash, in lower-case hexadecimal: what our own files know a secret by. */
  sha256Hex(): Promise<string> {
    return sha256Hex(this.#value);
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.toPrimitive](): string {
    return hidden;
  }

  [inspectSymbol](): string {
    return hidden;
  }
}
