import { describe, expect, it } from 'vitest';
import { parseToml } from '../../../../src/home/config/configDocument.ts';

describe('reading config.toml', () => {
  it('does not stumble over a byte order mark, and calls broken text nothing', () => {
    expect(parseToml('\uFEFFa = 1')).toEqual({ a: 1 });
    expect(parseToml('a =')).toBeUndefined();
  });

  it.each([
    ['a = 1e400\n', undefined],
    ['a = [-1_0.5e+4_00]\n', undefined],
    ['a = inf\nb = 1e400\n', undefined],
    ['a = -inf\nb = 1e300\n', { a: -Infinity, b: 1e300 }],
  ])('takes no number that is too large for infinity: %j', (text, data) => {
    expect(parseToml(text)).toEqual(data);
  });
});
