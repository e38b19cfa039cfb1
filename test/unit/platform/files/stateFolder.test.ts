import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateStateFolder } from '../../../../src/platform/files/stateFolder.ts';

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
