import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findListener, findPortHolder } from '../../../../src/platform/network/portHolder.ts';
import { locateStateFolder } from '../../../../src/platform/files/stateFolder.ts';
import { systemClock } from '../../../../src/platform/systemClock.ts';
import { readOrCreateHostId, readOrCreateVaultId } from '../../../../src/platform/files/persistentId.ts';
import { findFreePort, holdPort } from '../../../support/sockets.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';

describe('the holder of a port', () => {
  const ownName = (): string => readFileSync('/proc/self/comm', 'utf8').trim();

  it('is found by name, on either family', unless(obstacles.notLinux), async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const port = await holdPort(host);
      const { process: name } = await findPortHolder(port);
      expect(name).toBeDefined();
      expect(ownName().startsWith(name ?? '?') || name === 'node' || name === 'MainThread').toBe(true);
    }
  });

  it.each([
    ['English', 'LISTENING', 'ESTABLISHED'],
    ['German', 'ABHÖREN', 'HERGESTELLT'],
    ['German in bytes of another code page', 'ABH\uFFFDREN', 'HERGESTELLT'],
    ['a language with a blank in the word', 'EN ÉCOUTE', 'ÉTABLIE'],
    ['Japanese', '待機中', '確立済み'],
  ])('is found by what netstat prints in %s', (_name, listening, established) => {
    const text = [
      '',
      'Aktive Verbindungen',
      '',
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      `  TCP    127.0.0.1:14550        0.0.0.0:0              ${listening}       1`,
      `  TCP    127.0.0.1:1455         127.0.0.1:50000        ${established}     2`,
      `  TCP    127.0.0.1:50000        127.0.0.1:1455         ${established}     3`,
      `  TCP    0.0.0.0:1455           0.0.0.0:0              ${listening}       4711`,
      `  TCP    [::1]:1457             [::]:0                 ${listening}       4712`,
      '  UDP    0.0.0.0:1459           *:*                                    5',
      '',
    ].join('\r\n');
    expect([1455, 1457, 1459, 50_000, 455].map((port) => findListener(text, port))).toEqual([
      '4711',
      '4712',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is nobody where nobody listens', async () => {
    const port = await findFreePort();
    expect(await findPortHolder(port)).toEqual({ port, process: undefined });
  });
});

describe('the state folder', () => {
  it.each([
    ['linux', { XDG_STATE_HOME: '/srv/state' }, '/srv/state/codex-accounts'],
    ['linux', { XDG_STATE_HOME: 'relative' }, join(homedir(), '.local', 'state', 'codex-accounts')],
    ['linux', {}, join(homedir(), '.local', 'state', 'codex-accounts')],
    ['darwin', { XDG_STATE_HOME: '/srv/state' }, join(homedir(), 'Library', 'Application Support', 'codex-accounts')],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/codex-accounts'],
    ['win32', {}, join(homedir(), 'AppData', 'Local', 'codex-accounts')],
  ] as const)('on %s with %j is %s', (platform, environment, folder) => {
    expect(locateStateFolder(environment, platform)).toBe(folder);
  });

  it.each([
    [
      'the user’s own where it sees the whole host',
      '[Context]\nshared=network;\nfilesystems=xdg-run/keyring;host;\n',
      {},
      join(homedir(), '.local', 'state'),
    ],
    [
      'the user’s own where it sees the home',
      '[Context]\nfilesystems=home\n',
      { HOST_XDG_STATE_HOME: '/srv/state' },
      '/srv/state',
    ],
    ['its own where it only reads the home', '[Context]\nfilesystems=home:ro;\n', {}, '/var/app/state'],
    ['its own where it sees no home', '[Context]\nfilesystems=xdg-download;!home;\n', {}, '/var/app/state'],
    ['its own where nothing tells', undefined, {}, '/var/app/state'],
  ])('of a Flatpak is %s', (_name, info, environment, folder) => {
    const sandbox = { FLATPAK_ID: 'com.visualstudio.code', XDG_STATE_HOME: '/var/app/state', ...environment };
    const readText = (path: string): string | undefined => (path === '/.flatpak-info' ? info : undefined);
    expect(locateStateFolder(sandbox, 'linux', readText)).toBe(join(folder, 'codex-accounts'));
  });
});

describe('the id of a Vault', () => {
  it('is made once and stays', () => {
    const folder = join(createTemporaryFolder(), 'storage');
    const id = readOrCreateVaultId(folder);
    expect(id).toMatch(/^[0-9a-f-]{36}$/u);
    expect([readOrCreateVaultId(folder), readOrCreateVaultId(folder)]).toEqual([id, id]);
  });

  it.each(['', 'half-an-id'])('is made anew when a crash left %j', (text) => {
    const folder = join(createTemporaryFolder(), 'storage');
    mkdirSync(folder);
    writeFileSync(join(folder, 'vault-id'), text);
    const id = readOrCreateVaultId(folder);
    expect(id).toMatch(/^[0-9a-f-]{36}$/u);
    expect(readOrCreateVaultId(folder)).toBe(id);
    expect(existsSync(join(folder, 'vault-id'))).toBe(true);
  });
});

describe('the id of a host', () => {
  it('is made once, owner-only, beside what else the user’s programs share', () => {
    const folder = join(createTemporaryFolder(), 'state');
    const id = readOrCreateHostId(folder);
    expect(readOrCreateHostId(folder)).toBe(id);
    expect(readOrCreateVaultId(folder)).not.toBe(id);
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'host-id')).mode & 0o777]).toEqual([0o700, 0o600]);
  });
});

describe('the clock of the system', () => {
  it('ends a delay with the reason it was ended for', async () => {
    const controller = new AbortController();
    const delay = systemClock.delay(60_000, controller.signal);
    const reason = new RangeError('enough');
    controller.abort(reason);
    await expect(delay).rejects.toBe(reason);
    await expect(systemClock.delay(60_000, controller.signal)).rejects.toBe(reason);
    await systemClock.delay(0);
  });
});
