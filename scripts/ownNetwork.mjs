// A network of its own for a program: a Linux network namespace with nothing in it but its own loopback, so that every
// program in one can have port 1455.

import { spawnSync } from 'node:child_process';

/** Brings loopback up, gives away what that needed, and becomes the program that follows. */
const enter = 'busybox ip link set lo up && exec setpriv --ambient-caps=-all --inh-caps=-all "$@"';

/**
 * `{command}`, the program and first arguments that start what follows in a network of its own (under the same process
 * id and user), or `{obstacle}`, a part of a sentence that says why this machine has none.
 */
export function findOwnNetwork() {
  if (process.platform !== 'linux') return { obstacle: 'only Linux has network namespaces' };
  const user = process.getuid() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps'];
  const command = ['unshare', ...user, '--net', 'sh', '-c', enter, 'sh'];
  const [file, ...args] = command;
  const { status, error, stderr } = spawnSync(file, [...args, 'true'], { encoding: 'utf8' });
  return status === 0 ? { command } : { obstacle: error?.message ?? stderr.trim() };
}
