import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { LoopbackSight } from '../../diagnosis/ports.ts';
import { hasCode } from '../files/systemError.ts';

const answerMs = 2000;

/** Opens a listener on any port of an address and asks it for a word of ours; it is closed as soon as the signal aborts. */
export async function tryLoopback(host: '127.0.0.1' | '::1', signal: AbortSignal): Promise<LoopbackSight> {
  signal.throwIfAborted();
  const word = randomBytes(16).toString('base64url');
  const server = createServer((socket) => {
    socket.on('error', () => undefined).end(word);
  });
  try {
    const listening = once(server, 'listening', { signal });
    server.listen({ host, port: 0, exclusive: true });
    await listening;
    const { port } = server.address() as AddressInfo;
    return (await readWord({ host, port }, signal)) === word ? 'reached' : 'notReached';
  } catch (failure) {
    signal.throwIfAborted();
    return hasCode(failure, 'EADDRNOTAVAIL', 'EAFNOSUPPORT') ? 'absent' : 'notReached';
  } finally {
    server.on('error', () => undefined).close();
  }
}

async function readWord(
  address: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<string> {
  const socket = connect(address);
  try {
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part.slice(0, 64);
    });
    await once(socket, 'end', { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) });
    return text;
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}
