import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { LoopbackSight } from '../../diagnosis/ports.ts';
import { hasCode } from '../files/systemError.ts';

const answerMs = 2000;

/** Opens a listener on any port of an address and asks it for a word of ours. */
export async function tryLoopback(host: '127.0.0.1' | '::1'): Promise<LoopbackSight> {
  const word = randomBytes(16).toString('base64url');
  const server = createServer((socket) => {
    socket.on('error', () => undefined).end(word);
  });
  try {
    server.listen({ host, port: 0, exclusive: true });
    await once(server, 'listening');
    return (await readWord(host, (server.address() as AddressInfo).port)) === word ? 'reached' : 'notReached';
  } catch (failure) {
    return hasCode(failure, 'EADDRNOTAVAIL', 'EAFNOSUPPORT') ? 'absent' : 'notReached';
  } finally {
    server.close();
  }
}

async function readWord(host: string, port: number): Promise<string> {
  const socket = connect({ host, port });
  try {
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part.slice(0, 64);
    });
    await once(socket, 'end', { signal: AbortSignal.timeout(answerMs) });
    return text;
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}
