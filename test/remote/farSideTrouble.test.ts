import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CopyService, FoundPlace } from '../../src/hosts/copy/copyService.ts';
import { Cancelled } from '../../src/errors/authError.ts';
import { startPracticeIssuer, type PracticeIssuer } from '../issuer/practiceIssuer.ts';
import { obstacles, unless } from '../support/unless.ts';
import { makeSecondUser, type SecondUser } from './secondUser.ts';
import { startSshServer, type SshServer } from './sshServer.ts';
import { makeVaultWithAccount, type VaultWithAccount } from './vaultWithAccount.ts';

const far = { kind: 'ssh', name: 'far' } as const;
const { signal } = new AbortController();
let issuer: PracticeIssuer;
let here: VaultWithAccount;
let user: SecondUser;
let server: SshServer;
let copy: CopyService;

beforeAll(async () => {
  issuer = await startPracticeIssuer();
  here = await makeVaultWithAccount(issuer);
  user = makeSecondUser('dash', { hasCodex: false });
  server = await startSshServer(user);
  copy = here.copy({ sshConfig: server.configFile });
});
afterAll(async () => {
  await server.close();
  user.remove();
  here.close();
  await issuer.close();
});
beforeEach(() => {
  rmSync(user.codexHome, { recursive: true, force: true });
});

function makeHome(mode = 0o700): void {
  mkdirSync(user.codexHome, { mode });
  chmodSync(user.codexHome, mode);
  chownSync(user.codexHome, user.uid, user.uid);
}

async function send(found?: FoundPlace): Promise<unknown> {
  return copy.send(found ?? (await copy.find(far, signal)), await here.makeLease(), signal);
}

describe('a host that cannot be reached', unless(obstacles.noSecondUser), () => {
  it.each([
    ['down', 'copy.hostDown'],
    ['wrong-key', 'copy.keyRefused'],
    ['unknown-key', 'copy.hostKeyUnknown'],
    ['changed-key', 'copy.hostKeyChanged'],
  ])('%s is said as %s', async (name, message) => {
    await expect(copy.find({ kind: 'ssh', name }, signal)).rejects.toMatchObject({ message });
  });

  it('whose server accepts and says nothing is given up when the person cancels, and its ssh ends', async () => {
    const silent = await listenSilently();
    const sshConfig = `${server.configFile}.silent`;
    const { port } = silent.address() as { port: number };
    writeFileSync(sshConfig, `Host silent\n  HostName 127.0.0.1\n  Port ${String(port)}\n`);
    const cancel = new AbortController();
    silent.once('connection', () => {
      cancel.abort(new Cancelled());
    });
    await expect(here.copy({ sshConfig }).find({ kind: 'ssh', name: 'silent' }, cancel.signal)).rejects.toBeInstanceOf(
      Cancelled,
    );
    expect(listClients(sshConfig)).toEqual([]);
    silent.close();
  });

  it('is no host that would be an option of ssh', async () => {
    await expect(copy.find({ kind: 'ssh', name: '-oProxyCommand=true' }, signal)).rejects.toMatchObject({
      message: 'copy.badName',
    });
  });
});

