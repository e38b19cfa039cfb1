import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PortHolder } from '../../accounts/signIn/ports.ts';

/**
 * Who listens on a port of this machine, as far as the operating system tells this user; never an error.
 * @param signal ends the programs that are asked
 */
export async function findPortHolder(port: number, signal?: AbortSignal): Promise<PortHolder> {
  try {
    return { port, process: await findProcess(port, signal) };
  } catch {
    return { port, process: undefined };
  }
}

async function findProcess(port: number, signal: AbortSignal | undefined): Promise<string | undefined> {
  switch (process.platform) {
    case 'linux':
      return findOnLinux(port, signal);
    case 'darwin':
      return findOnMac(port, signal);
    case 'win32':
      return findOnWindows(port, signal);
    default:
      return undefined;
  }
}

async function findOnLinux(port: number, signal: AbortSignal | undefined): Promise<string | undefined> {
  const inodes = new Set([
    ...(await listeningInodes('/proc/net/tcp', port)),
    ...(await listeningInodes('/proc/net/tcp6', port)),
  ]);
  for (const pid of inodes.size === 0 ? [] : (await readdir('/proc')).filter((name) => /^\d+$/u.test(name))) {
    signal?.throwIfAborted();
    if (await holdsSocket(pid, inodes)) {
      return basename(await readlink(join('/proc', pid, 'exe'))).replace(/ \(deleted\)$/u, '');
    }
  }
  return undefined;
}

/** `/proc/net/tcp`: column 1 is `address:port` in hex, column 3 the state (0A = listening), column 9 the inode. */
async function listeningInodes(table: string, port: number): Promise<readonly string[]> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = (await readFile(table, 'utf8')).split('\n').map((line) => line.trim().split(/\s+/u));
  return rows.flatMap((row) => (row[1]?.endsWith(`:${hexPort}`) === true && row[3] === '0A' ? [row[9] ?? ''] : []));
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  try {
    const folder = join('/proc', pid, 'fd');
    const links = await Promise.all(
      (await readdir(folder)).map((name) => readlink(join(folder, name)).catch(() => '')),
    );
    return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/u.exec(link)?.[1] ?? ''));
  } catch {
    // Another user's process, or one that ended meanwhile.
    return false;
  }
}

async function findOnMac(port: number, signal: AbortSignal | undefined): Promise<string | undefined> {
  const text = await run('/usr/sbin/lsof', ['-nP', `-iTCP:${String(port)}`, '-sTCP:LISTEN', '-Fc'], signal);
  return /^c(.+)$/mu.exec(text)?.[1];
}

async function findOnWindows(port: number, signal: AbortSignal | undefined): Promise<string | undefined> {
  const system = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32');
  const pid = findListener(await run(join(system, 'netstat.exe'), ['-ano'], signal), port);
  if (pid === undefined) {
    return undefined;
  }
  const tasks = await run(join(system, 'tasklist.exe'), ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], signal);
  return /^"([^"]+)"/u.exec(tasks.trim())?.[1];
}

/**
 * The process that listens, by what `netstat -ano` of Windows prints: the word for "listening" is translated, but only such
 * a row has no address on the other side. Both families of loopback count.
 */
export function findListener(connections: string, port: number): string | undefined {
  return new RegExp(`^\\s*TCP\\s+\\S+:${String(port)}\\s+(?:0\\.0\\.0\\.0|\\[::\\]):0\\s.*?(\\d+)\\s*$`, 'mu').exec(
    connections,
  )?.[1];
}

function run(program: string, parameters: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: 3000, windowsHide: true, signal }, (failure, stdout) => {
      resolve(failure === null ? stdout : '');
    });
  });
}
