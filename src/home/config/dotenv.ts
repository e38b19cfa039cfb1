import type { Variables } from '../../network/proxyEnvironment.ts';

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/u;

/**
 * The variables of a Home's `.env`, as the CLI takes them (docs/codex-protocol.md, Certificates and proxies): a line that is none is
 * passed over, names that begin with `CODEX_` are dropped, in any case of letters; of several the last counts.
 * @param environment what `$NAME` in a value stands for
 */
export function parseDotenv(text: string, environment: Variables): Variables {
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/u)) {
    const [, name = '', rest = ''] = assignment.exec(line) ?? [];
    const value = name === '' ? undefined : parseValue(rest, (key) => environment[key] ?? found[key] ?? '');
    if (value !== undefined && !/^codex_/iu.test(name)) {
      found[name] = value;
    }
  }
  return found;
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
