import { parse, stringify, TomlDate, type TomlTable } from 'smol-toml';

const byteOrderMark = '\uFEFF';

/** As deep as the CLI's parser goes. */
const deepestValue = 80;

/**
 * Sets one root key of a `config.toml` by changing one line, so that comments, order and line ends stay
 * (docs/decisions.md, Configuration by one line). The result is parsed again and must be the old document plus the
 * change; else nothing is changed.
 * @returns the new text, or undefined when the text is no TOML or could not be changed safely
 */
export function setRootKey(text: string, key: string, value: string): string | undefined {
  const before = parseToml(text);
  if (before === undefined) {
    return undefined;
  }
  const wanted = print({ ...before, [key]: value });
  return buildCandidates(text, key, value).find((candidate) => {
    const after = parseToml(candidate);
    return after !== undefined && print(after) === wanted;
  });
}

/** The document, or undefined when it is none for the CLI. Integers have 64 bits, as TOML wants it. */
export function parseToml(text: string): TomlTable | undefined {
  try {
    const table = parse(withoutMark(text), { integersAsBigInt: 'asNeeded', maxDepth: deepestValue });
    return isWithinRange(table, text) ? table : undefined;
  } catch {
    return undefined;
  }
}

/** The parser takes integers of any length, and turns a day that does not exist into the next one that does. */
function isWithinRange(value: unknown, text: string): boolean {
  if (typeof value === 'bigint') {
    return BigInt.asIntN(64, value) === value;
  }
  if (value instanceof TomlDate) {
    return value.isTime() || text.includes(value.toISOString().slice(0, 10));
  }
  return typeof value !== 'object' || value === null || Object.values(value).every((part) => isWithinRange(part, text));
}

/**
 * The places where the line may belong, the most natural first: where the key stands, below the last root key, on top.
 * A line inside a text or a list can look like any of the first two; whoever asked parses what came out.
 */
function buildCandidates(text: string, key: string, value: string): readonly string[] {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const lines = withoutMark(text).match(/[^\n]*\n|[^\n]+$/gu) ?? [];
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const assignment = new RegExp(
    `^(\\s*["']?${key}["']?\\s*=\\s*)("(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s#"'[{]+)([^]*)$`,
    'u',
  );
  const inPlace = lines.flatMap((line, at) => {
    const changed = line.replace(assignment, `$1"${value}"$3`);
    return assignment.test(line) ? [[...lines.slice(0, at), changed, ...lines.slice(at + 1)]] : [];
  });
  const header = lines.findIndex((line) => /^\s*\[/u.test(line));
  const root = header < 0 ? lines : lines.slice(0, header);
  const last = root.findLastIndex((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const added = `${key} = "${value}"${lineEnd}`;
  const above = lines.slice(0, last + 1).map((line) => (line.endsWith('\n') ? line : `${line}${lineEnd}`));
  const candidates = [...inPlace, [...above, added, ...lines.slice(last + 1)], [added, ...lines]];
  return candidates.map((candidate) => mark + candidate.join(''));
}

function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

/** The same text for the same data, wherever the root keys stand. */
function print(table: TomlTable): string {
  const entries = Object.entries(table).sort(([left], [right]) => (left < right ? -1 : 1));
  return stringify(Object.fromEntries(entries), { maxDepth: deepestValue });
}
