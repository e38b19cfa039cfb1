import { randomInt } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** Listens on one address of loopback until the test ends. Port 0 takes a free one. */
export async function holdPort(host: string, port = 0): Promise<number> {
  const server = createServer((socket) => {
    socket.destroy();
  });
  onTestFinished(() => closeServer(server));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::1' }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A port that is free on both families, below those that systems give to whoever asks for any: nobody takes it meanwhile. */
export async function findFreePort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  return (await canListen('127.0.0.1', port)) && (await canListen('::1', port)) ? port : findFreePort();
}

/** A family that this machine does not have is in nobody's way. */
async function canListen(host: string, port: number): Promise<boolean> {
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', (failure: NodeJS.ErrnoException) => {
      resolve(failure.code !== 'EADDRINUSE');
    });
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::1' }, () => {
      resolve(true);
    });
  });
  await closeServer(server);
  return isFree;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/** Sends bytes as they are and gives everything that comes back until the other side ends, or for `limitMs`. */
export function sendRaw(port: number, text: string, { host = '127.0.0.1', limitMs = 1000 } = {}): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host, port });
    const timer = setTimeout(() => {
      socket.destroy();
    }, limitMs);
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => {
      received += part;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(received);
    });
    socket.on('connect', () => {
      socket.write(text, 'latin1');
    });
  });
}

/** True when nobody listens there any more. */
export function isRefused(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', () => {
      resolve(true);
    });
  });
}

export function statusOf(response: string): number | undefined {
  const match = /^HTTP\/1\.1 (\d{3})/u.exec(response);
  return match === null ? undefined : Number(match[1]);
}
