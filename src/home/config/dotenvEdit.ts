import { hasOpenQuote, parseDotenv } from './dotenv.ts';

/**
 * A Home's `.env` with these variables: a line that sets one is replaced where it is, with its "export" and comment
 * kept; what is missing comes at the end, every other byte stays. Undefined for a line that a quote leads into the next one, and
 * where the result, read again, would not say what was asked for.
 */
export function setVariables(text: string, wanted: Readonly<Record<string, string>>): string | undefined {
  let changed = text;
  for (const [name, value] of Object.entries(wanted)) {
    const next = setVariable(changed, name, quote(value));
    if (next === undefined) {
      return undefined;
    }
    changed = next;
  }
  const before = parseDotenv(text, {});
  const after = parseDotenv(changed, {});
  const isRight = Object.entries({ ...before, ...wanted }).every(([name, value]) => after[name] === value);
  return isRight && Object.keys(after).every((name) => name in before || name in wanted) ? changed : undefined;
}

/**
 * A Home's `.env` without the lines that set a variable. Undefined for one that a quote leads into the next line, and where
 * the result, read again, would say anything else than before without it.
 */
export function removeVariable(text: string, name: string): string | undefined {
  const pattern = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[^\\r\\n]*(?:\\r?\\n|$)`, 'gmu');
  if ([...text.matchAll(pattern)].some(([line]) => hasOpenQuote(line.trimEnd()))) {
    return undefined;
  }
  const changed = text.replaceAll(pattern, '');
  const { [name]: removed, ...before } = parseDotenv(text, {});
  const after = parseDotenv(changed, {});
  const isSame = JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(after).sort());
  return removed !== undefined && isSame ? changed : undefined;
}

/** A value to its end, and the comment behind it. */
const valueAndComment = /^(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])*([ \t]+#.*)$/su;

/** Of several lines the last one counts, and it alone is changed. */
function setVariable(text: string, name: string, value: string): string | undefined {
  const pattern = new RegExp(`^([ \\t]*(?:export[ \\t]+)?)${name}[ \\t]*=[ \\t]*([^\\r\\n]*)`, 'gmu');
  const last = [...text.matchAll(pattern)].at(-1);
  if (last !== undefined) {
    const [line, start = '', rest = ''] = last;
    const comment = valueAndComment.exec(rest)?.[1] ?? '';
    return hasOpenQuote(line)
      ? undefined
      : `${text.slice(0, last.index)}${start}${name}=${value}${comment}${text.slice(last.index + line.length)}`;
  }
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : `${text}${lineEnd}`;
  return `${start}${name}=${value}${lineEnd}`;
}

/** Bare where nothing in it has a meaning; in single quotes it is as it is. */
function quote(value: string): string {
  return /^[\w./:@%+,~-]*$/u.test(value) ? value : `'${value}'`;
}

/** The lines that a change takes away and brings, as a diff shows them. */
export function diffLines(before: string, after: string): readonly string[] {
  const [old, now] = [before, after].map((text) => text.split(/\r?\n/u).filter((line) => line !== ''));
  return [
    ...(old ?? []).filter((line) => now?.includes(line) !== true).map((line) => `- ${line}`),
    ...(now ?? []).filter((line) => old?.includes(line) !== true).map((line) => `+ ${line}`),
  ];
}
