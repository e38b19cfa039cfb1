import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { CodexProcess, CodexProcesses } from '../accounts/ports.ts';

/**
 * The Codex processes of this user. On Linux `/proc` also tells which Home each one uses; elsewhere that is unknown, and
 * said so.
 */
export class SystemCodexProcesses implements CodexProcesses {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  async list(): Promise<readonly CodexProcess[]> {
    switch (process.platform) {
      case 'linux':
        return listFromProc(this.#home);
      case 'win32':
        return listFromTasklist();
      default:
        return listFromPs();
    }
  }

  /** Only what still is a Codex process is asked: the number may belong to another by now. */
  async end(target: CodexProcess): Promise<void> {
    if ((await this.list()).some(({ pid }) => pid === target.pid)) {
      process.kill(target.pid, 'SIGTERM');
    }
  }
}

/** `codex …` itself, or `node …/codex.js …`; the npm launcher's child is found by its own name. */
function describeCommand(words: readonly string[]): CodexProcess['role'] | undefined {
  const at = words.findIndex((word) => /^codex(?:\.js|\.exe)?$/u.test(basename(word.replaceAll('\\', '/'))));
  if (at < 0 || at > 1) {
    return undefined;
  }
  const [subcommand = ''] = words.slice(at + 1).filter((word) => !word.startsWith('-'));
  if (subcommand === 'app-server') {
    return 'appServer';
  }
  return subcommand === 'exec' || subcommand === 'e' ? 'exec' : 'terminal';
}

async function listFromProc(home: string): Promise<readonly CodexProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name) && name !== String(process.pid));
  const found = await Promise.all(pids.map((pid) => describeProc(pid, home)));
  return found.filter((row) => row !== undefined);
}

async function describeProc(pid: string, home: string): Promise<CodexProcess | undefined> {
  try {
    const folder = join('/proc', pid);
    if (process.getuid !== undefined && (await stat(folder)).uid !== process.getuid()) {
      return undefined;
    }
    const words = (await readFile(join(folder, 'cmdline'), 'utf8')).split('\0').filter((word) => word !== '');
    const role = describeCommand(words);
    if (role === undefined || basename(await readlink(join(folder, 'exe'))).startsWith('node')) {
      // The npm launcher only waits for the program it started.
      return undefined;
    }
    return { pid: Number(pid), role, usesHome: (await readHome(folder)) === home };
  } catch {
    // It ended meanwhile, or is not ours to look at.
    return undefined;
  }
}

async function readHome(folder: string): Promise<string> {
  const variables = (await readFile(join(folder, 'environ'), 'utf8')).split('\0');
  const value = (name: string): string => variables.find((row) => row.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  const explicit = value('CODEX_HOME');
  return explicit === '' ? join(value('HOME') || homedir(), '.codex') : explicit;
}

async function listFromPs(): Promise<readonly CodexProcess[]> {
  const rows = (await run('/bin/ps', ['-x', '-o', 'pid=,command='])).split('\n');
  return rows.flatMap((row) => {
    const [pid = '', ...words] = row.trim().split(/\s+/u);
    const role = describeCommand(words);
    return role === undefined || /^node$/u.test(basename(words[0] ?? '')) ? [] : [{ pid: Number(pid), role, usesHome: undefined }];
  });
}

async function listFromTasklist(): Promise<readonly CodexProcess[]> {
  const tasklist = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'tasklist.exe');
  const rows = (await run(tasklist, ['/FI', 'IMAGENAME eq codex.exe', '/FO', 'CSV', '/NH'])).split('\n');
  return rows.flatMap((row) => {
    const pid = /^"codex\.exe","(\d+)"/iu.exec(row.trim())?.[1];
    return pid === undefined ? [] : [{ pid: Number(pid), role: 'terminal' as const, usesHome: undefined }];
  });
}

function run(program: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: 5000, windowsHide: true, maxBuffer: 4 * 1024 * 1024 }, (failure, stdout) => {
      resolve(failure === null ? stdout : '');
    });
  });
}
