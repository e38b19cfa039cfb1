import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRepository, isIgnored, isTracked, keepOutOfGit } from '../../../../src/platform/files/gitRepository.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

const path = '/home/ada/.codex/auth.json';

describe('what keeps a file out of git', () => {
  it.each([
    ['', false],
    ['auth.json', true],
    ['/auth.json', false],
    ['/.codex/auth.json', true],
    ['.codex', true],
    ['.codex/', true],
    ['auth.json/', false],
    ['*', true],
    ['*\n!.codex', false],
    ['*\n!auth.json', false],
    ['*.json', true],
    ['**/auth.json', true],
    ['.codex/**', true],
    ['# auth.json', false],
    ['auth.json   ', true],
    ['au?h.json', true],
    ['[a]uth.json', false],
    ['.codexx', false],
  ])('%j says: %s', (text, ignored) => {
    expect(isIgnored(path, [{ folder: '/home/ada', text }])).toBe(ignored);
  });

  it('the last rule counts, also one of a folder below', () => {
    const above = { folder: '/home/ada', text: 'auth.json' };
    expect(isIgnored(path, [above, { folder: '/home/ada/.codex', text: '!auth.json' }])).toBe(false);
  });

  it('is read from the work tree that a file stands in, whichever kind it is', async () => {
    const root = createTemporaryFolder();
    const inner = join(root, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    expect(await findRepository(join(inner, 'auth.json'))).toBeUndefined();
    writeFileSync(join(root, '.git'), 'gitdir: elsewhere\n');
    expect(await findRepository(join(inner, 'auth.json'))).toBe(root);
    writeFileSync(join(root, 'a', '.gitignore'), 'auth.json\n');
    expect(await findRepository(join(inner, 'auth.json'))).toBeUndefined();
  });
});

describe('a file that git has already', () => {
  it.each([2, 3, 4])(
    'is found in an index of version %d, which no rule changes, and no other name is taken for it',
    async (version) => {
      const root = createTemporaryFolder();
      const git = (...args: readonly string[]): string =>
        execFileSync('git', ['-C', root, '-c', `index.version=${String(version)}`, ...args], { encoding: 'utf8' });
      git('init', '--quiet');
      mkdirSync(join(root, 'home'));
      for (const name of ['auth.json', 'home/auth.json', 'my auth.json']) {
        writeFileSync(join(root, name), '{}');
      }
      git('add', 'my auth.json', 'home/auth.json');
      // What is to be added later has a longer entry, in version 3 alone.
      if (version === 3) git('update-index', '--skip-worktree', 'home/auth.json');
      writeFileSync(join(root, '.gitignore'), 'auth.json\n');
      expect(await isTracked(join(root, 'auth.json'), root)).toBe(false);
      expect(await findRepository(join(root, 'auth.json'))).toBeUndefined();
      // The names of version 4 are shortened.
      const isUnderstood = version !== 4;
      expect(await isTracked(join(root, 'home', 'auth.json'), root)).toBe(isUnderstood);
      expect(await findRepository(join(root, 'home', 'auth.json'))).toBe(isUnderstood ? root : undefined);
      git('update-index', '--force-remove', 'home/auth.json');
      expect(await isTracked(join(root, 'home', 'auth.json'), root)).toBe(false);
    },
  );
});

describe('a line in the list of a repository', () => {
  function createRepository() {
    const root = createTemporaryFolder();
    const list = join(root, '.git', 'info', 'exclude');
    mkdirSync(join(root, '.git', 'info'), { recursive: true });
    return { root, list, file: join(root, 'auth.json') };
  }

  it('leaves every other byte as it is, also those that are no UTF-8, and is taken back', async () => {
    const { root, list, file } = createRepository();
    const latin = Buffer.from([0xe9, 0x2f]);
    writeFileSync(list, latin);
    const takeBack = await keepOutOfGit(file, root);
    expect(readFileSync(list)).toEqual(Buffer.concat([latin, Buffer.from('\n/auth.json\n')]));
    expect([await takeBack(), readFileSync(list)]).toEqual([true, latin]);
  });

  it('is not taken back where the list has changed since', async () => {
    const { root, list, file } = createRepository();
    const takeBack = await keepOutOfGit(file, root);
    writeFileSync(list, '/mine\n');
    expect([await takeBack(), readFileSync(list, 'utf8')]).toEqual([false, '/mine\n']);
    rmSync(list);
    expect(await takeBack()).toBe(false);
  });

  it('is not taken for the only one where the list cannot be read', async () => {
    const { root, list, file } = createRepository();
    const takeBack = await keepOutOfGit(file, root);
    rmSync(list);
    mkdirSync(list);
    await expect(takeBack()).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
