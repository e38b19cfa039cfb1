import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRepository, isIgnored, keepOutOfGit } from '../../../../src/platform/files/gitRepository.ts';
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
