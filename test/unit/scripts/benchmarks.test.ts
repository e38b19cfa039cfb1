import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { median, medianRatio } from '../../../bench/support/median.ts';
import { listBenchmarks, runBenchmarks } from '../../../scripts/benchmarks.mjs';
import { createTemporaryFolder } from '../../support/temporaryFolder.ts';

describe('the benchmarks', () => {
  it('are the files of their folder, not what they share', () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'support.ts'));
    for (const name of ['switch.ts', 'accounts.ts', 'notes.md']) {
      writeFileSync(join(folder, name), '');
    }
    expect(listBenchmarks(folder)).toEqual(['accounts', 'switch']);
    expect(listBenchmarks(join(import.meta.dirname, '..', '..', '..', 'bench'))).toContain('activation');
  });

  it('all run, and those that fail or do not run are named', async () => {
    const ran: string[] = [];
    const failed = await runBenchmarks(['late', 'missing', 'good'], (name) => {
      ran.push(name);
      if (name === 'missing') {
        throw new TypeError('It did not run.');
      }
      return Promise.resolve(name === 'late' ? 1 : 0);
    });
    expect([ran, failed]).toEqual([
      ['late', 'missing', 'good'],
      ['late', 'missing'],
    ]);
  });
});

describe('a ratio', () => {
  it('is the median of its runs, not the ratio of two medians', () => {
    expect(medianRatio([1, 20, 3], [10, 100, 10])).toBeCloseTo(0.2);
    expect(median([1, 20, 3]) / median([10, 100, 10])).toBeCloseTo(0.3);
  });

  it('leaves out runs in which the other side took no time, and is none where no run is left', () => {
    expect(medianRatio([1, 5, -1, 2], [0, 10, 10, -3])).toBeCloseTo(0.2);
    expect(() => medianRatio([1], [0])).toThrow('nothing');
    expect(() => medianRatio([1], [])).toThrow('nothing');
  });
});
