import { once } from 'node:events';
import { connect } from 'node:net';
import { unbracket, type ProxyAddress } from '../../network/proxyEnvironment.ts';

const answerMs = 2000;

/** Whether anything listens there; nothing is sent. */
export async function isListening(
  { host, port }: Pick<ProxyAddress, 'host' | 'port'>,
  signal?: AbortSignal,
): Promise<boolean> {
  const limit = AbortSignal.timeout(answerMs);
  const socket = connect({ host: unbracket(host), port });
  try {
    await once(socket, 'connect', { signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) });
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}
