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
      hosts.push(...values.filter((name) => !/[*?!]/u.test(name) && parseSshName(name) === name));
    } else if (keyword.toLowerCase() === 'include') {
      includes.push(...values);
    }
  }
  return { hosts, includes };
}

/** Keyword and values, parted by blanks or one `=`; a value may stand in quotes; `#` begins a comment. */
function splitLine(line: string): readonly string[] {
  const trimmed = line.trim();
  if (trimmed.startsWith('#')) {
    return [];
  }
  const parts = [...trimmed.replace(/^(\w+)\s*=\s*/u, '$1 ').matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const comment = parts.findIndex((part) => part.startsWith('#'));
  return comment < 0 ? parts : parts.slice(0, comment);
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
