import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parseToml } from '../../../../src/home/config/configDocument.ts';
import { editConfig, readConfigValues, type ConfigChange } from '../../../../src/home/config/configEdit.ts';
import { anyConfig } from '../../../support/anyConfig.ts';
import { anyText } from '../../../support/anyText.ts';
import { configCorpus, providerChanges, refusedCorpus, withProviders } from '../../../support/configCorpus.ts';
import { runs } from '../../../support/propertyRuns.ts';

const key = 'cli_auth_credentials_store';

const setStore = (text: string, store: string): string | undefined => editConfig(text, [{ path: [key], value: store }]);

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
  { name: 'no line end after the last line', before: 'model = "o9"', after: `model = "o9"\n${line}` },
  {
    name: 'the key with a comment',
    before: `# mine\n${key} = "file" # why\nb = 1\n`,
    after: `# mine\n${line} # why\nb = 1\n`,
  },
  { name: 'the key in single quotes, indented', before: `  '${key}' =  'file'\n`, after: `  '${key}' =  "keyring"\n` },
  { name: 'the key with an escape in its value', before: `${key} = "fi\\"le"#x\n`, after: `${line}#x\n` },
  { name: 'the key with a date and a time', before: `${key} = 1979-05-27 07:32:00Z # d\n`, after: `${line} # d\n` },
  { name: 'the key with a value of another kind', before: `${key} = true # oops\n`, after: `${line} # oops\n` },
  {
    name: 'a table below',
    before: 'a = 1\n\n# about t\n[t]\nb = 2\n',
    after: `a = 1\n${line}\n\n# about t\n[t]\nb = 2\n`,
  },
  { name: 'only a table', before: '# top\n[t]\nb = 2\n', after: `${line}\n\n# top\n[t]\nb = 2\n` },
  {
    name: 'the key in a table of its own',
    before: `[x]\n${key} = "file"\n`,
    after: `${line}\n\n[x]\n${key} = "file"\n`,
  },
  {
    name: 'a table that is called almost like the key',
    before: `a = 1\n[${key}_old]\nfile = 1\n`,
    after: `a = 1\n${line}\n[${key}_old]\nfile = 1\n`,
  },
  { name: 'dotted keys', before: 'a.b.c = 1\na."d e" = 2\n', after: `a.b.c = 1\na."d e" = 2\n${line}\n` },
  { name: 'Windows line ends', before: 'a = 1\r\n# c\r\n[t]\r\n', after: `a = 1\r\n${line}\r\n# c\r\n[t]\r\n` },
  { name: 'mixed line ends', before: 'a = 1\n# c\r\nb = 2\n', after: `a = 1\n# c\r\nb = 2\n${line}\r\n` },
  { name: 'a byte order mark', before: '\uFEFFa = 1\n', after: `\uFEFFa = 1\n${line}\n` },
  { name: 'a byte order mark before a table', before: '\uFEFF[t]\nb = 2\n', after: `\uFEFF${line}\n\n[t]\nb = 2\n` },
  { name: 'a byte order mark before the key', before: `\uFEFF${key} = "auto"\n`, after: `\uFEFF${line}\n` },
  {
    name: 'a list of lists over lines',
    before: 'a = [\n  [1],\n  [2],\n]\n',
    after: `a = [\n  [1],\n  [2],\n]\n${line}\n`,
  },
  {
    name: 'a text that looks like the key',
    before: `a = """\n${key} = "file"\n"""\n`,
    after: `a = """\n${key} = "file"\n"""\n${line}\n`,
  },
  {
    name: 'a text that looks like a table',
    before: `a = '''\n[t]\n'''\nb = 1\n`,
    after: `a = '''\n[t]\n'''\nb = 1\n${line}\n`,
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
  { name: 'only comments', before: '# one\n# two\n', after: `${line}\n\n# one\n# two\n` },
];

