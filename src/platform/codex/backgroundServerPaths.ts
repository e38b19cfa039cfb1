import { join } from 'node:path';

/** The file in which the background server of a Home says which process it is. */
export function locatePidFile(home: string): string {
  return join(home, 'app-server-daemon', 'daemon.pid');
}

/** The link to its socket. */
export function locateSocketLink(home: string): string {
  return join(home, 'app-server-control', 'app-server-control.sock');
}
