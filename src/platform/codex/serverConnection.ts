import { AuthError } from '../../errors/authError.ts';
import { buildSentence } from '../../errors/sentence.ts';
import { beginTalk, type AppServerTalk } from './appServerTalk.ts';

/** More than any answer to what we ask. */
const longestMessage = 4 * 1024 * 1024;

/**
 * Runs `work` on a connection to a background server: a WebSocket over its Unix socket.
 * @param signal ends every wait
 * @throws AuthError `tryAgain` when it is not to be had; the signal's reason
 */
export async function withServer<T>(
  socketPath: string,
  signal: AbortSignal,
  work: (talk: AppServerTalk) => Promise<T>,
): Promise<T> {
  // Loaded with the first question: most windows never ask.
  const { WebSocket } = await import('ws');
  // As an address: a connection that we made ourselves would be replaced in an extension host, where VS Code routes
  // requests through its proxy settings unless they name a socket.
  const socket = new WebSocket(`ws+unix:${socketPath}:/`, { maxPayload: longestMessage, perMessageDeflate: false });
  const talk = beginTalk((text) => {
    socket.send(text);
  });
  const gone = (failure?: unknown): void => {
    talk.fail(new AuthError('tryAgain', buildSentence('codex.noAnswer', {}), { cause: failure }));
  };
  const cancel = (): void => {
    talk.fail(signal.reason);
    socket.terminate();
  };
  signal.addEventListener('abort', cancel, { once: true });
  socket.on('message', (data, isBinary) => {
    talk.hear(isBinary ? '' : Buffer.isBuffer(data) ? data.toString('utf8') : '');
  });
  socket.on('close', () => {
    gone();
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.on('error', (failure) => {
        gone(failure);
        reject(new AuthError('tryAgain', buildSentence('codex.noAnswer', {}), { cause: failure }));
      });
    });
    signal.throwIfAborted();
    return await work(talk);
  } finally {
    signal.removeEventListener('abort', cancel);
    // At once: a connection that lingers looks like an open terminal to the next who counts.
    socket.terminate();
  }
}
