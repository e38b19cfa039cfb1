import { once } from 'node:events';
import type { Socket } from 'node:net';
import { firstOf } from '../../base/firstOf.ts';
import type { NamedProxy } from '../../network/route.ts';

/** What a SOCKS proxy said to the wish for a connection; `strange` is nothing that such a proxy says. */
export type SocksAnswer =
  | { readonly kind: 'connected' }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'strange' }
  | { readonly kind: 'refused'; readonly code: number };

/** What is asked of it; names are left to the proxy. */
export interface SocksWish {
  readonly proxy: NamedProxy;
  readonly target: { readonly host: string; readonly port: number };
  readonly signal: AbortSignal;
}

/** Asks for a connection over an open one: version 5 (RFC 1928, with a name and password as RFC 1929 has them), or 4a. */
export async function askSocks(socket: Socket, { proxy, target, signal }: SocksWish): Promise<SocksAnswer> {
  const credentials = proxy.credentials?.reveal();
  return proxy.scheme === 'socks4'
    ? await askVersion4(socket, { credentials, target, signal })
    : await askVersion5(socket, { credentials, target, signal });
}

type Wish = Pick<SocksWish, 'target' | 'signal'> & { readonly credentials: string | undefined };

async function askVersion5(socket: Socket, { credentials, target, signal }: Wish): Promise<SocksAnswer> {
  const [none, withPassword] = [0, 2];
  socket.write(Uint8Array.from([5, ...(credentials === undefined ? [1, none] : [2, none, withPassword])]));
  const [version, method] = await readBytes(socket, 2, signal);
  if (version !== 5) {
    return { kind: 'strange' };
  }
  if (method === withPassword && credentials !== undefined) {
    const [name, password] = splitCredentials(credentials);
    socket.write(Buffer.concat([Uint8Array.of(1), counted(name), counted(password)]));
    const [, status] = await readBytes(socket, 2, signal);
    if (status !== 0) {
      return { kind: 'signIn' };
    }
  } else if (method !== none) {
    return { kind: 'signIn' };
  }
  socket.write(Buffer.concat([Uint8Array.of(5, 1, 0, 3), counted(target.host), bytesOf(target.port)]));
  const [, code, , kind] = await readBytes(socket, 4, signal);
  if (code !== 0) {
    return code === undefined ? { kind: 'strange' } : { kind: 'refused', code };
  }
  // The address that the proxy goes out from; of no use here, and in the way of what comes.
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await readBytes(socket, 1, signal))[0] ?? 0);
  await readBytes(socket, length + 2, signal);
  return { kind: 'connected' };
}

async function askVersion4(socket: Socket, { credentials = '', target, signal }: Wish): Promise<SocksAnswer> {
  const end = Uint8Array.of(0);
  socket.write(
    Buffer.concat([
      Uint8Array.of(4, 1),
      bytesOf(target.port),
      // An address that is none: the name behind it counts.
      Uint8Array.of(0, 0, 0, 1),
      Buffer.from(splitCredentials(credentials)[0]),
      end,
      Buffer.from(target.host),
      end,
    ]),
  );
  const [version, code = 0] = await readBytes(socket, 8, signal);
  if (version !== 0) {
    return { kind: 'strange' };
  }
  return code === 0x5a ? { kind: 'connected' } : { kind: 'refused', code };
}

function splitCredentials(credentials: string): readonly [name: string, password: string] {
  const at = credentials.indexOf(':');
  return at < 0 ? [credentials, ''] : [credentials.slice(0, at), credentials.slice(at + 1)];
}

function counted(text: string): Uint8Array {
  const bytes = Buffer.from(text).subarray(0, 255);
  return Buffer.concat([Uint8Array.of(bytes.length), bytes]);
}

function bytesOf(port: number): Uint8Array {
  return Uint8Array.of(port >> 8, port & 0xff);
}

/** That many bytes; fewer when the other end has closed. */
async function readBytes(socket: Socket, count: number, signal: AbortSignal): Promise<Uint8Array> {
  let bytes = socket.read(count) as Buffer | null;
  while (bytes === null && !socket.destroyed) {
    await firstOf<unknown>(signal, [
      (ended) => once(socket, 'readable', { signal: ended }),
      (ended) => once(socket, 'close', { signal: ended }),
    ]);
    bytes = socket.read(count) as Buffer | null;
  }
  return bytes ?? new Uint8Array();
}
