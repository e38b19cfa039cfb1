import type { Variables } from '../../network/proxyEnvironment.ts';

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*(.*)$/su;

const dropped = /^codex_/iu;

/**
 * The variables of a Home's `.env`, as the CLI takes them (docs/codex-protocol.md, Certificates and proxies): a line that is none is
 * passed over, names that begin with `CODEX_` are dropped, in any case of letters; of several the last counts.
 * @param environment what `$NAME` in a value stands for
 */
export function parseDotenv(text: string, environment: Variables): Variables {
  const found: Record<string, string> = {};
  for (const line of joinLines(text)) {
    const [, name = '', rest = ''] = assignment.exec(line) ?? [];
    const value = name === '' ? undefined : parseValue(rest, (key) => environment[key] ?? found[key] ?? '');
    if (value !== undefined && !dropped.test(name)) {
      found[name] = value;
    }
  }
  return found;
}

/** The names in it that the CLI drops, each once. */
export function findDroppedNames(text: string): readonly string[] {
  const names = joinLines(text).map((line) => assignment.exec(line)?.[1] ?? '');
  return [...new Set(names.filter((name) => dropped.test(name)))];
}

/** What holds no open quote: an escape, a quoted piece, a comment. */
const complete = /\\.|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\s#[^\n]*/gsu;

/** Whether a line goes on in the next one. */
export function hasOpenQuote(line: string): boolean {
  return /['"]/u.test(line.replace(complete, ''));
}

/** The lines of a file, those that an open quote holds together as one; what is never closed is none. */
function joinLines(text: string): readonly string[] {
  const joined: string[] = [];
  let open: string | undefined;
  for (const line of text.split(/\r?\n/u)) {
    if (open === undefined && /^\s*#/u.test(line)) {
      continue;
    }
    const whole: string = open === undefined ? line : `${open}\n${line}`;
    const isOpen = hasOpenQuote(whole);
    open = isOpen ? whole : undefined;
    if (!isOpen) {
      joined.push(whole);
    }
  }
  return joined;
}

/** One value with its quotes taken off; undefined where the line is broken. */
function parseValue(rest: string, look: (name: string) => string): string | undefined {
  let value = '';
  let left = rest.trimEnd();
  while (left !== '') {
    const part = /^'([^']*)'/u.exec(left) ?? /^"((?:[^"\\]|\\.)*)"/u.exec(left) ?? /^((?:[^\s'"\\]|\\.)+)/u.exec(left);
    if (part === null) {
      return /^\s+(?:#.*)?$/u.test(left) ? value : undefined;
    }
    const [whole, inner = ''] = part;
    value += whole.startsWith("'") ? inner : expand(inner, look);
    left = left.slice(whole.length);
  }
  return value;
}

/** Escapes, and other variables by their names. */
function expand(text: string, look: (name: string) => string): string {
  return text.replace(/\\.|\$\{\w+\}|\$\w+/gu, (found) => {
    if (found.startsWith('$')) {
      return look(found.replace(/^\$\{?|\}$/gu, ''));
    }
    return found === '\\n' ? '\n' : found.slice(1);
  });
}
