/** What of an extension still stands once it has ended. */

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { systemClock } from '../../src/platform/systemClock.ts';

/** Whatever waits for time to pass, of which there is one clock. */
export function countWaits(): ReadonlySet<Promise<void>> {
  const waits = new Set<Promise<void>>();
  const { delay } = systemClock;
  vi.spyOn(systemClock, 'delay').mockImplementation((...asked) => {
    const wait = delay(...asked);
    const end = (): boolean => waits.delete(wait);
    waits.add(wait);
    wait.then(end, end);
    return wait;
  });
  return waits;
}

/** Folders below `root` that this process watches: proc_pid_fdinfo(5) has their inodes. */
export function countWatchesBelow(root: string): number {
  const folders = ['.', ...readdirSync(root, { recursive: true, encoding: 'utf8' })].map((name) => join(root, name));
  const inodes = new Set(folders.map((path) => statSync(path).ino.toString(16)));
  return readdirSync('/proc/self/fdinfo')
    .map(readFdInfo)
    .flatMap((text) => [...text.matchAll(/^inotify .*\bino:([0-9a-f]+)/gmu)])
    .filter(([, inode = '']) => inodes.has(inode)).length;
}

function readFdInfo(name: string): string {
  try {
    return readFileSync(join('/proc/self/fdinfo', name), 'utf8');
  } catch {
    // It was closed meanwhile.
    return '';
  }
}

/** Lets the event loop turn so many times. */
export async function turn(times: number): Promise<void> {
  for (let turns = 0; turns < times; turns += 1) {
    await new Promise(setImmediate);
  }
}