describe('setting a root key of config.toml', () => {
  it.each(samples)('changes one line of $name', ({ before, after }) => {
    expect(setStore(before, 'keyring')).toBe(after);
  });

  it('leaves every other line of a long file as it is', () => {
    const before = `# mine\nmodel = "o9" # fast\r\n\n[a]\n\tb = [1, 2,]  # c\n[a.'d.e']\nf = 2026-11-21T04:00:00Z\n[[g]]\n[[g]]\nh = {i = 1}\n`;
    const after = setStore(before, 'auto') ?? '';
    expect(diff(before, after)).toEqual({ gone: [], come: [`${key} = "auto"\r\n`] });
  });

  it('changes nothing when the value stands there already', () => {
    const text = `a = 1\n${line} # as it is\n`;
    expect(setStore(text, 'keyring')).toBe(text);
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
    expect(setStore(text, 'file')).toBeUndefined();
  });

  it.each([`[${key}]\nx = 1\n`, `[[${key}]]\n`, `${key}.x = 1\n`, `${key} = { x = 1 }\n`])(
    'refuses to put one value in the place of a table: %j',
    (text) => {
      expect(setStore(text, 'file')).toBeUndefined();
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
        const after = setStore(text, store);
        expect(after).toBeDefined();
        expect(parseToml(after ?? '')).toEqual({ ...before, [key]: store });
      }),
      runs(25),
    );
  });
});

const azure = ['model_providers', 'azure'];
const setAzure = (text: string, value: ConfigChange['value']): string | undefined =>
  editConfig(text, [{ path: azure, value }]);

describe('setting a table of config.toml', () => {
  const small = { name: 'Azure', query_params: { 'api-version': '1' } };

  it('gives a new one a header at the end, behind an empty line, and small tables one line in it', () => {
    expect(setAzure('a = 1\n[t]\nb = 2\n# c\n', small)).toBe(
      'a = 1\n[t]\nb = 2\n# c\n\n[model_providers.azure]\nname = "Azure"\nquery_params = { api-version = "1" }\n',
    );
  });

  it('writes all kinds of values, and quotes the keys that need it', () => {
    const value = {
      'a b': -1.5,
      '': 2n ** 62n,
      n: NaN,
      i: -Infinity,
      t: true,
      l: ['x', 1, {}],
      c: '\u0001\u007F"\\\n',
    };
    expect(editConfig('', [{ path: ['p', 'a.b'], value }])).toBe(
      '[p."a.b"]\n"a b" = -1.5\n"" = 4611686018427387904\nn = nan\ni = -inf\nt = true\nl = ["x", 1, {}]\n' +
        'c = "\\u0001\\u007F\\"\\\\\\n"\n',
    );
  });

  it.each([
    ['2 to the 63rd', 2n ** 63n],
    ['half a surrogate pair', '\uD800'],
  ])('refuses a value that TOML does not have: %s', (_, value) => {
    expect(editConfig('', [{ path: ['a'], value }])).toBeUndefined();
  });

  it('makes a table for a key that has none', () => {
    expect(editConfig('a = 1\n', [{ path: ['features', 'x'], value: true }])).toBe('a = 1\n\n[features]\nx = true\n');
  });

  it('changes one that is there key by key, and leaves what is the same as it is written', () => {
    const before = "[model_providers.azure] # mine\n\tname\t= 'Azure' # n\n# old\n\told = 1 # o\n# below\n\n[t]\n";
    expect(setAzure(before, small)).toBe(
      '[model_providers.azure] # mine\n\tname\t= \'Azure\' # n\n\tquery_params = { api-version = "1" }\n# old\n# below\n\n[t]\n',
    );
  });

  it.each([
    ['model_providers = {}\n', 'model_providers = { azure = { name = "A" } }\n'],
    ['model_providers = { mine = {} } # m\n', 'model_providers = { mine = {}, azure = { name = "A" } } # m\n'],
    ['model_providers = { azure = { old = 1 }, b = 1 }\n', 'model_providers = { azure = { name = "A" }, b = 1 }\n'],
    ['model_providers.azure.name = "B" # b\na = 1\n', 'model_providers.azure.name = "A" # b\na = 1\n'],
    ['[model_providers]\nazure.old = 1\n', '[model_providers]\n\n[model_providers.azure]\nname = "A"\n'],
    ['[model_providers]\nazure.name = "B"\n', '[model_providers]\nazure.name = "A"\n'],
    ['["model_providers".\'azure\']\n', '["model_providers".\'azure\']\nname = "A"\n'],
  ])('changes it where it stands: %j', (before, after) => {
    expect(setAzure(before, { name: 'A' })).toBe(after);
  });

  it('puts a new key beside the dotted ones of its table, and before the headers of its parts', () => {
    const change = [{ path: [...azure, 'env_key'], value: 'K' }];
    const dotted = 'model_providers.azure.name = "A"\nb = 1\n';
    expect(editConfig(dotted, change)).toBe(
      'model_providers.azure.name = "A"\nmodel_providers.azure.env_key = "K"\nb = 1\n',
    );
    const part = '[model_providers.azure.query_params]\n';
    expect(editConfig(`[model_providers]\n${part}`, change)).toBe(`[model_providers]\nazure.env_key = "K"\n${part}`);
    expect(editConfig(`${part}[model_providers]\n`, change)).toBe(
      `${part}[model_providers]\n\n[model_providers.azure]\nenv_key = "K"\n`,
    );
  });

  it.each(refusedCorpus)('refuses what is no table of tables: $name', ({ text }) => {
    expect(editConfig(text, providerChanges)).toBeUndefined();
  });
});