describe('a Home there that cannot take a sign-in stays as it is', unless(obstacles.noSecondUser), () => {
  it('a folder in the place of the file', async () => {
    makeHome();
    mkdirSync(user.authFile);
    await expect(copy.find(far, signal)).rejects.toMatchObject({ message: 'home.isFolder' });
  });

  it('a file in the place of the folder', async () => {
    user.write(user.codexHome, 'a file');
    await expect(copy.find(far, signal)).rejects.toMatchObject({ message: 'home.isFolder' });
    expect(readFileSync(user.codexHome, 'utf8')).toBe('a file');
  });

  it('a link to nowhere', async () => {
    makeHome();
    symlinkSync(join(user.home, 'nowhere'), user.authFile);
    await expect(copy.find(far, signal)).rejects.toMatchObject({ message: 'home.danglingLink' });
  });

  it('a folder that others may write to', async () => {
    makeHome(0o777);
    await expect(copy.find(far, signal)).rejects.toMatchObject({ message: 'home.folderWritableByOthers' });
  });

  it('a file of another user', async () => {
    makeHome();
    writeFileSync(user.authFile, '{}', { mode: 0o644 });
    await expect(copy.find(far, signal)).rejects.toMatchObject({ message: 'home.otherOwner' });
  });

  it('a folder of another user', async () => {
    mkdirSync(user.codexHome, { mode: 0o755 });
    chownSync(user.codexHome, 1, 1);
    await expect(copy.find(far, signal)).rejects.toMatchObject({ message: 'home.otherOwner' });
  });

  it('a folder without the right to write', async () => {
    makeHome(0o500);
    await expect(send()).rejects.toMatchObject({ message: 'home.noPermission' });
    expect(readdirSync(user.codexHome)).toEqual([]);
  });

  it('a configuration that keeps the sign-in elsewhere', async () => {
    makeHome();
    user.write(join(user.codexHome, 'config.toml'), 'model = "x"\ncli_auth_credentials_store = "keyring"\n[table]\n');
    await expect(copy.find(far, signal)).rejects.toMatchObject({ message: 'copy.storeElsewhere' });
  });

  it('locks that a Codex process keeps', async () => {
    makeHome();
    user.write(join(user.codexHome, 'auth.lock'), '');
    const found = await copy.find(far, signal);
    const holder = execHolder(join(user.codexHome, 'auth.lock'));
    await expect(send(found)).rejects.toMatchObject({ message: 'home.busy' });
    expect(readdirSync(user.codexHome)).toEqual(['auth.lock']);
    holder();
  });
});

describe('a disk', unless(obstacles.noSecondUser), () => {
  afterEach(() => {
    execFileSync('/bin/umount', [user.codexHome]);
  });

  it('that is full keeps the old sign-in and no temp file', async () => {
    mount('size=8k,mode=700');
    user.write(user.authFile, '{"OPENAI_API_KEY":"old"}');
    const found = await copy.find(far, signal);
    expect(found.home.holds).toBe('apiKey');
    fill(join(user.codexHome, 'filler'));
    await expect(send(found)).rejects.toMatchObject({ message: 'home.diskFull' });
    expect(readdirSync(user.codexHome).filter((name) => name.startsWith('auth') || name.startsWith('.'))).toEqual([
      'auth.json',
    ]);
    expect(readFileSync(user.authFile, 'utf8')).toBe('{"OPENAI_API_KEY":"old"}');
  });

  it('that is read-only is said so', async () => {
    mount('size=64k,mode=700');
    execFileSync('/bin/mount', ['-o', 'remount,ro', user.codexHome]);
    await expect(send()).rejects.toMatchObject({ message: 'home.readOnlyDisk' });
    expect(existsSync(user.authFile)).toBe(false);
  });
});

it('a link to a file elsewhere is followed once and stays a link', unless(obstacles.noSecondUser), async () => {
  makeHome();
  const target = join(user.home, 'elsewhere.json');
  user.write(target, '{}');
  symlinkSync(target, user.authFile);
  await expect(send()).resolves.toMatchObject({ cli: undefined });
  expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({
    auth_mode: 'chatgpt',
    tokens: { refresh_token: '' },
  });
  expect(statSync(target).mode).toBe(0o100600);
});

function mount(options: string): void {
  makeHome();
  execFileSync('/bin/mount', [
    '-t',
    'tmpfs',
    '-o',
    `${options},uid=${String(user.uid)},gid=${String(user.uid)}`,
    'tmpfs',
    user.codexHome,
  ]);
}

function fill(path: string): void {
  try {
    writeFileSync(path, Buffer.alloc(64 * 1024));
  } catch (failure) {
    expect(failure).toMatchObject({ code: 'ENOSPC' });
  }
}

/** Holds a lock with the program itself; the answer lets it go. */
function execHolder(path: string): () => void {
  const pid = execFileSync('/bin/sh', ['-c', 'flock -x "$1" sleep 60 >/dev/null 2>&1 & echo $!', 'sh', path], {
    encoding: 'utf8',
  }).trim();
  return () => {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((child) => child !== '');
    for (const id of [pid, ...children]) {
      process.kill(Number(id), 'SIGKILL');
    }
  };
}

function listClients(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(text);
      } catch {
        return false;
      }
    });
}

function listenSilently(): Promise<Server> {
  return new Promise((resolve) => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    silent.listen(0, '127.0.0.1', () => {
      resolve(silent);
    });
  });
}
