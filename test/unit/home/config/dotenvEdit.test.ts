import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDroppedNames, parseDotenv } from '../../../../src/home/config/dotenv.ts';
import { diffLines, setVariables } from '../../../../src/home/config/dotenvEdit.ts';
import { runs } from '../../../support/propertyRuns.ts';

describe('a change of the variables of a Home', () => {
  it.each<readonly [string, string, Readonly<Record<string, string>>, string | undefined]>([
    ['into nothing', '', { A: '1', B: '2' }, 'A=1\nB=2\n'],
    ['behind others', 'X=1\n', { A: '1' }, 'X=1\nA=1\n'],
    ['behind a last line without an end', 'X=1', { A: '1' }, 'X=1\nA=1\n'],
    ['with Windows line ends', 'X=1\r\nA=0\r\n', { A: '1', B: '2' }, 'X=1\r\nA=1\r\nB=2\r\n'],
    ['where it stands', '# a\nA=0 # old\n\nX="y z"\n', { A: '1' }, '# a\nA=1 # old\n\nX="y z"\n'],
    ['of an export with a comment', 'export A="0 # x" # isn\'t old\n', { A: '1' }, "export A=1 # isn't old\n"],
    ['of a value over two lines', 'A="one\ntwo"\n', { A: '1' }, undefined],
    ['in the last of several lines', 'A=1\nA=2\n', { A: '3' }, 'A=1\nA=3\n'],
    ['with blanks in it', '', { A: '/a b/$c.pem' }, "A='/a b/$c.pem'\n"],
    ['that changes nothing', 'A=1\n', { A: '1' }, 'A=1\n'],
    ['beside broken lines', 'this is broken\nA=0\n', { A: '1' }, 'this is broken\nA=1\n'],
    ['behind a quote without an end', 'X="open\n', { A: '1' }, undefined],
    ['of what only looks like a line of its own', 'X="\nA=0\n"\n', { A: '1' }, undefined],
    ['with a quote in it', '', { A: "it's" }, undefined],
    ['with a line end in it', '', { A: '1\nB=2' }, "A='1\nB=2'\n"],
  ])('%s', (_name, before, wanted, after) => {
    expect(setVariables(before, wanted)).toBe(after);
  });

  it('says what was asked for, and leaves every other line as it was, or is none', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '# c',
        '',
        'X=1',
        'A=0',
        'export A="b c"',
        "Y='z'",
        'broken line',
        'A=a b',
        'Z="open',
        'CODEX_A=1',
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.string({ maxLength: 12 }), (lines, value) => {
        const before = lines.join('\n');
        const after = setVariables(before, { A: value });
        if (after === undefined) {
          return;
        }
        expect(parseDotenv(after, {})).toEqual({ ...parseDotenv(before, {}), A: value });
        const others = before.split('\n').filter((one) => one !== '' && !/^\s*(?:export\s+)?A\s*=/u.test(one));
        expect(others.filter((one) => !after.includes(one))).toEqual([]);
      }),
      runs(200),
    );
  });

  it('is shown as the lines that go and come', () => {
    expect(diffLines('X=1\nA=0\n', 'X=1\nA=1\nB=2\n')).toEqual(['- A=0', '+ A=1', '+ B=2']);
  });
});

describe('the names that Codex passes over in a Home', () => {
  it('are those that begin with CODEX_, each once', () => {
    expect(findDroppedNames('CODEX_A=1\n# CODEX_B=1\nexport codex_c=2\nCODEX_A=3\nX=1\n')).toEqual([
      'CODEX_A',
      'codex_c',
    ]);
  });
});
