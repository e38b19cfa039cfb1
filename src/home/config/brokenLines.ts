import { parse, TomlError } from 'smol-toml';
import { parseToml, withoutMark } from './configDocument.ts';

/** More lines than these are no slip of the hand. */
const mostLines = 3;

/** The head of a table, nothing, what may go on in the lines below it, and what restricts Codex, quoted or not. */
const leftAlone = /^\s*(?:\[|$|["']?(?:sandbox|approval|forced)_)|"""|'''/u;

/**
 * The lines that keep a text from being TOML, each once it is a comment; undefined where that does not make one of it. The
 * head of a table is left alone, since what is below it would belong to another one, and so is where a text of several
 * lines begins or ends, since what is in it would count. A line that restricts Codex is for the person to mend: without it
 * Codex would do more.
 */
export function findBrokenLines(text: string): readonly number[] | undefined {
  const lines: number[] = [];
  let changed = text;
  while (lines.length < mostLines) {
    const line = findFirstFault(changed);
    if (line === undefined || lines.includes(line) || leftAlone.test(changed.split('\n')[line - 1] ?? '')) {
      return undefined;
    }
    lines.push(line);
    changed = switchOff(changed, [line]);
    if (parseToml(changed) !== undefined) {
      return lines;
    }
  }
  return undefined;
}

/** The same text with these lines as comments; every other byte stays. */
export function switchOff(text: string, lines: readonly number[]): string {
  return text
    .split('\n')
    .map((line, index) => (lines.includes(index + 1) ? `# ${line}` : line))
    .join('\n');
}

function findFirstFault(text: string): number | undefined {
  try {
    parse(withoutMark(text), { integersAsBigInt: 'asNeeded' });
    return undefined;
  } catch (failure) {
    return failure instanceof TomlError ? failure.line : undefined;
  }
}
