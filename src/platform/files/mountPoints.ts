import { readFile, realpath } from 'node:fs/promises';

/**
 * Whether a file is mounted by itself, as container tools do with one file of the host: it can be written in place and
 * not be replaced. Linux alone tells (proc_pid_mountinfo(5): the fifth field, blanks as octal numbers).
 */
export async function isMountPoint(path: string): Promise<boolean> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  const real = await realpath(path).catch(() => path);
  return mounts.split('\n').some((line) => line.split(' ')[4]?.replaceAll(/\\([0-7]{3})/gu, decodeOctal) === real);
}

function decodeOctal(_whole: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8));
}
