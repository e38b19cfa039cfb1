import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { delay } from '../../scripts/processes.mjs';
import { findProgram } from '../../scripts/programs.mjs';
import { findFreePort } from '../support/sockets.ts';

/** A real proxy on loopback; what it lets through goes on to another one, which knows the names. */
export interface RealProxy {
  /** `host:port`. */
  readonly address: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** tinyproxy, with a name and password (`name password`) or without. */
export async function startTinyproxy(upstream: string, login?: string): Promise<RealProxy> {
  return start('tinyproxy', async (port, folder) => {
    const file = join(folder, 'tinyproxy.conf');
    const lines = [
      `Port ${String(port)}`,
      'Listen 127.0.0.1',
      'Timeout 30',
      'LogLevel Error',
      `Upstream http ${upstream}`,
      ...(login === undefined ? [] : [`BasicAuth ${login}`]),
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    return ['-d', '-c', file];
  });
}

/** Squid with a name and password (`name password`). */
export async function startSquid(upstream: string, login: string): Promise<RealProxy> {
  return start(findProgram('squid') ?? 'squid', async (port, folder) => {
    const [host = '', upstreamPort = ''] = upstream.split(':');
    const [name = '', ...words] = login.split(' ');
    // What checks a sign-in reads lines of name and password, their blanks percent-encoded. As root, squid becomes a user
    // who reaches no file of ours, so it is all in the arguments; they are parted at blanks.
    const good = `${name}.${words.join('%20')}`;
    const lines = [
      `http_port 127.0.0.1:${String(port)}`,
      'pid_filename none',
      'cache deny all',
      'access_log none',
      'cache_log stdio:/dev/null',
      'coredump_dir none',
      'shutdown_lifetime 0 seconds',
      `auth_param basic program ${findProgram('sed') ?? 'sed'} --unbuffered s/^${good}$/OK/;t;s/.*/ERR/`,
      'auth_param basic realm practice',
      'acl signedIn proxy_auth REQUIRED',
      'http_access allow signedIn',
      'http_access deny all',
      `cache_peer ${host} parent ${upstreamPort} 0 no-query no-digest default`,
      'never_direct allow all',
      'netdb_filename none',
      'pinger_enable off',
    ];
    const file = join(folder, 'squid.conf');
    await writeFile(file, `${lines.join('\n')}\n`);
    return ['-N', '-f', file];
  });
}

/** mitmproxy, which reads every connection under its own authority: `mitmproxy-ca-cert.pem` in its folder. */
export async function startMitmproxy(upstream: string): Promise<RealProxy> {
  return start('mitmdump', (port, folder) =>
    Promise.resolve([
      '--mode',
      `upstream:http://${upstream}`,
      '--listen-host',
      '127.0.0.1',
      '--listen-port',
      String(port),
      '--set',
      `confdir=${folder}`,
      // It must not judge the practice issuer's own authority.
      '--ssl-insecure',
      '--quiet',
    ]),
  );
}

async function start(
  program: string,
  configure: (port: number, folder: string) => Promise<readonly string[]>,
): Promise<RealProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'real-proxy-'));
  const port = await findFreePort();
  const child = spawn(program, await configure(port, folder), { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = once(child, 'close');
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 300 || child.exitCode !== null) {
      await close();
      throw new Error(`${program} did not start. It printed:\n${printed}`);
    }
    await delay(100);
  }
  return { address: `127.0.0.1:${String(port)}`, folder, close };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
