import { describe, expect, it } from 'vitest';
import { removeVariable } from '../../../src/home/config/dotenvEdit.ts';

describe('a variable that is taken out of .env', () => {
  it.each([
    ['HTTPS_PROXY=x\n', ''],
    ['A=1\nHTTPS_PROXY=x\nB=2\n', 'A=1\nB=2\n'],
    ['A=1\nexport HTTPS_PROXY="x y" # mine\n', 'A=1\n'],
    ['A=1\r\nHTTPS_PROXY=x\r\nB=2\r\n', 'A=1\r\nB=2\r\n'],
    ['HTTPS_PROXY=x\nA=1\nHTTPS_PROXY=y', 'A=1\n'],
    ['# HTTPS_PROXY=z\nHTTPS_PROXY=x\n', '# HTTPS_PROXY=z\n'],
  ])('%j becomes %j', (before, after) => {
    expect(removeVariable(before, 'HTTPS_PROXY')).toBe(after);
  });

  it.each([
    ['is not there', 'A=1\n'],
    ['goes on in the next line', 'HTTPS_PROXY="x\ny"\nA=1\n'],
    ['is what another is made of', 'HTTPS_PROXY=x\nB=${HTTPS_PROXY}/y\n'],
  ])('is left where it %s', (_name, text) => {
    expect(removeVariable(text, 'HTTPS_PROXY')).toBeUndefined();
  });
});
