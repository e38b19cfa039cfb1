import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { findProgram } from '../../../../src/platform/programs/programFinder.ts';
import { SshConfigFolder } from '../../../../src/platform/programs/sshConfigFolder.ts';
import { SystemPrograms } from '../../../../src/platform/programs/systemPrograms.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { notEnded } from '../../../support/fakeClock.ts';

/** A program called ssh that does what `script` says. */
function makePrograms(
  script: string,
  ended = notEnded,
): { readonly programs: SystemPrograms; readonly folder: string } {
  const folder = createTemporaryFolder();
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'ssh'), 0o755);
  return { programs: new SystemPrograms({ PATH: `${folder}:/usr/bin:/bin`, FOLDER: folder }, ended), folder };
}

const run = { program: 'ssh', args: ['a b', '$(id)'], input: 'typed', limitMs: 4000 } as const;

function isRunning(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

/** Says its id, then waits for input that never ends. */
const waits = 'echo $$ > "$FOLDER/pid.new"; mv "$FOLDER/pid.new" "$FOLDER/pid"; exec sleep 30';

describe('a program of this computer', () => {
  it('gets its arguments as they are, and its input, and says how it ended', async () => {
    const { programs } = makePrograms('printf "%s|" "$@"; cat; echo oops >&2; exit 3');
    expect(await programs.run(run)).toEqual({
      kind: 'ended',
      exitCode: 3,
      stdout: 'a b|$(id)|typed',
      stderr: 'oops\n',
    });
  });

  it('may end without reading its input', async () => {
    const { programs } = makePrograms('exit 0');
    expect(await programs.run({ ...run, input: 'x'.repeat(1024 * 1024) })).toMatchObject({
      kind: 'ended',
      exitCode: 0,
    });
  });

  it('is ended when its time is over', async () => {
    const { programs, folder } = makePrograms(waits);
    expect(await programs.run({ ...run, limitMs: 300 })).toEqual({ kind: 'tooLong' });
    expect(isRunning(folder)).toBe(false);
  });

  it('is ended when the person cancels, and the reason is theirs', async () => {
    const { programs, folder } = makePrograms(waits);
    const cancel = new AbortController();
    const ended = programs.run({ ...run, signal: cancel.signal });
    await expect.poll(() => isRunning(folder)).toBe(true);
    cancel.abort(new Cancelled());
    await expect(ended).rejects.toBeInstanceOf(Cancelled);
    expect(isRunning(folder)).toBe(false);
  });

  const keepsStreams = 'sleep 20 & echo $! > "$FOLDER/pid"';

  it.each([
    ['its time is over', `${keepsStreams}; exec sleep 30`, { kind: 'tooLong' }],
    [
      'it has ended',
      `${keepsStreams}; echo said; exit 3`,
      { kind: 'ended', exitCode: 3, stdout: 'said\n', stderr: '' },
    ],
  ])('is not waited for when %s, though what it started keeps its streams', async (_when, script, expected) => {
    const { programs, folder } = makePrograms(script);
    const ended = programs.run({ ...run, limitMs: 500 });
    expect(await ended).toEqual(expected);
    expect(isRunning(folder)).toBe(true);
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')));
  });

  it.each([
    ['can cancel', { signal: notEnded }],
    ['can not', {}],
  ])('is ended when this extension ends, whether the person %s', async (_name, options) => {
    const extension = new AbortController();
    const { programs, folder } = makePrograms(waits, extension.signal);
    const running = programs.run({ ...run, ...options });
    running.catch(() => undefined);
    await expect.poll(() => isRunning(folder)).toBe(true);
    extension.abort(new Cancelled());
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(isRunning(folder)).toBe(false);
  });

  it('is not even started for somebody who has cancelled already', async () => {
    const { programs, folder } = makePrograms(waits);
    await expect(programs.run({ ...run, signal: AbortSignal.abort(new Cancelled()) })).rejects.toBeInstanceOf(
      Cancelled,
    );
    expect(isRunning(folder)).toBe(false);
  });

  it('is looked for in absolute folders only', async () => {
    const { folder } = makePrograms('exit 0');
    writeFileSync(join(folder, 'oddity'), '');
    chmodSync(join(folder, 'oddity'), 0o755);
    expect(await findProgram('oddity', { PATH: folder })).toBe(join(folder, 'oddity'));
    expect(await findProgram('oddity', { PATH: '.:relative' })).toBeUndefined();
    chmodSync(join(folder, 'oddity'), 0o644);
    expect(await findProgram('oddity', { PATH: folder })).toBeUndefined();
  });
});

describe('the files of the SSH configuration', () => {
  it('are found by `~`, by wildcards, and beside the usual file', async () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, '.ssh', 'more.d'), { recursive: true });
    for (const name of ['b.conf', 'a.conf', 'aXconf']) {
      writeFileSync(join(folder, '.ssh', 'more.d', name), `Host ${name}`);
    }
    const files = new SshConfigFolder(folder, undefined);
    const more = (name: string): string => join(folder, '.ssh', 'more.d', name);
    expect(files.start).toBe(join(folder, '.ssh', 'config'));
    expect(await files.list('more.d/*.conf')).toEqual([more('a.conf'), more('b.conf')]);
    expect(await files.list('~/.ssh/more.d/?.conf')).toEqual([more('a.conf'), more('b.conf')]);
    expect(await files.list('none/*')).toEqual([]);
    expect(await files.read(more('a.conf'))).toBe('Host a.conf');
    expect(await files.read(files.start)).toBeUndefined();
  });

  it('are found by patterns in folders, as the client finds them', async () => {
    const folder = createTemporaryFolder();
    const root = join(folder, '.ssh');
    for (const path of [
      'teams/b/config',
      'teams/a/config',
      'teams/.old/config',
      'teams/c/other',
      'd/x.conf',
      'd/.x.conf',
      'd/[x].conf',
      'd/y~',
      '.e/f',
    ]) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), '');
    }
    const files = new SshConfigFolder(folder, undefined);
    const list = async (pattern: string): Promise<readonly string[]> =>
      (await files.list(pattern)).map((path) => relative(root, path));
    vi.stubEnv('CODEX_ACCOUNTS_TEST_TEAM', 'b');
    const rows: readonly (readonly [string, readonly string[]])[] = [
      ['teams/*/config', ['teams/a/config', 'teams/b/config']],
      [join(root, 'team?', '[!b]', '*'), ['teams/a/config', 'teams/c/other']],
      ['teams/.*/config', ['teams/.old/config']],
      ['d/*', ['d/[x].conf', 'd/x.conf', 'd/y~']],
      ['d/.*', ['d/.x.conf']],
      ['d/[a-x].conf', ['d/x.conf']],
      ['d/\\[x\\].conf', ['d/[x].conf']],
      ['d/[z-a]*', []],
      ['d/*.con', []],
      ['*/f', []],
      ['.*/f', ['.e/f']],
      ['%d/.ssh/d/y*', ['d/y~']],
      ['~/.ssh/teams/${CODEX_ACCOUNTS_TEST_TEAM}/c*', ['teams/b/config']],
      ['teams/${CODEX_ACCOUNTS_TEST_NONE}/*', []],
    ];
    for (const [pattern, found] of rows) {
      expect([pattern, await list(pattern)]).toEqual([pattern, found]);
    }
  });
});
