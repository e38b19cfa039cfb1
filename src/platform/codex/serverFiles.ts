import { execFile } from 'node:child_process';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { parseJson } from '../../base/json.ts';
import { whileAnswering } from '../files/fileSystemTimeout.ts';
import { readRegularFile } from '../files/regularFile.ts';
import { readStartTicks } from '../processes/processStart.ts';
import { locatePidFile, locateSocketLink } from './backgroundServerPaths.ts';

/** `app-server-daemon/daemon.pid`, as 0.169 to 0.171 write it: `processIdentity` on Linux, `processStartTime` as ps(1) has it. */
const pidFile = z.object({
  pid: z.int().check(z.positive()),
  processStartTime: z.optional(z.string()),
  processIdentity: z.nullish(z.object({ bootId: z.string(), startTicks: z.number() })),
});

/** The process id of the background server of a Home; undefined when none runs, or the number belongs to another by now. */
export async function findServerPid(home: string): Promise<number | undefined> {
  const text = await whileAnswering(home, async () =>
    (await readRegularFile(locatePidFile(home))).toString('utf8'),
  ).catch(() => '');
  const parsed = pidFile.safeParse(parseJson(text));
  return parsed.success && (await isStill(parsed.data)) ? parsed.data.pid : undefined;
}

async function isStill({ pid, processStartTime, processIdentity }: z.infer<typeof pidFile>): Promise<boolean> {
  switch (process.platform) {
    case 'linux': {
      const [startTicks, bootId] = await Promise.all([readStartTicks(pid), readBootId()]);
      return isDeepStrictEqual(processIdentity, { bootId, startTicks });
    }
    case 'win32':
      return isAlive(pid);
    default:
      return (await readStartTime(pid)) === processStartTime?.trim();
  }
}

async function readBootId(): Promise<string | undefined> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined);
  return text?.trim();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function readStartTime(pid: number): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: { LC_ALL: 'C' }, timeout: 5000 };
    execFile('/bin/ps', ['-p', String(pid), '-o', 'lstart='], options, (failure, stdout) => {
      resolve(failure === null ? stdout.trim().replaceAll(/\s+/gu, ' ') : '');
    });
  });
}

/**
 * The socket of the background server of a Home, by its real path. It lies in the system's temporary folder, where
 * everybody may put something: it is used only when the link, both folders and the socket are this user's, and nobody
 * else could have put it there.
 */
export async function findSafeSocket(home: string): Promise<string | undefined> {
  const { getuid } = process;
  if (getuid === undefined) {
    return undefined;
  }
  const uid = getuid.call(process);
  try {
    const link = locateSocketLink(home);
    const path = await realpath(link);
    const folders = await Promise.all([lstat(dirname(link)), lstat(dirname(path))]);
    const [entry, socket] = await Promise.all([lstat(link), lstat(path)]);
    const isClosed = folders.every((folder) => folder.isDirectory() && (folder.mode & 0o022) === 0);
    const isOurs = [...folders, entry, socket].every((place) => place.uid === uid);
    return isClosed && isOurs && socket.isSocket() ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How many programs are connected to a listening socket, as Linux tells; undefined elsewhere, and where the table is that
 * of another network namespace, which does not list the socket at all.
 */
export async function countClients(path: string): Promise<number | undefined> {
  const table = await readFile('/proc/net/unix', 'utf8').catch(() => undefined);
  // Column 5 is the state: 01 waits for connections, 03 is one. Column 7 is the path, which may hold blanks.
  const states = (table ?? '')
    .split('\n')
    .flatMap((line) => (line.endsWith(` ${path}`) ? [line.split(/\s+/u)[5]] : []));
  return states.includes('01') ? states.filter((state) => state === '03').length : undefined;
}
