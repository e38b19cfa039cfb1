import { createServer } from 'node:http';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { locateSocketLink } from '../../../../src/platform/codex/backgroundServerPaths.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

export type FakeAnswers = Readonly<Record<string, unknown>>;

/** In the place of an answer: the request is refused, or never answered. */
export const refusal = Symbol('refusal');
export const silence = Symbol('silence');

export interface FakeServer {
  readonly home: string;
  readonly path: string;
  /** Every request and notification, by method; with the parameters of those that have some. */
  readonly asked: readonly (readonly [string, unknown])[];
}

/** A background server as it speaks: WebSocket over a Unix socket, to which a link in the Home leads. */
export async function startFakeServer(answers: FakeAnswers): Promise<FakeServer> {
  const home = createTemporaryFolder();
  const path = join(createTemporaryFolder(), 'server.sock');
  const asked: (readonly [string, unknown])[] = [];
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { id, method, params } = JSON.parse(data.toString('utf8')) as {
        id?: number;
        method: string;
        params?: unknown;
      };
      asked.push([method, params]);
      const answer = answers[method] ?? refusal;
      if (id === undefined || answer === silence) {
        return;
      }
      socket.send(
        JSON.stringify(
          answer === refusal ? { id, error: { code: -32_601, message: 'unknown' } } : { id, result: answer },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => http.listen(path, resolve));
  onTestFinished(() => {
    sockets.clients.forEach((client) => {
      client.terminate();
    });
    http.close();
  });
  mkdirSync(dirname(locateSocketLink(home)), { mode: 0o700 });
  symlinkSync(path, locateSocketLink(home));
  return { home, path, asked };
}
