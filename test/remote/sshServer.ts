import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../support/sockets.ts';
import type { SecondUser } from './secondUser.ts';

/** A real SSH server on loopback, on a port and with keys of its own, and the client's configuration for it. */
export interface SshServer {
  readonly port: number;
  /** For `ssh -F`: the hosts `far`, `wrong-key`, `unknown-key`, `changed-key` and `down`. */
  readonly configFile: string;
  /** Everything the server has written down, at its most talkative. */
  log(): string;
  close(): Promise<void>;
}

/** Where the server parts its rights; Debian makes it at boot, a container may not. */
const separationFolder = '/run/sshd';

export async function startSshServer(user: SecondUser): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'codex-accounts-sshd-'));
  const key = (name: string): string => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, name)]);
    return readFileSync(join(folder, `${name}.pub`), 'utf8').trim();
  };
  const [hostKey, otherHostKey, userKey] = [key('host'), key('other-host'), key('user')];
  key('stranger');
  mkdirSync(join(user.home, '.ssh'), { mode: 0o755, recursive: true });
  user.write(join(user.home, '.ssh', 'authorized_keys'), `${userKey}\n`);
  const hadFolder = existsSync(separationFolder);
  mkdirSync(separationFolder, { recursive: true, mode: 0o755 });
  const [port, deadPort] = [await findFreePort(), await findFreePort()];
  const logFile = join(folder, 'sshd.log');
  writeFileSync(
    join(folder, 'sshd_config'),
    [
      `Port ${String(port)}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host')}`,
      'PidFile none',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'StrictModes no',
      'LogLevel DEBUG3',
      'PrintMotd no',
      `AllowUsers ${user.name}`,
      `SetEnv PATH=${user.path}`,
      '',
    ].join('\n'),
  );
  const known = (name: string, hosts: string): string => {
    writeFileSync(join(folder, name), hosts);
    return join(folder, name);
  };
  const host = `[127.0.0.1]:${String(port)}`;
  const configFile = join(folder, 'ssh_config');
  writeFileSync(
    configFile,
    [
      ...hostBlock('far', {
        port,
        user: user.name,
        key: join(folder, 'user'),
        known: known('known', `${host} ${hostKey}\n`),
      }),
      ...hostBlock('wrong-key', { port, user: user.name, key: join(folder, 'stranger'), known: join(folder, 'known') }),
      ...hostBlock('unknown-key', { port, user: user.name, key: join(folder, 'user'), known: known('empty', '') }),
      ...hostBlock('changed-key', {
        port,
        user: user.name,
        key: join(folder, 'user'),
        known: known('changed', `${host} ${otherHostKey}\n`),
      }),
      ...hostBlock('down', {
        port: deadPort,
        user: user.name,
        key: join(folder, 'user'),
        known: join(folder, 'known'),
      }),
      '',
    ].join('\n'),
  );
  const server = spawn('/usr/sbin/sshd', ['-D', '-f', join(folder, 'sshd_config'), '-E', logFile], { stdio: 'ignore' });
  await waitUntilListening(server, () => readIfThere(logFile));
  return {
    port,
    configFile,
    log: () => readIfThere(logFile),
    close: async () => {
      await endChild(server);
      rmSync(folder, { recursive: true, force: true });
      if (!hadFolder) {
        rmSync(separationFolder, { recursive: true, force: true });
      }
    },
  };
}

interface HostFacts {
  readonly port: number;
  readonly user: string;
  readonly key: string;
  readonly known: string;
}

/** Nothing of this computer's own configuration, keys or agent takes part. */
function hostBlock(name: string, { port, user, key, known }: HostFacts): readonly string[] {
  return [
    `Host ${name}`,
    '  HostName 127.0.0.1',
    `  Port ${String(port)}`,
    `  User ${user}`,
    `  IdentityFile ${key}`,
    '  IdentitiesOnly yes',
    '  IdentityAgent none',
    `  UserKnownHostsFile ${known}`,
    '  GlobalKnownHostsFile /dev/null',
  ];
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function waitUntilListening(server: ChildProcess, log: () => string): Promise<void> {
  const untilMs = performance.now() + 15_000;
  while (!log().includes('Server listening on')) {
    if (server.exitCode !== null || performance.now() > untilMs) {
      throw new Error(`sshd does not listen. Its log:\n${log()}`);
    }
    await nextTurn();
  }
}

/** Gives the event loop, and with it the other processes, a turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}
