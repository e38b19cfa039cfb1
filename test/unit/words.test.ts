import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { getL10nJson } from '@vscode/l10n-dev';
import { companionSurfaces } from '../../scripts/companionSurfaces.ts';
import { readSources, walk, type SourceFile } from '../support/architectureSource.ts';
import { formatSentence } from '../../src/ui/text/errorText.ts';
import type { SentenceId } from '../../src/errors/sentence.ts';

const root = join(import.meta.dirname, '..', '..');
interface Phrase {
  readonly path: string;
  readonly text: string | undefined;
  readonly values: number;
  readonly call: string;
}

/** Every call of `l10n.t`: its text when that is a literal, and how many values it brings. */
function readPhrases(files: readonly SourceFile[]): readonly Phrase[] {
  const phrases: Phrase[] = [];
  for (const file of files.filter(({ text }) => text.includes('l10n.t('))) {
    walk(file, (node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'l10n.t') {
        const [first, ...values] = node.arguments;
        const text = first !== undefined && ts.isStringLiteralLike(first) ? first.text : undefined;
        phrases.push({ path: file.path, text, values: values.length, call: node.getText() });
      }
    });
  }
  return phrases;
}

/** What these give is a name, such as that of a plan: a value, in every language. */
const names = ['kindWord', 'planWord', 'personWord', 'productWord'];

/** Sentences that take a translated piece as a value: directly, or through a function whose name ends in Word. */
function findJoinedSentences(files: readonly SourceFile[]): readonly string[] {
  const isPhrase = (node: ts.Node): node is ts.CallExpression =>
    ts.isCallExpression(node) && node.expression.getText() === 'l10n.t';
  const isPiece = (node: ts.Node): boolean =>
    isPhrase(node) ||
    (ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text.endsWith('Word') &&
      !names.includes(node.expression.text));
  const holdsPiece = (node: ts.Node): boolean => isPiece(node) || ts.forEachChild(node, holdsPiece) === true;
  const found: string[] = [];
  for (const file of files.filter(({ text }) => text.includes('l10n.t('))) {
    walk(file, (node) => {
      if (isPhrase(node) && node.arguments.slice(1).some(holdsPiece)) {
        found.push(`${file.path}: ${node.arguments[0]?.getText() ?? ''}`);
      }
    });
  }
  return found;
}

const house = readSources(root, 'src');
const shared = house.filter(({ path }) => companionSurfaces.includes(path));

describe.each([
  { extension: 'main', files: house, bundleFolder: 'l10n', atLeast: 100 },
  {
    extension: 'the companion',
    files: [...readSources(root, 'companion'), ...shared],
    bundleFolder: join('companion', 'l10n'),
    atLeast: 20,
  },
])('the words of $extension', ({ files, bundleFolder, atLeast }) => {
  const phrases = readPhrases(files);
  const texts = phrases.flatMap(({ text }) => text ?? []);

  it('are literals, so that each can be translated', () => {
    expect(phrases.length).toBeGreaterThan(atLeast);
    expect(phrases.filter(({ text }) => text === undefined)).toEqual([]);
  });

  it('are all found by the tool that translators start from', async () => {
    // The calls alone, in one file: the tool takes seconds for the whole house.
    const contents = ["import { l10n } from 'vscode';", ...phrases.map(({ call }) => `${call};`)].join('\n');
    const exported = await getL10nJson([{ extension: '.ts', contents }]);
    expect(Object.keys(exported).sort()).toEqual([...new Set(texts)].sort());
  });

  it('stand in the bundle that ships', () => {
    const bundle: unknown = JSON.parse(readFileSync(join(root, bundleFolder, 'bundle.l10n.json'), 'utf8'));
    expect(Object.keys(bundle as object).sort(), 'run: npm run words').toEqual([...new Set(texts)].sort());
  });

  it('name each value that they are given, and no other', () => {
    for (const { path, text = '', values } of phrases) {
      const places = [...new Set([...text.matchAll(/\{(\d+)\}/gu)].map((match) => Number(match[1])))].sort(
        (a, b) => a - b,
      );
      expect(places, `${path}: ${text}`).toEqual(Array.from({ length: values }, (_, index) => index));
    }
  });

  it('say Sign In and Sign Out; other verbs stand only where a command of the CLI is quoted', () => {
    const quoted = /[`“"][^`”"]*[`”"]|codex (?:login|logout)[\w -]*/gu;
    const wrong = texts.filter((text) => /\blog(?:ged)?[ -]?(?:in|out)\b|authenticat/iu.test(text.replace(quoted, '')));
    expect(wrong).toEqual([]);
  });

  it('are sentences without loose ends', () => {
    expect(texts.filter((text) => text !== text.trim() || / {2}|\.\.\.|\bcan not\b/u.test(text))).toEqual([]);
  });
});

