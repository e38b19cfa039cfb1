import { parseDotenv } from './dotenv.ts';

/**
 * A Home's `.env` with these variables: a line that sets one is replaced where it stands, what is missing comes at the end,
 * every other byte stays. The result is read again: undefined where it would not say what was asked for, as with a quote that is
 * never closed.
 */
export function setVariables(text: string, wanted: Readonly<Record<string, string>>): string | undefined {
  let changed = text;
  for (const [name, value] of Object.entries(wanted)) {
    changed = setVariable(
      changed,
      `${name}=${quote(value)}`,
      new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[^\\r\\n]*`, 'gmu'),
    );
  }
  const before = parseDotenv(text, {});
  const after = parseDotenv(changed, {});
  const isRight = Object.entries({ ...before, ...wanted }).every(([name, value]) => after[name] === value);
  return isRight && Object.keys(after).every((name) => name in before || name in wanted) ? changed : undefined;
}

/** Of several lines the last one counts, and it alone is changed. */
function setVariable(text: string, line: string, pattern: RegExp): string {
  const last = [...text.matchAll(pattern)].at(-1);
  if (last !== undefined) {
    return text.slice(0, last.index) + line + text.slice(last.index + last[0].length);
  }
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : `${text}${lineEnd}`;
  return `${start}${line}${lineEnd}`;
}

/** Bare where nothing in it has a meaning; in single quotes it stands as it is. */
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
