import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parseToml, setRootKey } from '../../../../src/home/config/configEdit.ts';
import { anyText } from '../../../support/anyText.ts';
import { runs } from '../../../support/propertyRuns.ts';

const key = 'cli_auth_credentials_store';

/** The lines that are not in both texts, in order: what a person would see in a diff. */
function diff(before: string, after: string): { readonly gone: readonly string[]; readonly come: readonly string[] } {
  const split = (text: string): readonly string[] => text.split(/(?<=\n)/u);
  const count = (lines: readonly string[], line: string): number => lines.filter((other) => other === line).length;
  const only = (lines: readonly string[], others: readonly string[]): readonly string[] =>
    lines.filter((line, at) => count(lines.slice(0, at + 1), line) > count(others, line));
  return { gone: only(split(before), split(after)), come: only(split(after), split(before)) };
}

interface Sample {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const line = `${key} = "keyring"`;

const samples: readonly Sample[] = [
  { name: 'an empty file', before: '', after: `${line}\n` },
  { name: 'one root key', before: 'model = "o9"\n', after: `model = "o9"\n${line}\n` },
  { name: 'no line end after the last line', before: 'model = "o9"', after: `model = "o9"\n${line}\n` },
  {
    name: 'the key with a comment',
    before: `# mine\n${key} = "file" # why\nb = 1\n`,
    after: `# mine\n${line} # why\nb = 1\n`,
  },
  { name: 'the key in single quotes, indented', before: `  '${key}' =  'file'\n`, after: `  '${key}' =  "keyring"\n` },
  { name: 'the key with an escape in its value', before: `${key} = "fi\\"le"#x\n`, after: `${line}#x\n` },
  { name: 'the key with a value of another kind', before: `${key} = true # oops\n`, after: `${line} # oops\n` },
  {
    name: 'a table below',
    before: 'a = 1\n\n# about t\n[t]\nb = 2\n',
    after: `a = 1\n${line}\n\n# about t\n[t]\nb = 2\n`,
  },
  { name: 'only a table', before: '# top\n[t]\nb = 2\n', after: `${line}\n# top\n[t]\nb = 2\n` },
  { name: 'the key in a table of its own', before: `[x]\n${key} = "file"\n`, after: `${line}\n[x]\n${key} = "file"\n` },
  {
    name: 'a table that is called almost like the key',
    before: `a = 1\n[${key}_old]\nfile = 1\n`,
    after: `a = 1\n${line}\n[${key}_old]\nfile = 1\n`,
  },
  { name: 'dotted keys', before: 'a.b.c = 1\na."d e" = 2\n', after: `a.b.c = 1\na."d e" = 2\n${line}\n` },
  { name: 'Windows line ends', before: 'a = 1\r\n# c\r\n[t]\r\n', after: `a = 1\r\n${line}\r\n# c\r\n[t]\r\n` },
  { name: 'mixed line ends', before: 'a = 1\n# c\r\nb = 2\n', after: `a = 1\n# c\r\nb = 2\n${line}\r\n` },
  { name: 'a byte order mark', before: '\uFEFFa = 1\n', after: `\uFEFFa = 1\n${line}\n` },
  { name: 'a byte order mark before a table', before: '\uFEFF[t]\nb = 2\n', after: `\uFEFF${line}\n[t]\nb = 2\n` },
  { name: 'a byte order mark before the key', before: `\uFEFF${key} = "auto"\n`, after: `\uFEFF${line}\n` },
  {
    name: 'a list of lists over lines',
    before: 'a = [\n  [1],\n  [2],\n]\n',
    after: `${line}\na = [\n  [1],\n  [2],\n]\n`,
  },
  {
    name: 'a text that looks like the key',
    before: `a = """\n${key} = "file"\n"""\n`,
    after: `a = """\n${key} = "file"\n"""\n${line}\n`,
  },
  {
    name: 'a text that looks like a table',
    before: `a = '''\n[t]\n'''\nb = 1\n`,
    after: `${line}\na = '''\n[t]\n'''\nb = 1\n`,
  },
  {
    name: 'arrays of tables',
    before: 'a = 1\n[[t]]\nb = 2\n[[t]]\nb = 3\n',
    after: `a = 1\n${line}\n[[t]]\nb = 2\n[[t]]\nb = 3\n`,
  },
  {
    name: 'a file with an integer of 64 bits',
    before: `a = 9223372036854775807\n${key} = "file"\n[t]\nb = 0xFFFFFFFFFFFFFFF\n`,
    after: `a = 9223372036854775807\n${line}\n[t]\nb = 0xFFFFFFFFFFFFFFF\n`,
  },
  {
    name: 'a file with the smallest integer',
    before: 'a = -9223372036854775808\n',
    after: `a = -9223372036854775808\n${line}\n`,
  },
  { name: 'only comments', before: '# one\n# two\n', after: `${line}\n# one\n# two\n` },
];

describe('setting a root key of config.toml', () => {
  it.each(samples)('changes one line of $name', ({ before, after }) => {
    expect(setRootKey(before, key, 'keyring')).toBe(after);
  });

  it('leaves every other line of a long file as it is', () => {
    const before = `# mine\nmodel = "o9" # fast\r\n\n[a]\n\tb = [1, 2,]  # c\n[a.'d.e']\nf = 2026-11-21T04:00:00Z\n[[g]]\n[[g]]\nh = {i = 1}\n`;
    const after = setRootKey(before, key, 'auto') ?? '';
    expect(diff(before, after)).toEqual({ gone: [], come: [`${key} = "auto"\r\n`] });
  });

  it('changes nothing when the value stands there already', () => {
    const text = `a = 1\n${line} # as it is\n`;
    expect(setRootKey(text, key, 'keyring')).toBe(text);
  });

  it.each([
    'a = \n',
    'a = 9223372036854775808\n',
    'a = 2026-02-30\n',
    '[t\n',
    'a = 1\na = 2\n',
    '\u0000',
    `${key} = file\n`,
    'a = "b\n',
  ])('refuses what is no TOML: %j', (text) => {
    expect(setRootKey(text, key, 'file')).toBeUndefined();
  });

  it.each([`[${key}]\nx = 1\n`, `${key}.x = 1\n`, `${key} = { x = 1 }\n`, `${key} = """file"""\n`])(
    'refuses what it can not change in one line: %j',
    (text) => {
      expect(setRootKey(text, key, 'file')).toBeUndefined();
    },
  );

  it('is the old document plus the change, whatever the document', () => {
    const name = fc.stringMatching(/^[a-z_]{1,6}$/u);
    const leaf = fc.oneof(fc.integer(), fc.boolean(), anyText(), fc.array(fc.string(), { maxLength: 3 }));
    const table = fc.dictionary(
      name,
      fc.oneof(leaf, fc.dictionary(name, leaf), fc.array(fc.dictionary(name, leaf), { maxLength: 2 })),
    );
    const value = fc.constantFrom('file', 'keyring', 'auto', 'ephemeral');
    const lineEnd = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(table, value, fc.boolean(), lineEnd, (data, store, isThere, end) => {
        const text = stringify(isThere ? { ...data, [key]: 'file' } : data).replaceAll('\n', ` # a note${end}`);
        const before = parseToml(text);
        const after = setRootKey(text, key, store);
        expect(after).toBeDefined();
        expect(parseToml(after ?? '')).toEqual({ ...before, [key]: store });
      }),
      runs(25),
    );
  });
});

describe('reading config.toml', () => {
  it('does not stumble over a byte order mark, and calls broken text nothing', () => {
    expect(parseToml('\uFEFFa = 1')).toEqual({ a: 1 });
    expect(parseToml('a =')).toBeUndefined();
  });
});
