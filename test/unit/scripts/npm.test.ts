import { describe, expect, it } from 'vitest';
import { takeFirstLines } from '../../../scripts/npm.mjs';

describe('what npm printed when it failed is told', () => {
  it('from its first line on, since the cause stands there', () => {
    const help = Array.from({ length: 100 }, (_, index) => `npm error --option-${index}`);
    const told = takeFirstLines(
      ['npm error code EUSAGE', 'npm error', '', 'npm error `npm ci` can only', ...help].join('\n'),
    );
    expect(told).toMatch(/^npm error code EUSAGE\nnpm error `npm ci` can only\n/u);
    expect(told.split('\n')).toHaveLength(16);
    expect(told).toMatch(/\(87 more lines\)$/u);
  });

  it('whole, when it is short', () => {
    expect(takeFirstLines('npm error code E404\n')).toBe('npm error code E404');
  });
});
