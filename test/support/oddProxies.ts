import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';

/** Something on loopback that stands where a proxy should. */
export interface OddProxy {
  /** `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/** @param serve one connection */
export async function startOddProxy(serve: (socket: Socket) => void, host = '127.0.0.1'): Promise<OddProxy> {
  const server = createServer();
  return await open(server, 'connection', { serve, host });
}

/** A proxy that is spoken to over TLS; what comes goes on to another one. */
export async function startTlsProxy(
  upstream: string,
  identity: { readonly key: string; readonly certificate: string },
): Promise<OddProxy> {
  const server = createTlsServer({ key: identity.key, cert: identity.certificate });
  return await open(server, 'secureConnection', { serve: carryTo(upstream), host: '127.0.0.1' });
}

async function open(
  server: Server | TlsServer,
  event: 'connection' | 'secureConnection',
  { serve, host }: { readonly serve: (socket: Socket) => void; readonly host: string },
): Promise<OddProxy> {
  const sockets = new Set<Socket>();
  server.on(event, (socket: Socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    serve(socket);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `${host.includes(':') ? `[${host}]` : host}:${String(port)}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Each byte to `host:port` and back. */
export function carryTo(upstream: string): (socket: Socket) => void {
  const [host = '', port] = upstream.split(':');
  return (socket) => {
    const far = connect(Number(port), host);
    far.on('error', () => socket.destroy());
    socket.pipe(far).pipe(socket);
  };
}

/** Answers whatever comes first with this text, and hangs up. */
export function sayOnce(text: string): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', () => socket.end(text));
  };
}

/** What a SOCKS proxy of the tests was asked: names and passwords, and where to. */
export interface SocksRecord {
  readonly logins: string[];
  readonly targets: string[];
}

/**
 * A SOCKS proxy of versions 5 and 4a that leads everything to one port.
 * @param login `name:password`, where it wants them
 */
export function serveSocks(
  toPort: () => number,
  { login, seen, refusal }: { readonly login?: string; readonly seen: SocksRecord; readonly refusal?: number },
): (socket: Socket) => void {
  return (socket) => {
    const carry = (answer: readonly number[]): void => {
      socket.removeAllListeners('data');
      const far = connect(toPort(), '127.0.0.1', () => {
        socket.write(Uint8Array.from(answer));
        socket.pipe(far).pipe(socket);
      });
      far.on('error', () => socket.destroy());
    };
    const steps: ((bytes: Buffer) => void)[] = [];
    const ask = (bytes: Buffer): void => {
      const length = bytes[4] ?? 0;
      seen.targets.push(`${bytes.subarray(5, 5 + length).toString()}:${String(bytes.readUInt16BE(5 + length))}`);
      if (refusal === undefined) {
        // Its own address is a name, which is rare and allowed.
        carry([5, 0, 0, 3, 1, 97, 0, 80]);
      } else {
        socket.end(Uint8Array.of(5, refusal, 0, 1, 0, 0, 0, 0, 0, 0));
      }
    };
    const signIn = (bytes: Buffer): void => {
      const name = bytes.subarray(2, 2 + (bytes[1] ?? 0)).toString();
      const given = `${name}:${bytes.subarray(3 + (bytes[1] ?? 0)).toString()}`;
      seen.logins.push(given);
      socket.write(Uint8Array.of(1, given === login ? 0 : 1));
      steps.push(ask);
    };
    const greet = (bytes: Buffer): void => {
      if (bytes[0] === 4) {
        const [user = '', name = ''] = bytes.subarray(8).toString().split('\0');
        seen.logins.push(user);
        seen.targets.push(`${name}:${String(bytes.readUInt16BE(2))}`);
        carry([0, refusal ?? 0x5a, 0, 0, 0, 0, 0, 0]);
        return;
      }
      const offered = bytes.subarray(2);
      const method = login === undefined ? 0 : offered.includes(2) ? 2 : 0xff;
      socket.write(Uint8Array.of(5, method));
      steps.push(method === 2 ? signIn : ask);
    };
    steps.push(greet);
    socket.on('data', (bytes: Buffer) => {
      steps.shift()?.(bytes);
    });
  };
}
