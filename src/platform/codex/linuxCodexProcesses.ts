import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { CodexProcess } from '../../home/running/ports.ts';
import { readStartTicks } from '../processes/processStart.ts';
import { sortVariables, type VariableNames } from '../../base/variableNames.ts';
import { hasCode } from '../files/systemError.ts';
import { describeCommand } from './codexRole.ts';

/** An app-server that is started with it uses it before its Home; a blank one does not count (tried with 0.171.0). */
const accessTokenVariable = 'CODEX_ACCESS_TOKEN';

const socketTables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
/** Linux counts a process's start in hundredths of a second since the boot, for every program (proc(5)). */
const msPerTick = 10;

/** The Codex processes of this user, as `/proc` has them. */
export async function listFromProc(home: string): Promise<readonly CodexProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name) && name !== String(process.pid));
  const found = await Promise.all(pids.map((pid) => describe(pid, home)));
  return found.filter((row) => row !== undefined);
}

async function describe(pid: string, home: string): Promise<CodexProcess | undefined> {
  const folder = join('/proc', pid);
  try {
    const command = describeCommand(
      (await readFile(join(folder, 'cmdline'), 'utf8')).split('\0').filter((word) => word !== ''),
    );
    if (command === undefined || !(await isOfThisUser(folder)) || (await isLauncher(folder))) {
      return undefined;
    }
    const usesHome = await usesThisHome(folder, home);
    const hasConnection = usesHome === false ? undefined : await findConnection(folder);
    const [ageMs, isOurChild] = await Promise.all([findAgeMs(Number(pid)), isDescendant(Number(pid))]);
    return { pid: Number(pid), ...command, usesHome, hasConnection, ageMs, isOurChild };
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

/** By the process's own numbers: its files under `/proc` belong to root when it keeps others from looking at it. */
async function isOfThisUser(folder: string): Promise<boolean> {
  const uid = /^Uid:\s+(\d+)/mu.exec(await readFile(join(folder, 'status'), 'utf8'))?.[1];
  return process.getuid === undefined || uid === String(process.getuid());
}

/** The npm launcher only waits for the program it started, in whatever runs JavaScript. */
async function isLauncher(folder: string): Promise<boolean> {
  return isScriptRunner(await readlink(join(folder, 'exe')).catch(() => ''));
}

/** By the name of its program file. */
export function isScriptRunner(path: string): boolean {
  return /^(?:node|bun|deno)/u.test(basename(path));
}

/**
 * Undefined for a process that does not let its environment be read. One folder has many spellings, over links, mounts and
 * the process's own folder, and in a container the same path is another folder: what counts is which folder it is there.
 */
async function usesThisHome(folder: string, home: string): Promise<boolean | undefined> {
  const environment = await readEnvironment(folder);
  if (environment === undefined) {
    return undefined;
  }
  const path = locateHome(environment);
  const [theirs, ours] = await Promise.all([
    identify(`${join(folder, isAbsolute(path) ? 'root' : 'cwd')}/${path}`),
    identify(home),
  ]);
  const isSamePath = isAbsolute(path) && resolve(path) === resolve(home);
  return theirs === undefined ? undefined : theirs === absent ? ours === absent && isSamePath : theirs === ours;
}

/** Undefined where it may not be read. @throws for a process that has ended meanwhile */
async function readEnvironment(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, 'environ'), 'utf8');
  } catch (failure) {
    if (hasCode(failure, 'EACCES', 'EPERM')) {
      return undefined;
    }
    throw failure;
  }
}

function locateHome(environment: string): string {
  const variables = environment.split('\0');
  const value = (name: string): string =>
    variables.find((row) => row.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  const explicit = value('CODEX_HOME');
  return explicit === '' ? join(value('HOME') || homedir(), '.codex') : explicit;
}

const absent = 'absent';

/** Undefined where it can not be told. */
async function identify(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${String(dev)}:${String(ino)}`;
  } catch (failure) {
    return hasCode(failure, 'ENOENT', 'ENOTDIR') ? absent : undefined;
  }
}

/** Whether a process holds a socket of the internet families that does more than listen; undefined when that is not told. */
async function findConnection(folder: string): Promise<boolean | undefined> {
  try {
    const links = await Promise.all(
      (await readdir(join(folder, 'fd'))).map((name) => readlink(join(folder, 'fd', name)).catch(() => '')),
    );
    const held = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/u.exec(link)?.[1] ?? []));
    const tables = await Promise.all(
      socketTables.map((name) => readFile(join(folder, 'net', name), 'utf8').catch(() => '')),
    );
    // Column 3 is the state (0A = listening), column 9 the inode.
    const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((line) => line.trim().split(/\s+/u));
    return rows.some((row) => row[3] !== '0A' && held.has(row[9] ?? ''));
  } catch {
    return undefined;
  }
}

/** Whether a process uses a Home; undefined where that is not told. */
export async function findUsesHome(pid: number, home: string): Promise<boolean | undefined> {
  return usesThisHome(join('/proc', String(pid)), home).catch(() => undefined);
}

/** The names of the variables that a process was started with; undefined where the system does not tell them. */
export async function readVariableNames(pid: number): Promise<VariableNames | undefined> {
  const text = await readFile(join('/proc', String(pid), 'environ'), 'utf8').catch(() => '');
  const rows = text.split('\0').flatMap((row) => {
    const [, name, value] = /^([^=]+)=(.*)$/su.exec(row) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  return rows.length === 0 ? undefined : sortVariables(Object.fromEntries(rows));
}

/** The variable that signs an app-server in, by the environment it was started with; undefined for none, and untold. */
export async function findSignInVariable(pid: number): Promise<string | undefined> {
  const text = await readFile(join('/proc', String(pid), 'environ'), 'utf8').catch(() => '');
  const isSet = text
    .split('\0')
    .some(
      (row) => row.startsWith(`${accessTokenVariable}=`) && row.slice(accessTokenVariable.length + 1).trim() !== '',
    );
  return isSet ? accessTokenVariable : undefined;
}

/** Whether this very process started it, directly or through others. */
async function isDescendant(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  const parent = Number(/^PPid:\s+(\d+)/mu.exec(status)?.[1] ?? 0);
  return parent > 1 && (parent === process.pid || isDescendant(parent));
}

/** How long a process has been running, in ms; undefined for one that has ended. */
export async function findAgeMs(pid: number): Promise<number | undefined> {
  const ticks = await readStartTicks(pid);
  const uptime = await readFile('/proc/uptime', 'utf8').catch(() => '');
  const ageMs = typeof ticks === 'number' ? Number.parseFloat(uptime) * 1000 - ticks * msPerTick : Number.NaN;
  return Number.isFinite(ageMs) ? Math.max(ageMs, 0) : undefined;
}
