import { once } from 'node:events';
import { connect } from 'node:net';
import { unbracket, type ProxyAddress } from '../../network/proxyEnvironment.ts';

const answerMs = 2000;

/** Whether anything listens there; nothing is sent. */
export async function isListening({ host, port }: Pick<ProxyAddress, 'host' | 'port'>): Promise<boolean> {
  const socket = connect({ host: unbracket(host), port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(answerMs) });
    return true;
  } catch {
    return false;
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}
