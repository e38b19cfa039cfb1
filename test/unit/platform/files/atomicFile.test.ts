import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../../../src/platform/files/atomicFile.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('replacing a file', () => {
  it('leaves one owner-only file, whatever the umask takes away', async () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'a.json');
    await replaceFile(path, 'one');
    await replaceFile(path, 'zwei ✓');
    expect([readdirSync(folder), readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual([
      ['a.json'],
      'zwei ✓',
      0o600,
    ]);
  });

  it('leaves no temporary file when it fails', async () => {
    const folder = createTemporaryFolder();
    await expect(replaceFile(folder, 'x')).rejects.toMatchObject({ code: expect.stringMatching(/^E/u) as string });
    await expect(replaceFile(join(folder, 'none', 'a.json'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the old text or the new when it is killed, never a mix (T-FILE-4)', async () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'a.json');
    const texts = ['a', 'b'].map((letter) => letter.repeat(200_000));
    writeFileSync(path, texts[0] ?? '');
    const module = join(import.meta.dirname, '..', '..', '..', '..', 'src', 'platform', 'files', 'atomicFile.ts');
    const script = `
      const { replaceFile } = await import(${JSON.stringify(module)});
      process.stdout.write('go');
      for (let count = 0; ; count += 1) await replaceFile(${JSON.stringify(path)}, (count % 2 ? 'a' : 'b').repeat(200000));`;
    for (const afterWrites of [1, 3]) {
      const writer = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const ended = new Promise((resolve) => writer.once('close', resolve));
      await new Promise((resolve) => writer.stdout.once('data', resolve));
      for (let seen = 0, last = statSync(path).ino; seen < afterWrites;) {
        await new Promise((resolve) => setImmediate(resolve));
        const { ino } = statSync(path);
        seen += ino === last ? 0 : 1;
        last = ino;
      }
      writer.kill('SIGKILL');
      await ended;
      expect(texts.includes(readFileSync(path, 'utf8'))).toBe(true);
    }
  });
});