describe('a sentence with values', () => {
  it('takes no translated piece as one: other languages order the pieces in another way', () => {
    expect(findJoinedSentences([...house, ...readSources(root, 'companion')])).toEqual([
      // Its value is the label of an account, or stands for one.
      "src/ui/copy/copyQuestions.ts: 'Copy {0} to {1}?'",
      // A whole sentence behind another one.
      "src/ui/signIn/importFromCodex.ts: 'This imports from the Codex on this computer, not from {0}. {1}'",
    ]);
  });

  it.each([
    [1, "l10n.t('Use {0}.', l10n.t('a lease'));"],
    [1, "l10n.t('Use {0} on {1}.', name ?? l10n.t('a lease'), host);"],
    [1, "l10n.t('Use {0}.', placedWord(placed));"],
    [0, "l10n.t('Use {0}.', planWord(identity));"],
    [0, "[l10n.t('Use {0}.', name), l10n.t('It is renewed.')].join(' ');"],
  ])('is found with %i piece in: %s', (count, text) => {
    expect(findJoinedSentences([{ path: 'a.ts', text }])).toHaveLength(count);
  });
});

/** What came with an answer of the service: for a message to whoever can help, in minutes, and for code to decide by. */
const notInWords = ['requestId', 'at', 'waitSeconds', 'answer'];

describe('a sentence of a pure room', () => {
  const ids = readSentenceIds();

  it('has words for every id', () => {
    expect(ids.length).toBeGreaterThan(50);
    for (const { id, args } of ids) {
      const said = explainSentence(id, Object.fromEntries(args.map((name) => [name, `<${name}>`])));
      expect(said.length, id).toBeGreaterThan(15);
      expect(said, id).not.toMatch(/\{\d+\}|undefined|\[object/u);
    }
  });

  it('says every value that came with it, cleaned', () => {
    const silent = ids.filter(({ id, args }) => {
      const said = explainSentence(id, Object.fromEntries(args.map((name) => [name, `Value-of-${name}`])));
      return args.some((name) => !notInWords.includes(name) && !said.includes(`Value-of-${name}`));
    });
    // The mode is named only where it is what is wrong, the status of a wall only where a server gave one, and a keyring
    // is no path.
    expect(
      silent.map(({ id }) => id).filter((id) => !/^home\.(?:document\.|keyring|keychain|storeEncrypted)/u.test(id)),
    ).toEqual([]);
    expect(explainSentence('home.diskFull', { path: 'a](command:x)\u202E' })).not.toContain('](');
  });
});

describe('a sentence that sends a person somewhere', () => {
  it.each([
    [
      'apiKey.invalid',
      {},
      ['expired', 'deleted', 'wrong project', 'platform.openai.com/api-keys', 'sign in with that'],
    ],
    [
      'network.untrusted',
      { host: 'auth.example' },
      ['operating system', 'CODEX_CA_CERTIFICATE', 'SSL_CERT_FILE', 'before Codex signs in'],
    ],
    ['browser.portsReserved', { ports: '1455, 1457' }, ['keeps the two ports', 'as Windows does', 'device code']],
  ] as const)('says what the documents do: %s', (id, args, parts) => {
    const said = explainSentence(id, args);
    expect(parts.filter((part) => !said.includes(part))).toEqual([]);
    expect(said).not.toMatch(/cut while copying|Other programs/u);
  });
});

describe('a sentence about the network', () => {
  const aboutUs = [
    'token.refusedHere',
    'server.regionRefused',
    'token.notAnAnswer',
    'network.proxySignIn',
    'network.signInFirst',
    'network.clock',
  ] as const;

  it.each(aboutUs)('says which machine asked: %s', (messageId) => {
    const sentence = { messageId, args: { status: '403', host: 'auth.example' } as never };
    expect(formatSentence(sentence)).toContain('this computer');
    expect(formatSentence(sentence, 'the host buildbox')).toContain('the host buildbox');
    expect(formatSentence(sentence, 'the host buildbox')).not.toContain('this computer');
  });
});

/** The ids come out of the source as texts; that each has words is what is being tested. */
function explainSentence(id: string, args: Readonly<Record<string, string>>): string {
  return formatSentence({ messageId: id as SentenceId, args: args as never });
}

/** The ids with the names of their values, out of the interfaces that list them. */
function readSentenceIds(): readonly { readonly id: string; readonly args: readonly string[] }[] {
  const shapes = new Map<string, readonly string[]>([['Nothing', []]]);
  const found: { id: string; type: ts.TypeNode }[] = [];
  for (const source of readSources(root, 'src/errors/messageIds')) {
    walk(source, (node) => {
      if (!ts.isInterfaceDeclaration(node)) {
        return;
      }
      const members = node.members.filter(ts.isPropertySignature);
      const inherited =
        node.heritageClauses?.flatMap(({ types }) => types.map((type) => type.expression.getText())) ?? [];
      if (node.name.text.endsWith('Messages')) {
        found.push(
          ...members.flatMap(({ name, type }) =>
            type === undefined ? [] : [{ id: name.getText().slice(1, -1), type }],
          ),
        );
      } else {
        shapes.set(node.name.text, [...inherited, ...members.map(({ name }) => name.getText())]);
      }
    });
  }
  const namesOf = (shape: string): readonly string[] =>
    (shapes.get(shape) ?? [shape]).flatMap((name) => (shapes.has(name) ? namesOf(name) : [name]));
  return found.map(({ id, type }) => ({
    id,
    args: ts.isTypeLiteralNode(type)
      ? type.members.flatMap(({ name }) => name?.getText() ?? [])
      : namesOf(type.getText()),
  }));
}
