import { existsSync } from 'node:fs';
import type { TestOptions } from 'vitest';

/**
 * Options of a test, or a chapter, that some machines can not run: where `obstacle` says why this one is such a machine,
 * it does not run and is counted apart with that reason (`scripts/counting.mjs`), never as passed.
 */
export function unless(obstacle: string | undefined): TestOptions {
  if (obstacle === undefined) return {};
  const meta: Readonly<Record<string, string>> = { notRunHere: obstacle };
  return { skip: true, meta };
}

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;

/** Why this machine can not run a test that needs something; undefined where it can. */
export const obstacles = {
  notLinux: isLinux ? undefined : 'only Linux can',
  notLinuxX64: isLinux && process.arch === 'x64' ? undefined : 'the transcripts are those of the CLI for Linux on x64',
  notRoot: isRoot ? undefined : 'only root can give a file away',
  root: isRoot ? 'root needs no permission' : undefined,
  noFuse:
    isLinux && isRoot && existsSync('/dev/fuse')
      ? undefined
      : 'only root on Linux with /dev/fuse can make a dead mount',
  noMount: isLinux && isRoot ? undefined : 'only root on Linux can make a small disk',
  noPerl: existsSync('/usr/bin/perl') ? undefined : 'there is no perl',
  noFlock: existsSync('/usr/bin/flock') ? undefined : 'there is no flock',
  noSecondUser:
    isLinux && isRoot && existsSync('/usr/sbin/useradd')
      ? undefined
      : 'only root on Debian can make a second user: a container will do',
} as const;
