import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findDoubledExports, findExportsWithoutComment } from '../support/architectureExports.ts';
import { findBrokenArrows, findCycles, findMisplacedPackages, findStrayMakers } from '../support/architectureRules.ts';
import { readImports, readSources, type SourceFile } from '../support/architectureSource.ts';
import {
  findBannedSyntax,
  findDecisionsByWords,
  findEmptyNames,
  findMachineWords,
  findMissingDocuments,
  findWrongVerbs,
} from '../support/architectureWords.ts';
import { findLostTests } from '../support/threatTests.ts';

const root = join(import.meta.dirname, '..', '..');
const house = [...readSources(root, 'src'), ...readSources(root, 'companion')];
const everything = [
  ...house,
  ...readSources(root, 'test'),
  ...readSources(root, 'bench'),
  ...readSources(root, 'scripts'),
];
/** They hold what they forbid, as patterns and as examples. */
const rulesThemselves = ['test/support/architectureWords.ts', 'test/unit/architecture.test.ts'];
const committed = readCommitted();
const runtimePackages = Object.keys(readManifest().dependencies);

function readManifest(): { readonly dependencies: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as ReturnType<typeof readManifest>;
}

/** Every text file that git has or would take. */
function readCommitted(): readonly SourceFile[] {
  const names = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  return names
    .split('\0')
    .filter((name) => /\.(?:ts|mts|js|mjs|jsonc?|md|css|yml|yaml|sh)$|^\.(?:npmrc|ci\/)/u.test(name))
    .flatMap((path) => {
      try {
        return [{ path, text: readFileSync(join(root, path), 'utf8') }];
      } catch {
        // Listed by git and being replaced on the disk at this moment.
        return [];
      }
    });
}

