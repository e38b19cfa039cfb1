import { readFile } from 'node:fs/promises';

/**
 * When a process of this computer started, in hundredths of a second since the boot (proc(5), field 22). `ended` is one
 * that is over and that its parent has not collected yet, as in a container without an init process.
 * @returns undefined where there is none, or the operating system does not tell
 */
export async function readStartTicks(pid: number): Promise<number | 'ended' | undefined> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    // The program's name, in parentheses, may hold anything; the state follows it, the start is the 20th field behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[19]);
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : Number.isFinite(ticks) ? ticks : undefined;
  } catch {
    return undefined;
  }
}
