// TCP ports on 127.0.0.1.

import { createServer } from 'node:net';
import { Stop } from './processes.mjs';

/** The first free port at or after `preferred`. */
export async function findFreePort(preferred) {
  for (let port = preferred; port < preferred + 100; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Stop(`No port from ${preferred} to ${preferred + 99} is free on 127.0.0.1.`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
