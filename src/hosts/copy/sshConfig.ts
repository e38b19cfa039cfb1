import { parseSshName } from './copyTarget.ts';
import type { SshConfigFiles } from './ports.ts';

/** What one file of the client's configuration names: hosts without wildcards, and further files. */
export interface SshConfigText {
  readonly hosts: readonly string[];
  readonly includes: readonly string[];
}

/** Reads the two keywords that matter here (ssh_config(5)); everything else is left to the client. */
export function parseSshConfig(text: string): SshConfigText {
  const hosts: string[] = [];
  const includes: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    const [keyword = '', ...values] = splitLine(line);
    if (keyword.toLowerCase() === 'host') {
      // What is before an `@` is a user for the client, so a name with one is never looked up.
      hosts.push(...values.filter((name) => !/[*?!@]/u.test(name) && parseSshName(name) === name));
    } else if (keyword.toLowerCase() === 'include') {
      includes.push(...values);
    }
  }
  return { hosts, includes };
}

/**
 * Keyword and values as the client splits them: by blanks, with one `=` behind the keyword; quotes of both kinds, also
 * within a value; a backslash before a quote, a backslash or a blank; `#` at the beginning of a value is a comment. A line
 * with an open quote is none.
 */
function splitLine(line: string): readonly string[] {
  const text = line.trim().replace(/^("?\w+"?)\s*=\s*/u, '$1 ');
  const parts: string[] = [];
  let rest = text;
  while (rest !== '' && !rest.startsWith('#')) {
    const [raw] = /^(?:"(?:\\["'\\]|[^"])*"|'(?:\\["'\\]|[^'])*'|\\["'\\ ]|[^\s"'])+/u.exec(rest) ?? [];
    if (raw === undefined) {
      return [];
    }
    parts.push(unquote(raw));
    rest = rest.slice(raw.length).trimStart();
  }
  return parts;
}

function unquote(raw: string): string {
  return raw.replace(/"(?:\\["'\\]|[^"])*"|'(?:\\["'\\]|[^'])*'|\\["'\\ ]/gu, (piece) =>
    piece.startsWith('\\') ? piece.slice(1) : piece.slice(1, -1).replace(/\\(["'\\])/gu, '$1'),
  );
}

/** As many levels as the client follows itself. */
const deepestInclude = 16;
const mostHosts = 500;

/** The names that a person has given to hosts, in the order of the files, each once. */
export async function listSshNames(files: SshConfigFiles): Promise<readonly string[]> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const read = async (path: string, depth: number): Promise<void> => {
    if (depth > deepestInclude || seen.has(path) || names.size >= mostHosts) {
      return;
    }
    seen.add(path);
    const { hosts, includes } = parseSshConfig((await files.read(path)) ?? '');
    for (const host of hosts) {
      names.add(host);
    }
    for (const pattern of includes) {
      for (const included of await files.list(pattern)) {
        await read(included, depth + 1);
      }
    }
  };
  await read(files.start, 0);
  return [...names].slice(0, mostHosts);
}
