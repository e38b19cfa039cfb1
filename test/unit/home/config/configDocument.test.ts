import { describe, expect, it } from 'vitest';
import { parseToml } from '../../../../src/home/config/configDocument.ts';

describe('reading config.toml', () => {
  it('does not stumble over a byte order mark, and calls broken text nothing', () => {
    expect(parseToml('\uFEFFa = 1')).toEqual({ a: 1 });
    expect(parseToml('a =')).toBeUndefined();
  });
});
