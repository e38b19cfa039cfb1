import { describe, expect, it } from 'vitest';
import { parseToml } from '../../../src/home/config/configDocument.ts';
import { findBrokenLines, switchOff } from '../../../src/home/config/brokenLines.ts';

describe('lines that keep a configuration from being TOML', () => {
  it.each([
    ['a word that is no value', 'a = 1\nb = yes please\nc = 2\n', [2]],
    ['no value', 'a = \nb = 1\n', [1]],
    ['a key twice', 'a = 1\na = 2\n', [2]],
    ['two of them', 'a = yes please\nb = no thanks\nc = 1\n', [1, 2]],
    ['the line ends of Windows', 'a = 1\r\nb = yes please\r\n', [2]],
    ['a byte order mark before', '\uFEFFa = 1\nb = yes please\n', [2]],
  ])('%s', (_name, text, lines) => {
    expect(findBrokenLines(text)).toEqual(lines);
    expect(parseToml(switchOff(text, lines))).toBeDefined();
  });

  it.each([
    ['the head of a table, whose keys would go elsewhere', '[profiles.x\nmodel = "o9"\n'],
    ['a text that is never closed', 'a = """\nb = 1\n'],
    ['more of them than a slip', 'a = x y\nb = x y\nc = x y\nd = x y\n'],
    ['a sandbox', 'sandbox_mode = read-only\n'],
    ['an approval', 'a = 1\n  "approval_policy" = never ever\n'],
    ['a way to sign in', 'forced_login_method = chat gpt\n'],
    ['nothing', 'a = 1\n'],
  ])('are not named for %s', (_name, text) => {
    expect(findBrokenLines(text)).toBeUndefined();
  });

  it('leave every other byte as it is', () => {
    expect(switchOff('a\r\nb\nc', [2])).toBe('a\r\n# b\nc');
  });
});
