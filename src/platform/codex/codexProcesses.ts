import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { CodexProcess, CodexProcesses } from '../accounts/ports.ts';

/**
 * The Codex processes of this user. On Linux `/proc` also tells which Home each one uses and whether it is connected to
 * anything; elsewhere that is unknown, and said so.
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

const socketTables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
const untold = { usesHome: undefined, hasConnection: undefined, ageMs: undefined } as const;
/** Linux counts a process's start in hundredths of a second since the boot, for every program (proc(5)). */
const msPerTick = 10;

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
    const usesHome = (await readHome(folder)) === home;
    const hasConnection = usesHome ? await findConnection(folder) : undefined;
    return { pid: Number(pid), role, usesHome, hasConnection, ageMs: await findAgeMs(folder) };
  } catch {
    // It ended meanwhile, or is not ours to look at.
    return undefined;
  }
}

/** Whether a process holds a socket of the internet families that does more than listen; undefined when that is not told. */
async function findConnection(folder: string): Promise<boolean | undefined> {
  try {
    const links = await Promise.all((await readdir(join(folder, 'fd'))).map((name) => readlink(join(folder, 'fd', name)).catch(() => '')));
    const held = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/u.exec(link)?.[1] ?? []));
    const tables = await Promise.all(socketTables.map((name) => readFile(join(folder, 'net', name), 'utf8').catch(() => '')));
    // Column 3 is the state (0A = listening), column 9 the inode.
    const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((line) => line.trim().split(/\s+/u));
    return rows.some((row) => row[3] !== '0A' && held.has(row[9] ?? ''));
  } catch {
    return undefined;
  }
}

async function findAgeMs(folder: string): Promise<number | undefined> {
  try {
    const [stat, uptime] = await Promise.all([readFile(join(folder, 'stat'), 'utf8'), readFile('/proc/uptime', 'utf8')]);
    // The program's name, in parentheses, may hold anything; the start is the 20th field behind it.
    const started = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    const ageMs = Number(uptime.split(' ')[0]) * 1000 - started * msPerTick;
    return Number.isFinite(ageMs) ? Math.max(ageMs, 0) : undefined;
  } catch {
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
  const rows = (await run('/bin/ps', ['-x', '-o', 'pid=,etime=,command='])).split('\n');
  return rows.flatMap((row) => {
    const [pid = '', elapsed = '', ...words] = row.trim().split(/\s+/u);
    const role = describeCommand(words);
    return role === undefined || /^node$/u.test(basename(words[0] ?? '')) ? [] : [{ pid: Number(pid), role, ...untold, ageMs: parseElapsed(elapsed) }];
  });
}

/** `[[days-]hours:]minutes:seconds`, as ps(1) has it, in milliseconds. */
export function parseElapsed(text: string): number | undefined {
  const parts = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/u.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

async function listFromTasklist(): Promise<readonly CodexProcess[]> {
  const tasklist = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'tasklist.exe');
  const rows = (await run(tasklist, ['/FI', 'IMAGENAME eq codex.exe', '/FO', 'CSV', '/NH'])).split('\n');
  return rows.flatMap((row) => {
    const pid = /^"codex\.exe","(\d+)"/iu.exec(row.trim())?.[1];
    return pid === undefined ? [] : [{ pid: Number(pid), role: 'terminal' as const, ...untold }];
  });
}

function run(program: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: 5000, windowsHide: true, maxBuffer: 4 * 1024 * 1024 }, (failure, stdout) => {
      resolve(failure === null ? stdout : '');
    });
  });
}
