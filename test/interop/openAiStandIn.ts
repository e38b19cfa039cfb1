import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { PracticeIssuer } from '../issuer/practiceIssuer.ts';

/** The names that a practice issuer must have a certificate for to stand in for OpenAI. */
export const openAiNames = ['chatgpt.com', 'auth.openai.com', 'api.openai.com'] as const;

/** How a practice issuer is started that stands in for OpenAI, its tokens too. */
export const asOpenAi = { tls: true, tlsNames: openAiNames, tokenIssuer: 'https://auth.openai.com' } as const;

/**
 * A proxy on loopback that carries connections for OpenAI's own names to the practice issuer, and no others. A credential
 * is then tried with nothing configured; an agent identity cannot be tried otherwise, since the CLI takes it at OpenAI's
 * own addresses only.
 */
export interface OpenAiStandIn {
  /** What a client needs to come here. */
  readonly environment: Readonly<Record<string, string>>;
  /** `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/** @param issuer started with `tls` and with `openAiNames` in its certificate */
export async function startOpenAiStandIn(issuer: PracticeIssuer): Promise<OpenAiStandIn> {
  if (issuer.tlsUrl === undefined || issuer.caFile === undefined) {
    throw new TypeError('The practice issuer speaks no TLS.');
  }
  const { tlsUrl, caFile } = issuer;
  const tlsPort = Number(new URL(tlsUrl).port);
  const carried = new Set(openAiNames.map((name) => `${name}:443`));
  const open = new Set<Duplex>();
  const server = createServer((_message, response) => {
    response.writeHead(502).end();
  });
  server.on('connect', (message, client) => {
    open.add(client.on('error', () => client.destroy()));
    if (!carried.has(message.url ?? '')) {
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const upstream = connect(tlsPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    open.add(upstream.on('error', () => client.destroy()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The proxy listens on no port.');
  const url = `http://127.0.0.1:${String(address.port)}`;
  return {
    address: new URL(url).host,
    environment: { HTTPS_PROXY: url, HTTP_PROXY: url, CODEX_CA_CERTIFICATE: caFile },
    close: async () => {
      for (const connection of open) connection.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
