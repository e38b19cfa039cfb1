import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../../../src/platform/programs/programFinder.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

const name = 'codex-of-this-test';

function place(folder: string, mode: number): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
}

describe('a program on PATH', () => {
  it('is the first one that can be run', async () => {
    const root = createTemporaryFolder();
    place(join(root, 'a'), 0o600);
    mkdirSync(join(root, 'b', name), { recursive: true });
    const found = place(join(root, 'c'), 0o700);
    place(join(root, 'd'), 0o700);
    const path = ['a', 'b', 'c', 'd'].map((folder) => join(root, folder)).join(delimiter);
    expect(await findProgram(name, { PATH: path })).toBe(found);
  });

  it('is not looked for beside where one happens to stand', async () => {
    const root = createTemporaryFolder();
    place(root, 0o700);
    expect(await findProgram(name, { PATH: relative(process.cwd(), root) })).toBeUndefined();
    expect(await findProgram(name, {})).toBeUndefined();
  });
});
