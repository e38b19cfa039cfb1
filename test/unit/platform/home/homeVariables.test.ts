import { chmod, mkdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HomeVariables } from '../../../../src/platform/home/homeVariables.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { notEnded } from '../../../support/fakeClock.ts';

describe('the .env of a Home', () => {
  it('is written for its owner alone, whatever it was before', async () => {
    const home = createTemporaryFolder();
    const file = new HomeVariables(home);
    expect(await file.read()).toBe('');
    await file.write('A=1\n', '', notEnded);
    await chmod(file.path, 0o644);
    await file.write('A=2\n', 'A=1\n', notEnded);
    expect([await file.read(), (await stat(file.path)).mode & 0o777]).toEqual(['A=2\n', 0o600]);
  });

  it('is left alone when it says something else by now', async () => {
    const file = new HomeVariables(createTemporaryFolder());
    await writeFile(file.path, 'B=1\n');
    await expect(file.write('A=1\n', '', notEnded)).rejects.toMatchObject({
      sentence: { messageId: 'store.configChanged' },
    });
    expect(await readFile(file.path, 'utf8')).toBe('B=1\n');
  });

  it('is left alone when it is no text', async () => {
    const file = new HomeVariables(createTemporaryFolder());
    await writeFile(file.path, Buffer.from([0xff, 0xfe]));
    expect(await file.read()).toBe('');
    await expect(file.write('A=1\n', '', notEnded)).rejects.toMatchObject({
      code: 'fixFile',
      sentence: { messageId: 'network.envNotEditable' },
    });
    expect(await readFile(file.path)).toEqual(Buffer.from([0xff, 0xfe]));
  });

  it('is gone again when what made it is taken back, and stays where it was empty', async () => {
    const file = new HomeVariables(createTemporaryFolder());
    await file.write('A=1\n', '', notEnded);
    await file.write('', 'A=1\n', notEnded);
    await expect(stat(file.path)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(file.path, '');
    await file.write('A=1\n', '', notEnded);
    await file.write('', 'A=1\n', notEnded);
    expect(await readFile(file.path, 'utf8')).toBe('');
  });

  it('is left alone when it is a link to nothing', async () => {
    const home = createTemporaryFolder();
    const file = new HomeVariables(home);
    await symlink(join(home, 'gone.env'), file.path);
    expect(await file.read()).toBe('');
    await expect(file.write('A=1\n', '', notEnded)).rejects.toMatchObject({ code: 'fixFile', reason: 'danglingLink' });
    expect(await readlink(file.path)).toBe(join(home, 'gone.env'));
  });

  it('stays the link that it is', async () => {
    const home = createTemporaryFolder();
    const target = join(home, 'kept.env');
    await writeFile(target, 'A=1\n');
    const file = new HomeVariables(home);
    await symlink(target, file.path);
    await file.write('A=2\n', 'A=1\n', notEnded);
    expect([await readlink(file.path), await readFile(target, 'utf8')]).toEqual([target, 'A=2\n']);
  });

  it('that is a folder is none, and is named when it should be written', async () => {
    const file = new HomeVariables(createTemporaryFolder());
    await mkdir(file.path);
    expect(await file.read()).toBe('');
    await expect(file.write('A=1\n', '', notEnded)).rejects.toMatchObject({ reason: 'isFolder' });
  });
});
