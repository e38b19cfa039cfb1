import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateHome } from '../../../src/home/homeLocation.ts';

const onLinux = { userFolder: '/home/ada', isAbsolute: posix.isAbsolute, join: posix.join };
const onWindows = { userFolder: 'C:\\Users\\ada', isAbsolute: win32.isAbsolute, join: win32.join };

describe('where the Home is', () => {
  it.each([
    ['', undefined, '/home/ada/.codex', 'default'],
    ['', '', '/home/ada/.codex', 'default'],
    ['', '/srv/codex', '/srv/codex', 'environment'],
    ['', ' /srv/codex ', '/srv/codex', 'environment'],
    ['', 'relative', '/home/ada/.codex', 'default'],
    ['/opt/codex', '/srv/codex', '/opt/codex', 'setting'],
    ['  /opt/codex ', undefined, '/opt/codex', 'setting'],
    ['~/own', undefined, '/home/ada/own', 'setting'],
    ['~', undefined, '/home/ada', 'setting'],
    ['~bob/own', '/srv/codex', '/srv/codex', 'environment'],
    ['./here', '/srv/codex', '/srv/codex', 'environment'],
    ['../up', undefined, '/home/ada/.codex', 'default'],
  ])('with the setting %j and CODEX_HOME %j is %s, by %s', (setting, environment, folder, source) => {
    const found = locateHome({ ...onLinux, setting, environment });
    expect([found.folder.replace(/(?<=.)\/$/u, ''), found.source]).toEqual([folder, source]);
  });

  it.each([
    ['', undefined, 'C:\\Users\\ada\\.codex'],
    ['D:\\codex', undefined, 'D:\\codex'],
    ['~\\own', undefined, 'C:\\Users\\ada\\own'],
    ['codex', 'E:\\c', 'E:\\c'],
  ])('on Windows with the setting %j and CODEX_HOME %j is %s', (setting, environment, folder) => {
    expect(locateHome({ ...onWindows, setting, environment }).folder).toBe(folder);
  });
});
