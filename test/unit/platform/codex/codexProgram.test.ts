import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCodexEnvironment, findCodexProgram, isProgram } from '../../../../src/platform/codex/codexProgram.ts';
import { buildIssuer, type Issuer } from '../../../../src/protocol/oauth/issuer.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

const node = '/editor/node';

function find(platform: string, environment: Readonly<Record<string, string>>, programs: readonly string[]) {
  return findCodexProgram({
    platform,
    environment,
    node,
    isProgram: (path) => Promise.resolve(programs.includes(path)),
  });
}

describe('the codex program', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[], string | undefined]>([
    ['linux', { PATH: '/a:/b' }, ['/b/codex'], '/b/codex'],
    ['linux', { PATH: '/a:/b' }, ['/a/codex', '/b/codex'], '/a/codex'],
    ['linux', { PATH: '.:bin::/b' }, ['codex', 'bin/codex', './codex'], undefined],
    ['linux', {}, ['/usr/local/bin/codex'], undefined],
    ['darwin', { PATH: '/usr/bin' }, ['/opt/homebrew/bin/codex'], '/opt/homebrew/bin/codex'],
    ['win32', { Path: 'C:\\a;C:\\b' }, ['C:\\b\\codex.exe'], 'C:\\b\\codex.exe'],
    ['win32', { Path: '.;b' }, ['codex.exe', 'b\\codex.exe'], undefined],
  ])('on %s with %j is found by its full path', async (platform, environment, programs, path) => {
    expect((await find(platform, environment, programs))?.path).toBe(path);
  });

  it('is npm’s script in Node where Windows could start its launcher only through a shell', async () => {
    const script = 'C:\\npm\\node_modules\\@openai\\codex\\bin\\codex.js';
    expect(await find('win32', { Path: 'C:\\npm' }, [script])).toEqual({
      path: node,
      parameters: [script],
      environment: { ELECTRON_RUN_AS_NODE: '1' },
    });
  });

  it.each([
    ['by its name', { open: ['/project'], path: '/project/bin' }],
    ['over a link in PATH', { open: ['/project'], path: '/link/bin' }],
    ['where the folder was opened over a link', { open: ['/link'], path: '/project/bin' }],
  ])('is none of a folder that is open in the editor, %s', async (_name, { open, path }) => {
    const search = {
      platform: 'linux',
      node,
      environment: { PATH: `${path}:/usr/bin` },
      userFolder: '/home/ada',
      isProgram: () => Promise.resolve(true),
      findRealPath: (name: string) => Promise.resolve(name.replace('/link', '/project')),
    };
    expect((await findCodexProgram({ ...search, workspaceFolders: open }))?.path).toBe('/usr/bin/codex');
    expect((await findCodexProgram({ ...search, workspaceFolders: ['/elsewhere'] }))?.path).toBe(`${path}/codex`);
    // Whoever opens their own folder has not been handed what they installed there.
    expect(
      (
        await findCodexProgram({
          ...search,
          workspaceFolders: [...open, '/home'],
          environment: { PATH: '/home/ada/bin' },
        })
      )?.path,
    ).toBe('/home/ada/bin/codex');
  });

  it('is a file that can be run', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'plain'), '', { mode: 0o600 });
    writeFileSync(join(folder, 'codex'), '', { mode: 0o700 });
    mkdirSync(join(folder, 'folder'));
    const names = ['codex', 'plain', 'folder', 'missing'];
    expect(await Promise.all(names.map((name) => isProgram(join(folder, name))))).toEqual([true, false, false, false]);
  });

  it('is given its Home and what it needs, and no variable of ours or of the person’s secrets', () => {
    const given = buildCodexEnvironment('/home/ada/.codex', {
      PATH: '/b',
      HTTPS_PROXY: 'http://p',
      OPENAI_API_KEY: 'x',
      NODE_OPTIONS: 'y',
      CODEX_HOME: '/other',
    });
    expect(given).toMatchObject({ PATH: '/b', HTTPS_PROXY: 'http://p', CODEX_HOME: '/home/ada/.codex' });
    expect(Object.keys(given).sort()).toEqual(['CODEX_HOME', 'HOME', 'HTTPS_PROXY', 'PATH']);
  });

  it('signs in where the person set it, never where a variable of a container says', () => {
    const variables = {
      CODEX_APP_SERVER_LOGIN_ISSUER: 'https://elsewhere.example',
      CODEX_APP_SERVER_LOGIN_CLIENT_ID: 'theirs',
    };
    const names = Object.keys(variables);
    const given = (issuer?: Issuer): readonly unknown[] =>
      names.map((name) => buildCodexEnvironment('/h', variables, issuer)[name]);
    expect([given(), given(buildIssuer())]).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(given(buildIssuer({ issuer: 'http://127.0.0.1:9', clientId: 'ours' }))).toEqual([
      'http://127.0.0.1:9',
      'ours',
    ]);
  });
});
