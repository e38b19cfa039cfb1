import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeSizes, measureFiles } from '../../../scripts/sizes.mjs';

it('names the files that are worth a second look, the longest first', () => {
  const files = [
    { path: 'a.ts', lines: 301 },
    { path: 'b.ts', lines: 10 },
    { path: 'c.ts', lines: 400 },
    { path: 'd.ts', lines: 300 },
    { path: 'e.ts', lines: 20 },
  ];
  expect(describeSizes(files)).toBe('5 files, the median has 300 lines; over 300 lines: c.ts (400), a.ts (301)');
  expect(describeSizes(files.slice(1, 2))).toBe('1 files, the median has 10 lines');
});

it('measures the files of a folder and of those in it', () => {
  const files = measureFiles(join(import.meta.dirname, '..', '..', '..'), ['test/unit']);
  expect(files.find(({ path }) => path === 'test/unit/scripts/sizes.test.ts')?.lines).toBeGreaterThan(10);
});
