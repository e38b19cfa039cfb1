import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareWithShell, findTerminalShell } from '../../../../src/platform/programs/terminalShell.ts';
import { notEnded } from '../../../support/fakeClock.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { obstacles, unless } from '../../../support/unless.ts';

const names = ['CODEX_HOME', 'OPENAI_API_KEY', 'HTTPS_PROXY'];

describe('the shell of a terminal', unless(obstacles.notLinux), () => {
  it.each([
    ['sets the same', 'export CODEX_HOME=/a', { CODEX_HOME: '/a' }, []],
    ['sets another', 'export CODEX_HOME=/b', { CODEX_HOME: '/a' }, ['CODEX_HOME']],
    ['sets one that is not here', 'export OPENAI_API_KEY=sk-marked', {}, ['OPENAI_API_KEY']],
    ['lacks one that is here', '', { HTTPS_PROXY: 'http://x:1' }, ['HTTPS_PROXY']],
    ['prints what nobody asked for', 'echo hello; export CODEX_HOME=/a', { CODEX_HOME: '/a' }, []],
  ])('that %s', async (_name, profile, here, differing) => {
    const home = createTemporaryFolder();
    writeFileSync(join(home, '.bash_profile'), `${profile}\n`);
    const environment = { PATH: process.env['PATH'], HOME: home, ...here };
    expect(await compareWithShell(names, environment, { shell: '/bin/bash', signal: notEnded })).toEqual(differing);
  });

  it('that does not answer says nothing', async () => {
    const home = createTemporaryFolder();
    writeFileSync(join(home, '.bash_profile'), 'exit 3\n');
    expect(await compareWithShell(names, { HOME: home }, { shell: '/bin/bash', signal: notEnded })).toBeUndefined();
  });

  it.each([
    ['/bin/bash', true],
    ['/usr/bin/fish', true],
    ['bash', false],
    ['/usr/sbin/nologin', false],
    ['/home/ada/evil', false],
  ])('%s is asked: %s', (path, isAsked) => {
    expect(findTerminalShell({ SHELL: path }) !== undefined).toBe(isAsked);
    expect(existsSync('/bin/bash')).toBe(true);
  });
});
