import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whileAnswering } from '../../../../src/platform/files/fileSystemTimeout.ts';
import { lookAtPlace } from '../../../../src/platform/home/credentialPlace.ts';
import { obstacles, unless } from '../../../support/unless.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('the place of a credential', unless(obstacles.notLinux), () => {
  it('is told with its permissions and whose it is', async () => {
    const folder = createTemporaryFolder();
    chmodSync(folder, 0o700);
    writeFileSync(join(folder, 'auth.json'), '{}', { mode: 0o600 });
    expect(await lookAtPlace(join(folder, 'auth.json'))).toMatchObject({
      mode: 0o600,
      folderMode: 0o700,
      isOwn: true,
      isFolderOwn: true,
    });
  });

  it('is told with its work tree, and whether that has a list of its own', async () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'auth.json');
    mkdirSync(join(folder, '.git'));
    expect(await lookAtPlace(path)).toMatchObject({ repository: folder, hasGitFolder: true });
    rmSync(join(folder, '.git'), { recursive: true });
    writeFileSync(join(folder, '.git'), 'gitdir: elsewhere\n');
    expect(await lookAtPlace(path)).toMatchObject({ repository: folder, hasGitFolder: false });
  });

  it('is not looked at while its disk does not answer', async () => {
    const folder = createTemporaryFolder();
    const dead = whileAnswering(folder, () => new Promise<never>(() => undefined), { patienceMs: 1 });
    await expect(dead).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(await lookAtPlace(join(folder, 'auth.json'))).toMatchObject({ folderMode: undefined, isFolderOwn: false });
  });
});
