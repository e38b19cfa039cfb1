import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayText, iconSafeSentence, iconSafeText, linkSafeText } from '../../../src/base/displayText.ts';
import { anyText } from '../../support/anyText.ts';

describe('text from outside', () => {
  it.each([
    ['plain', 'plain'],
    ['  two\n\tlines  ', 'two lines'],
    ['a\u202Egnp.exe', 'a gnp.exe'],
    ['zero\u200Bwidth', 'zero width'],
    ['bell\u0007 and \u009b', 'bell and'],
    ['e\u0301', 'é'],
    ['\u2066x\u2069', 'x'],
    ['\u3164\u115f\uffa0\u2800', ''],
    ['Work\u{e0041}\u{e007f}', 'Work'],
    ['', ''],
  ])('%j is shown as %j', (text, shown) => {
    expect(displayText(text)).toBe(shown);
  });

  it('is cut between graphemes, never through one', () => {
    const family = '👨‍👩‍👧';
    expect(displayText('a'.repeat(61))).toBe(`${'a'.repeat(59)}…`);
    expect(displayText('ü'.repeat(60))).toBe('ü'.repeat(60));
    expect(displayText(`${'a'.repeat(58)}🇩🇪🇫🇷🇮🇹`)).toBe(`${'a'.repeat(58)}🇩🇪…`);
    expect(displayText(family)).toBe(family.replaceAll('\u200d', ' '));
  });

  it('never shows what hides or reorders, and is never long', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 300 }), (text) => {
        const shown = displayText(text);
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u);
        expect(
          [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(shown)].length,
        ).toBeLessThanOrEqual(60);
        expect(iconSafeText(text)).not.toMatch(/(?<!\\)\$\(/u);
        expect(iconSafeSentence(text)).not.toMatch(/(?<!\\)\$\(/u);
      }),
    );
  });

  it.each([
    ['[x](command:workbench.action.terminal.new)', '–'],
    ['Command:evil', '–'],
    ['[a](https://evil.example)', '–'],
    ['/home/ada/.codex/auth.json', '/home/ada/.codex/auth.json'],
  ])('%j becomes no link: %j', (text, shown) => {
    expect(linkSafeText(text)).toBe(shown);
  });

  it('is readable to its end in a sentence, and becomes no icon', () => {
    expect(iconSafeSentence(`${'a'.repeat(80)} uses $(trash)@example.com.`)).toBe(
      `${'a'.repeat(80)} uses \\$(trash)@example.com.`,
    );
  });

  it('is readable to its end when it is a path', () => {
    const path = `/${'deep/'.repeat(30)}auth.json`;
    expect(linkSafeText(path)).toBe(path);
  });
});
