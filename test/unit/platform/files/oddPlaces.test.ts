import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import promises, { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { replaceFile } from '../../../../src/platform/files/atomicFile.ts';
import { ConfigFiles } from '../../../../src/platform/home/configFiles.ts';
import { openUserConfig } from '../../../../src/platform/home/homeTextFile.ts';
import { NodeCredentialFile } from '../../../../src/platform/home/nodeCredentialFile.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { loadLocks } from '../../../support/codexLocks.ts';
import { notEnded } from '../../../support/fakeClock.ts';

/** Has `statfs(2)` tell another kind of file system. */
function pretendKind(type: number): void {
  const { statfs } = promises;
  const tell = (fake: (...given: never[]) => Promise<unknown>): void => {
    Object.assign(promises, { statfs: fake });
    syncBuiltinESMExports();
  };
  tell(() => Promise.resolve({ type }));
  onTestFinished(() => {
    tell(statfs);
  });
}

const document = '{"auth_mode":"apikey"}';

function createHome({
  text,
  owner = 0,
  mode = 0o700,
}: { readonly text?: string; readonly owner?: number; readonly mode?: number } = {}) {
  const folder = join(createTemporaryFolder(), '.codex');
  const path = join(folder, 'auth.json');
  mkdirSync(folder);
  if (text !== undefined) {
    writeFileSync(path, text, { mode: 0o600 });
    chownSync(path, owner, owner);
  }
  chmodSync(folder, mode);
  chownSync(folder, owner, owner);
  const warned = { times: 0 };
  const file = new NodeCredentialFile(folder, {
    loadLocks,
    onUnprotected: () => {
      warned.times += 1;
    },
  });
  const write = async (next: string) => {
    const state = await file.read();
    return file.replace(new Secret(next), state.kind === 'file' ? state.fingerprint : undefined);
  };
  return { folder, path, file, write, warned };
}

const ownersOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      `${String(lstatSync(join(folder, name)).uid)} ${(lstatSync(join(folder, name)).mode & 0o777).toString(8)}`,
    ]),
  );

/** Has a call on open files fail. */
async function spoil(method: 'chmod' | 'sync', code: string): Promise<void> {
  const handle = await open('/dev/null', 'r');
  const shape = Object.getPrototypeOf(handle) as Record<typeof method, () => Promise<void>>;
  await handle.close();
  const spy = vi.spyOn(shape, method).mockRejectedValue(Object.assign(new RangeError(code), { code }));
  onTestFinished(() => {
    spy.mockRestore();
  });
}

describe('a file system that has not everything', () => {
  it.each(
    ['chmod', 'sync'].flatMap((method) =>
      ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].map((code) => [method, code] as const),
    ),
  )('takes a file all the same when %s says %s', async (method, code) => {
    const { path, write } = createHome({ owner: process.getuid?.() ?? 0 });
    await spoil(method as 'chmod' | 'sync', code);
    expect(await write(document)).toBe('done');
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual([document, 0o600]);
  });

  it.each([
    ['sync', 'EIO'],
    ['chmod', 'EIO'],
    ['sync', 'ENOSPC'],
  ] as const)('is told from a disk that fails: %s says %s', async (method, code) => {
    const folder = createTemporaryFolder();
    await spoil(method, code);
    await expect(replaceFile(join(folder, 'a.json'), 'x')).rejects.toMatchObject({ code });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['9P, a Windows drive in WSL', 0x01021997],
    ['exFAT', 0x2011bab0],
    ['CIFS', 0xff534d42],
    ['CIFS, as a negative number', 0xff534d42 | 0],
    ['NTFS through FUSE', 0x65735546],
  ])('keeps a sign-in in a folder that is open to all by its nature, with one warning: %s', async (_name, type) => {
    const { path, file, write, warned } = createHome({ text: 'old', owner: process.getuid?.() ?? 0, mode: 0o777 });
    await expect(write('new')).rejects.toMatchObject({ sentence: { messageId: 'home.folderWritableByOthers' } });
    expect(warned.times).toBe(0);
    pretendKind(type);
    expect([await write(document), readFileSync(path, 'utf8'), warned.times]).toEqual(['done', document, 1]);
    expect((await file.read()).kind).toBe('file');
  });
});