/** A made-up tree of files: the proof that a rule can say no. */
function tree(files: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

// Every file is parsed once, for all rules; that is no test's own time.
beforeAll(() => {
  for (const file of everything) readImports(file);
}, 60_000);

describe('the house', () => {
  it('has rooms to look at', () => {
    expect(house.length).toBeGreaterThan(60);
    expect(house.flatMap((file) => readImports(file)).length).toBeGreaterThan(200);
  });

  it('has arrows that only point inwards', () => {
    expect(findBrokenArrows(house)).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(findCycles(house)).toEqual([]);
  });

  it('keeps VS Code at the edge, Node behind the ports and packages in their small form', () => {
    expect(findMisplacedPackages(house, runtimePackages)).toEqual([]);
  });

  it('makes its services in the composition only', () => {
    expect(findStrayMakers(house)).toEqual([]);
  });

  it('has names that say something', () => {
    expect(findEmptyNames(everything)).toEqual([]);
    expect(findWrongVerbs(house)).toEqual([]);
  });

  it('talks the compiler out of nothing and leaves nothing for later', () => {
    expect(findBannedSyntax(everything.filter(({ path }) => !rulesThemselves.includes(path)))).toEqual([]);
  });

  it('decides about a failure by its reason, never by its words', () => {
    expect(findDecisionsByWords(house)).toEqual([]);
  });

  it('exports no name twice but that of the two entry points', () => {
    expect(findDoubledExports(house)).toEqual(['activate: src/extension.ts, companion/extension.ts']);
  });

  it('says what each export is for, outside of what draws', () => {
    const isDrawing = ({ path }: SourceFile): boolean => /^src\/(?:ui|webview)\//u.test(path);
    expect(findExportsWithoutComment(house.filter((file) => !isDrawing(file)))).toEqual([]);
  });

  it('gives a reason for every package it ships', () => {
    const reasons = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    expect(runtimePackages.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
  });

  it('commits no path of a machine and no address of a registry', () => {
    const files = committed.filter(({ path }) => !['package-lock.json', ...rulesThemselves].includes(path));
    expect(files.length).toBeGreaterThan(100);
    expect(findMachineWords(files)).toEqual([]);
  });

  it('cites only documents that are here, by headings that they have', () => {
    expect(committed.filter(({ path }) => path.startsWith('docs/')).length).toBeGreaterThan(2);
    expect(findMissingDocuments(committed.filter(({ path }) => !rulesThemselves.includes(path)))).toEqual([]);
  });

  it('has the test of every threat', () => {
    const page = readFileSync(join(root, 'docs', 'threats.md'), 'utf8');
    expect(page.match(/^- \*\*T-/gmu)?.length).toBeGreaterThan(40);
    expect(findLostTests(page, everything)).toEqual([]);
  });
});

describe('the rule of exports', () => {
  it.each([
    ['a type and a class of one name', `export interface Door {}`, `export class Door {}`],
    ['a value in a list', `export const door = 1;`, `const a = 1, b = 2; export const other = 1, door = 2;`],
  ])('says no to one name in two files: %s', (_name, first, second) => {
    expect(findDoubledExports(tree({ 'src/a.ts': first, 'companion/b.ts': second }))).toHaveLength(1);
  });

  it('says yes to one name for several signatures, and to names that leave no file', () => {
    const overloads = `export function go(a: string): void;\nexport function go(a: number): void;`;
    expect(findDoubledExports(tree({ 'src/a.ts': overloads, 'src/b.ts': 'function go() {}' }))).toEqual([]);
  });

  it.each([
    ['an export without one', `export const a = 1;`, ['src/a.ts: a']],
    [
      'one that stands above the file',
      `/** The file. */\nimport { b } from './b.ts';\nexport const a = b;`,
      ['src/a.ts: a'],
    ],
    ['one of its own', `/** How many. */\nexport const a = 1;`, []],
    ['what is not exported', `const a = 1;`, []],
  ])('finds comments: %s', (_name, text, found) => {
    expect(findExportsWithoutComment(tree({ 'src/a.ts': text }))).toEqual(found);
  });
});

describe('the rule of reasons', () => {
  const ids = { 'src/errors/messageIds/network.ts': `interface N {\n  'network.cut': Host;\n}` };

  it.each([
    ['an id of words that is compared', `if (failure.sentence.messageId === id) {}`],
    ['an id that something is compared with', `if (known !== 'network.cut') {}`],
    ['a choice by ids', `switch (sentence.messageId) { default: }`],
    ['a case that is an id', `switch (general) { case 'network.cut': }`],
    ['ids in a list', `const is = [a, b].includes(messageId);`],
    ['the rest of an id', `const kind = sentence.messageId.replace(/^server\\./u, '');`],
    ['the beginning of an id', `const is = failure.sentence.messageId.startsWith('network.');`],
    ['what a person can do', `if (failure.code !== 'fixFile') {}`],
    ['a name that the system has for it', 'const is = /\\bENOTFOUND\\b/u.test(cause.message);'],
    ['the same where it is compared', `const is = cause.code === 'ECONNREFUSED';`],
  ])('says no to %s', (_name, text) => {
    expect(findDecisionsByWords(tree({ ...ids, 'src/home/a.ts': text }))).toHaveLength(1);
    expect(findDecisionsByWords(tree({ ...ids, 'src/ui/text/a.ts': text }))).toHaveLength(1);
  });

  it.each([
    ['a reason', 'src/home/a.ts', `if (failure.reason === 'held') {}`],
    ['words that are made', 'src/home/a.ts', `throw buildSentence('network.cut', { host });`],
    ['a name of the system behind the ports', 'src/platform/a.ts', `if (cause.code === 'ENOENT') {}`],
    ['another code', 'src/home/a.ts', `if (answer.code === 'declined') {}`],
    ['a table of words', 'src/ui/text/a.ts', `const say = { 'network.cut': words }[sentence.messageId];`],
  ])('says yes to %s', (_name, path, text) => {
    expect(findDecisionsByWords(tree({ ...ids, [path]: text }))).toEqual([]);
  });
});

describe('the rule of arrows', () => {
  it.each([
    ['a later folder', 'src/accounts/refresh/a.ts', `import { b } from '../use/b.ts';`],
    ['a later room', 'src/accounts/use/a.ts', `import { b } from '../../billing/b.ts';`],
    ['an arrow that turns round', 'src/protocol/oauth/a.ts', `import { b } from '../../storage/b.ts';`],
    ['a neighbour of the same tier', 'src/home/config/a.ts', `import { b } from '../../storage/b.ts';`],
    [
      'a neighbour of the same tier, for a type alone',
      'src/home/config/a.ts',
      `import type { B } from '../../storage/b.ts';`,
    ],
    ['a folder inside its own that comes later', 'src/home/a.ts', `import { b } from './store/b.ts';`],
    ['a leaf that knows a room', 'src/base/a.ts', `import { b } from '../protocol/b.ts';`],
    ['a surface that knows Node', 'src/ui/shell/a.ts', `import { b } from '../../platform/b.ts';`],
    ['a surface that knows a later one', 'src/ui/text/a.ts', `import { b } from '../shell/b.ts';`],
    ['a surface that knows the page', 'src/ui/panel/a.ts', `import { b } from '../../webview/panel.ts';`],
    ['a page that knows a surface', 'src/webview/a.ts', `import type { B } from '../ui/text/b.ts';`],
    [
      'a platform that knows more than ports',
      'src/platform/files/a.ts',
      `import { b } from '../../accounts/use/b.ts';`,
    ],
    ['a platform folder that knows a later one', 'src/platform/files/a.ts', `import { b } from '../codex/b.ts';`],
    ['an import on demand', 'src/protocol/oauth/a.ts', `const b = await import('../../ui/text/b.ts');`],
    ['an export from elsewhere', 'src/base/a.ts', `export { b } from '../ui/text/b.ts';`],
    ['a type in passing', 'src/base/a.ts', `let b: import('../ui/text/b.ts').B;`],
    ['a companion that knows of accounts', 'companion/a.ts', `import { b } from '../src/accounts/use/b.ts';`],
    ['a companion that knows a surface of main', 'companion/a.ts', `import { b } from '../src/ui/panel/b.ts';`],
    [
      'a companion that knows what main shows of its own Codex',
      'companion/a.ts',
      `import { b } from '../src/ui/shell/runningState.ts';`,
    ],
    ['a companion that knows the page', 'companion/a.ts', `import { b } from '../src/webview/panel.ts';`],
    ['a companion that knows the entry point of main', 'companion/a.ts', `import { b } from '../src/extension.ts';`],
    ['a room that knows the companion', 'src/hosts/remote/a.ts', `import { b } from '../../../companion/b.ts';`],
    ['a folder that nobody planned', 'src/shed/a.ts', ''],
    ['a file at the top of a room that has only folders', 'src/accounts/a.ts', ''],
  ])('says no to %s', (_name, path, text) => {
    expect(findBrokenArrows(tree({ [path]: text }))).toHaveLength(1);
  });

  it('says yes to what the plan allows', () => {
    const fine = {
      'src/ui/panel/a.ts': `import { m } from '../../webview/messages.ts'; import { b } from '../../billing/b.ts';`,
      'src/platform/home/a.ts': `import type { P } from '../../accounts/home/ports.ts'; import type { Q } from '../../home/ports.ts'; import { f } from '../files/f.ts';`,
      'src/home/store/a.ts': `import { h } from '../home.ts'; import { c } from '../credential/c.ts';`,
      'src/composition/a.ts': `import { p } from '../platform/p.ts';`,
      'src/extension.ts': `await import('./composition/a.ts');`,
      'companion/extension.ts': `import { p } from '../src/platform/p.ts'; import { h } from '../src/home/h.ts'; import { w } from '../src/ui/running/restartPrompts.ts';`,
    };
    expect(findBrokenArrows(tree(fine))).toEqual([]);
  });
});

describe('the other rules', () => {
  it('find a circle, and none where the way back is on demand', () => {
    const there = { 'src/ui/a.ts': `import { b } from './b.ts';` };
    expect(findCycles(tree({ ...there, 'src/ui/b.ts': `import { a } from './a.ts';` }))).toEqual([
      'src/ui/a.ts → src/ui/b.ts → src/ui/a.ts',
    ]);
    expect(
      findCycles(
        tree({ ...there, 'src/ui/b.ts': `import { c } from './c.ts';`, 'src/ui/c.ts': `export * from './a.ts';` }),
      ),
    ).toHaveLength(1);
    expect(findCycles(tree({ ...there, 'src/ui/b.ts': `await import('./a.ts');` }))).toEqual([]);
    expect(findCycles(tree({ ...there, 'src/ui/b.ts': `import type { A } from './a.ts';` }))).toEqual([]);
  });

  it.each([
    ['vscode in a pure room, even as a type', 'src/accounts/a.ts', `import type { Uri } from 'vscode';`],
    ['Node in a pure room', 'src/home/a.ts', `import { join } from 'node:path';`],
    ['Node in a surface', 'src/ui/a.ts', `import { join } from 'node:path';`],
    ['the large zod', 'src/protocol/a.ts', `import * as z from 'zod';`],
    ['zod piece by piece', 'src/protocol/a.ts', `import { object } from 'zod/mini';`],
    ['undici at the start', 'src/platform/a.ts', `import { fetch } from 'undici';`],
    ['a package that is not shipped', 'src/platform/a.ts', `import lodash from 'lodash';`],
    ['an import without its ending', 'src/platform/a.ts', `import { b } from './b';`],
  ])('find %s', (_name, path, text) => {
    expect(findMisplacedPackages(tree({ [path]: text }), ['zod', 'undici'])).toHaveLength(1);
  });

  it('find a service that is made on the way', () => {
    const service = { 'src/accounts/b.ts': 'export class SignInService {}\nexport const own = new SignInService();' };
    expect(findStrayMakers(tree({ ...service, 'src/ui/a.ts': 'new SignInService();' }))).toEqual([
      'src/ui/a.ts: new SignInService',
    ]);
    expect(findStrayMakers(tree({ ...service, 'src/composition/a.ts': 'new SignInService();' }))).toEqual([]);
  });

  it.each([
    'class AccountManager {}',
    'const fileUtils = 1;',
    'interface IAccount {}',
    'function commonParts() {}',
    'type AccountImpl = 1;',
  ])('find the empty word in: %s', (text) => {
    expect(findEmptyNames(tree({ 'src/ui/a.ts': text }))).toHaveLength(1);
  });

  it('find the empty word in the name of a file, and leave honest names alone', () => {
    expect(findEmptyNames(tree({ 'src/base/stringHelper.ts': '', 'src/base/helper.ts': '' }))).toEqual([
      'src/base/stringHelper.ts',
      'src/base/helper.ts',
    ]);
    expect(
      findWrongVerbs(
        tree({ 'src/ui/a.ts': 'function loginUser() {}\nfunction logout() {}\nconst authenticated = 1;' }),
      ),
    ).toHaveLength(2);
    expect(
      findEmptyNames(
        tree({ 'src/protocol/oauth/issuer.ts': 'interface Issuer {}\nconst simplify = 1;\nconst commonplace = 2;' }),
      ),
    ).toEqual([]);
  });

  it.each([
    'let a: any;',
    'a!.b;',
    'a as unknown as B;',
    '(a as unknown) as B;',
    '// TODO later',
    '/* eslint-disable */',
    '// @ts-ignore',
    'enum A {}',
    'namespace A {}',
    "vi.mock('./a.ts');",
  ])('find what must not stand: %s', (text) => {
    expect(findBannedSyntax(tree({ 'src/ui/a.ts': text }))).toHaveLength(1);
  });

  it.each([
    'const a = "/home/somebody/project";',
    '"path": "C:\\Users\\Somebody\\x"',
    'registry=https://artifactory.example.com/api/npm',
    'see https://registry.npmjs.org/zod',
  ])('find what belongs to one machine: %s', (text) => {
    expect(findMachineWords(tree({ 'a.md': text }))).toHaveLength(1);
  });

  it.each([
    '/** As it is (real-vscode.md). */',
    "it('is what design.md 5 says', () => {});",
    '// See security-and-platform.md B7.',
    '/** Seen before (facts B5, B6). */',
    "it('is the one of codex-protocol 1.2', () => {});",
    '// See docs/lost.md.',
    '/** See docs/page.md, Lost. */',
    '/** See docs/page.md,\n * Lost. */',
    "it('is closed (T-PORT-9)', () => {});",
  ])('find a document that is not here: %s', (text) => {
    const pages = { 'docs/page.md': '## Found\n', 'docs/threats.md': '- **T-PORT-1** A port.\n' };
    expect(findMissingDocuments(tree({ ...pages, 'src/ui/a.ts': text }))).not.toEqual([]);
    const found = '// See docs/page.md, Found; docs/page.md,\n// Found; docs/threats.md, T-PORT-1.';
    expect(findMissingDocuments(tree({ ...pages, 'src/ui/a.ts': found }))).toEqual([]);
  });

  it.each([
    ['a test that is gone', '- **T-A-1** A.\n  `unit/a.test.ts`: "is gone"\n'],
    ['a file that is gone', '- **T-A-1** A.\n  `unit/b.test.ts`: "is here"\n'],
    ['a threat without a test', '- **T-A-1** A.\n- **T-A-2** B. `unit/a.test.ts`: "is here"\n'],
  ])('find %s', (_name, page) => {
    const files = tree({ 'test/unit/a.test.ts': "it('is here', () => {});" });
    expect(findLostTests(page, files)).toHaveLength(1);
    expect(
      findLostTests('- **T-A-1** A. `unit/a.test.ts`: "is here"\n- **T-A-2** It has no test of its own.', files),
    ).toEqual([]);
  });
});