describe('taking something out of config.toml', () => {
  it('takes lines, header and the empty line above, from wherever they stand, and leaves the comments', () => {
    const before =
      'model_provider = "azure" # a\n# top\n\n[t]\n\n[model_providers.azure]\n# mine\nname = """\n# text\n""" # n\n\nx.y = 1\n' +
      '# below\n\n[model_providers.azure.query_params] # q\na = 1\n[[model_providers.azure.list]]\n\n[u]\n';
    const changes = [
      { path: azure, value: undefined },
      { path: ['model_provider'], value: undefined },
    ];
    expect(editConfig(before, changes)).toBe('# top\n\n[t]\n# mine\n# below\n\n[u]\n');
  });

  it.each([
    ['model_providers = { azure = 1 }\n', 'model_providers = {}\n'],
    ['model_providers = {azure = 1, b = 2}\n', 'model_providers = {b = 2}\n'],
    ['model_providers = {\n  b = 2, # b\n  azure = 1,\n}\n', 'model_providers = {\n  b = 2,\n}\n'],
    ['a = 1\nmodel_providers.azure = 1', 'a = 1'],
    ['a = 1\nb = 2\n', 'a = 1\nb = 2\n'],
    ['model_providers.azure = 1\n\nb = 2\n', '\nb = 2\n'],
    ['model_providers.azure = 1\n\n[t]\n', '[t]\n'],
  ])('takes it out of %j', (before, after) => {
    expect(setAzure(before, undefined)).toBe(after);
  });
});

describe('what a change of config.toml replaces', () => {
  const paths = providerChanges.map(({ path }) => path);
  const undo = (before: string, after: string): string | undefined =>
    editConfig(after, readConfigValues(before, paths) ?? [{ path: [], value: undefined }]);

  it('is told by the same paths, or the outermost table that is missing', () => {
    const text = "model = 'x' # y\n[model_providers.azure]\nname = 'A'\nquery_params.v = 1\n";
    expect(readConfigValues(text, [...paths, ['a', 'b', 'c']])).toEqual([
      { path: ['model_provider'], value: undefined },
      { path: ['model'], value: { toml: "'x'" } },
      { path: ['oss_provider'], value: undefined },
      { path: azure, value: { name: { toml: "'A'" }, query_params: { v: { toml: '1' } } } },
      { path: ['model_providers', 'amazon-bedrock'], value: undefined },
      { path: ['a'], value: undefined },
    ]);
  });

  it.each(['a = \n', '[[model_providers.azure]]\n', '[[model_providers]]\n', 'model_providers = 1\n'])(
    'is not told for %j',
    (text) => {
      expect(readConfigValues(text, paths)).toBeUndefined();
    },
  );

  it('is set again beside what others have changed since', () => {
    const before = "model = 'x' # y\n\n[t]\na = 1\n";
    const after = editConfig(before, providerChanges)?.replace('a = 1', 'a = 2 # theirs').concat('\n[new]\n');
    expect(undo(before, after ?? '')).toBe("model = 'x' # y\n\n[t]\na = 2 # theirs\n\n[new]\n");
  });

  it.each(configCorpus)('gives the old bytes back: $name', ({ text }) => {
    expectEditAndUndo(text);
  });

  it('gives the old bytes back, whatever the document', () => {
    fc.assert(
      fc.property(anyConfig(), (text) => {
        expectEditAndUndo(text);
      }),
      runs(150),
    );
  });

  function expectEditAndUndo(text: string): void {
    const after = editConfig(text, providerChanges) ?? '';
    expect(parseToml(after), after).toEqual(withProviders(parseToml(text)));
    expect(editConfig(after, providerChanges), 'changed again').toBe(after);
    expect(undo(text, after), after).toBe(text);
  }
});
