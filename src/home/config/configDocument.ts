import { parse, TomlDate, type TomlTable } from 'smol-toml';

/** What some editors put before the text; the CLI skips it. */
export const byteOrderMark = '\uFEFF';

/** As deep as the CLI's parser goes. */
const deepestValue = 80;

/** The document, or undefined when it is none for the CLI. Integers have 64 bits, as TOML wants it. */
export function parseToml(text: string): TomlTable | undefined {
  try {
    const table = parse(withoutMark(text), { integersAsBigInt: 'asNeeded', maxDepth: deepestValue });
    return isWithinRange(table, text) ? table : undefined;
  } catch {
    return undefined;
  }
}

/** The text as the parser wants it. */
export function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

/**
 * The parser takes integers of any length, turns a number that is too large into infinity, and a day that does not exist
 * into the next one that does.
 */
function isWithinRange(value: unknown, text: string): boolean {
  if (typeof value === 'bigint') {
    return BigInt.asIntN(64, value) === value;
  }
  if (value === Infinity || value === -Infinity) {
    const numbers = text.match(/\d[\d_.]*(?:[eE][+-]?[\d_]+)?/gu) ?? [];
    return numbers.every((number) => Number.isFinite(Number(number.replaceAll('_', ''))));
  }
  if (value instanceof TomlDate) {
    return value.isTime() || text.includes(value.toISOString().slice(0, 10));
  }
  return typeof value !== 'object' || value === null || Object.values(value).every((part) => isWithinRange(part, text));
}