describe('a Home of the host’s user, for root in a container', unless(obstacles.notRoot), () => {
  it('is read and written, and stays theirs with everything in it', async () => {
    const { folder, path, file, write } = createHome({ text: 'old', owner: 1000 });
    expect((await file.read()).kind).toBe('file');
    chmodSync(path, 0o640);
    expect(await write(document)).toBe('done');
    expect(ownersOf(folder)).toEqual({
      'auth.json': '1000 640',
      'auth.lock': '1000 644',
      'auth.json.lock': '1000 600',
    });
  });

  it('gets its first sign-in as one of theirs, and a config that stays theirs', async () => {
    const { folder, write } = createHome({ owner: 1000 });
    expect(await write(document)).toBe('done');
    writeFileSync(join(folder, 'config.toml'), 'a = 1\n');
    chownSync(join(folder, 'config.toml'), 1000, 1000);
    await openUserConfig(new ConfigFiles(folder, '/nowhere'), notEnded).writeUser('a = 2\n', 'a = 1\n');
    expect(ownersOf(folder)).toMatchObject({ 'auth.json': '1000 600', 'config.toml': '1000 644' });
  });

  it('does not lead root to a file that is not theirs, whatever they link', async () => {
    const { folder, path, file } = createHome({ owner: 1000 });
    const secret = join(createTemporaryFolder(), 'secret');
    writeFileSync(secret, 'root’s', { mode: 0o600 });
    symlinkSync(secret, path);
    expect(await file.read()).toEqual({ kind: 'problem', problem: 'otherOwner' });
    await expect(file.replace(new Secret('new'), undefined)).rejects.toMatchObject({
      sentence: { messageId: 'home.otherOwner' },
    });
    expect([readFileSync(secret, 'utf8'), readdirSync(folder)]).toEqual(['root’s', ['auth.json']]);
  });

  it('gives nothing away that stands where a lock belongs', async () => {
    const { folder, write } = createHome({ owner: 1000 });
    const secret = join(createTemporaryFolder(), 'secret');
    writeFileSync(secret, 'root’s', { mode: 0o600 });
    symlinkSync(secret, join(folder, 'auth.lock'));
    expect(await write(document)).toBe('done');
    expect(statSync(secret).uid).toBe(0);
  });
});

/** What a script prints about `file` and its `state` in a mount namespace of its own, after `mount`. */
function tellMounted(folder: string, mount: string, script: string): string {
  const module = join(import.meta.dirname, '..', '..', '..', '..', 'src', 'platform', 'home', 'nodeCredentialFile.ts');
  const locksModule = join(import.meta.dirname, '..', '..', '..', 'support', 'codexLocks.ts');
  const secretModule = join(import.meta.dirname, '..', '..', '..', '..', 'src', 'util', 'secret.ts');
  const whole = `
    const { NodeCredentialFile } = await import(${JSON.stringify(module)});
    const { Secret } = await import(${JSON.stringify(secretModule)});
    const { loadLocks } = await import(${JSON.stringify(locksModule)});
    const file = new NodeCredentialFile(${JSON.stringify(folder)}, { loadLocks });
    const state = await file.read();
    ${script}`;
  const shell = `${mount} && exec '${process.execPath}' --input-type=module -e "$SCRIPT"`;
  return execFileSync('/usr/bin/unshare', ['-m', '/bin/sh', '-c', shell], {
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', SCRIPT: whole },
    encoding: 'utf8',
  }).trim();
}

describe('a credential file that is itself a mount', unless(obstacles.notRoot), () => {
  it('is read, and said to be one when it is to be replaced, and before', () => {
    const { folder, path } = createHome({ text: document });
    const other = join(createTemporaryFolder(), 'host.json');
    writeFileSync(other, document, { mode: 0o600 });
    const script = `
      const told = [];
      for (const work of [() => file.replace(new Secret('new'), state.fingerprint), () => file.remove(state.fingerprint)]) {
        told.push(await work().catch((failure) => failure.sentence?.messageId));
      }
      console.log(state.kind, told.join(), await file.findObstacle());`;
    expect(tellMounted(folder, `mount --bind '${other}' '${path}'`, script)).toBe(
      'file home.mounted,home.mounted mounted',
    );
    expect(readFileSync(other, 'utf8')).toBe(document);
  });
});

describe('what keeps a credential from being written', () => {
  it('is found before it is tried, and nothing is left of the look', async () => {
    const { folder, file } = createHome({ text: document, owner: process.getuid?.() ?? 0 });
    expect([await file.findObstacle(), readdirSync(folder)]).toEqual([undefined, ['auth.json']]);
    chmodSync(folder, 0o777);
    expect(await file.findObstacle()).toBe('folderWritableByOthers');
  });

  it('is a disk that is read-only, and one that is full', unless(obstacles.notRoot), () => {
    const { folder } = createHome({ text: document });
    const tell = 'console.log(state.kind, await file.findObstacle());';
    expect(
      tellMounted(folder, `mount --bind '${folder}' '${folder}' && mount -o remount,ro,bind '${folder}'`, tell),
    ).toBe('file readOnlyDisk');
    const full = `mount -t tmpfs -o size=8k,mode=700 none '${folder}' && echo '${document}' > '${folder}/auth.json' && head -c 4096 /dev/zero > '${folder}/rest'; true`;
    expect(tellMounted(folder, full, tell)).toBe('file diskFull');
  });
});
