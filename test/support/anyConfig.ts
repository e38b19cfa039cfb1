import fc, { type Arbitrary } from 'fast-check';
import { formatPath } from '../../src/home/config/configValue.ts';
import { anyText } from './anyText.ts';

/** Values as people and programs write them, some of which look like something else. */
const values = [
  '"gpt-5.1"',
  "'C:\\'",
  '"a \\" # b"',
  "'''\n[model_providers.azure]\nmodel = 1\n'''",
  '"""\n[[features]] # no\n\\"""\\\n   \\\\"""',
  "'''it's'''''",
  '9223372036854775807',
  '-9223372036854775808',
  '0xFFFF_FFFF',
  '+1_000',
  'nan',
  '-inf',
  '6.0e-10',
  'true',
  '1979-05-27 07:32:00Z',
  '1979-05-27',
  '07:32:00.5',
  '[]',
  '[ 1, 2, ] ',
  '[\n  "[t]", # model = 1\n\n  { a = [1], b.c = "}" },\n]',
  '[[1], [\n[2]]]',
  '{}',
  '{ a = 1, "b".c = { d = [{}] } }',
  '{\n  a = 1, # a comment }\n  b = 2,\n}',
];

/** What stands between: nothing, empty lines, comments that look like more than they are. */
const gap = fc.constantFrom(
  '',
  '',
  '',
  '\n',
  '\n\n',
  '# model = "x"\n',
  '  # [model_providers.azure]\n',
  '\t\n',
  '\n# "\n',
);
const space = fc.constantFrom('', ' ', ' ', '\t');
const end = fc.constantFrom('\n', '\n', ' # why\n', '\t# model = 1 "\n', '#\n');

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...values) },
  {
    weight: 1,
    arbitrary: anyText({ maxLength: 6 }).map((text) => JSON.stringify(text).replaceAll('\u007F', '\\u007F')),
  },
);

/** A line that sets one key, as it stands in the text. */
function line(key: string): Arbitrary<string> {
  return fc
    .tuple(gap, space, space, space, value, end)
    .map(([above, indent, left, right, written, below]) => `${above}${indent}${key}${left}=${right}${written}${below}`);
}

function lines(keys: readonly string[]): Arbitrary<string> {
  return fc.tuple(...keys.map(line)).map((all) => all.join(''));
}

/** A part of the key may be any text; the number keeps the keys of one document apart. */
const keyPart = fc.oneof(fc.constantFrom('a', 'a b', 'x.y', '"', "'", 'é', '#[', ''), anyText({ maxLength: 3 }));

function section(at: number): Arbitrary<string> {
  const header = fc.constantFrom(
    `[t${at}]`,
    `\t[ t${at} ]`,
    `[model${at}.b]`,
    `[a.'b'.t${at}.model_providers.azure]`,
    `["t${at}".'[x]']`,
  );
  const table = fc.tuple(gap, header, end, lines([`k${at}`, `d.k${at}`]));
  const array = fc.tuple(gap, fc.constantFrom(`[[l${at}]]`, `[[l${at}.m]]`), end, lines([`k${at}`]));
  return fc.oneof(
    table.map((parts) => parts.join('')),
    array.map((parts) => parts.join('')),
    array.map((parts) => parts.join('').repeat(2)),
  );
}

/** What a document may have already where providers stand. Behind it, what its lines may not stand beside. */
const providers: readonly { readonly root: string; readonly sections: string }[] = [
  { root: '', sections: '' },
  { root: '', sections: '[model_providers]\n' },
  { root: '', sections: '[model_providers]# of mine\nmine={name="Mine"}\n' },
  { root: '', sections: '[model_providers]\n  azure.name = \'Azure\'\n  mine.name = "Mine" #x\n' },
  { root: '', sections: '[model_providers."azure"]\n' },
  { root: '', sections: "['model_providers'.azure]\n# one\n  name\t=\t'Azure' # two\n\n# three\nenv_key='K'\n" },
  { root: '', sections: '[model_providers.azure.query_params]\napi-version = "1"\n' },
  { root: '', sections: '[model_providers.azure.query_params]\n[model_providers.azure]\nname = "Azure"\n' },
  { root: '', sections: '[model_providers.mine]\nname = "Mine"\n[model_providers]\n[model_providers.azure]\n' },
  { root: 'model_providers = {}\n', sections: '' },
  { root: 'model_providers={ }# none\n', sections: '' },
  { root: 'model_providers = { mine = { name = "Mine" } }\n', sections: '' },
  { root: 'model_providers = {azure={name="Azure", query_params = { } }, mine.name="Mine"}\n', sections: '' },
  { root: 'model_providers = {\n  azure = { name = "Azure" }, # one\n}\n', sections: '' },
  { root: 'model_providers.azure.name = "Azure"\n', sections: '' },
  { root: 'model_providers.mine = { name = "Mine" }\n', sections: '[model_providers.azure]\nenv_key = "K" # k\n' },
  { root: '\t"model_providers".azure.query_params = {}\n', sections: '' },
];

const rootKeys = [
  'model',
  'model_provider',
  '"oss_provider"',
  'model_x',
  'review_model',
  'z.model',
  'z.model_provider',
];

/** A `config.toml` that anybody may have written; what it has at the paths of {@link providerChanges} may be replaced. */
export function anyConfig(): Arbitrary<string> {
  const root = fc
    .tuple(fc.subarray(rootKeys), keyPart, fc.constantFrom(...providers))
    .chain(([keys, odd, { root: own, sections: other }]) => {
      const plain = fc.constantFrom('"gpt-5.1"', "'''a'''", '"""\\\n  a"""');
      const ours = fc.tuple(...keys.map((key) => plain.map((written) => `${key} = ${written}\n`)));
      const foreign = lines([`r1`, formatPath([`r2 ${odd}`]), `r3.${formatPath([odd])}`]);
      const above = fc
        .tuple(ours, foreign)
        .chain(([some, one]) => fc.shuffledSubarray([...some, one, own], { minLength: keys.length + 2 }));
      const sections = fc
        .integer({ min: 0, max: 3 })
        .chain((count) =>
          fc
            .tuple(...Array.from({ length: count }, (_, at) => section(at)))
            .chain((some) => fc.shuffledSubarray([...some, other], { minLength: count + 1 })),
        );
      return fc.tuple(
        fc.oneof({ weight: 4, arbitrary: above }, { weight: 1, arbitrary: fc.constant([own]) }),
        sections,
      );
    })
    .map(([above, sections]) => [...above, ...sections].join(''));
  const ends = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => text.replace(/\n/gu, (found, at: number) => (at % 2 === 0 ? '\r\n' : found)),
  );
  const last = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.replace(/\r?\n$/u, ''),
    (text) => `${text}\n`,
    (text) => `${text}# last`,
  );
  return fc
    .tuple(root, ends, last, fc.boolean())
    .map(([text, toEnds, toLast, hasMark]) => `${hasMark ? '\uFEFF' : ''}${toLast(toEnds(text))}`);
}
