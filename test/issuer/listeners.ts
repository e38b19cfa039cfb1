import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Exchange } from './exchange.ts';
import type { TlsAuthority } from './tlsAuthority.ts';

/** A listening server that does not answer yet: the port must be known before the endpoints can be built. */
export interface Listener {
  readonly port: number;
  serve(exchange: Exchange): void;
  /** Ends every connection on which no request is under way. */
  dropIdle(): void;
  close(): Promise<void>;
}

/** The addresses of this computer that the issuer may have. */
export type LoopbackAddress = '127.0.0.1' | '::1';

async function listen(server: Server, port: number, host: LoopbackAddress): Promise<Listener> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The practice issuer listens on no port.');
  }
  return {
    port: address.port,
    serve: (exchange) => {
      server.on('request', (message, response) => {
        // A client that goes away in the middle is no failure of the issuer.
        exchange.handle(message, response).catch(() => response.destroy());
      });
      server.on('upgrade', (message, socket) => {
        exchange.refuseUpgrade(message, socket);
      });
    },
    dropIdle: () => {
      server.closeIdleConnections();
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Port 0 takes any. */
export async function listenPlain(port: number, host: LoopbackAddress): Promise<Listener> {
  return await listen(createServer(), port, host);
}

export async function listenTls(authority: TlsAuthority): Promise<Listener> {
  return await listen(createTlsServer({ key: authority.key, cert: authority.certificate }), 0, '127.0.0.1');
}
