import ts from 'typescript';
import { walk, type SourceFile } from './architectureSource.ts';

const bannedParts = /(?:Manager|Helper|Util|Common|Misc|Impl)s?(?=[A-Z]|$)/u;
/** Upper-case I before another upper-case letter that starts a word: `IAccount`, not `Issuer`. */
const interfacePrefix = /^I[A-Z][a-z]/u;
const wrongVerbs = /^(?:[Ll]og(?:in|out)|[Aa]uthenticate)(?=[A-Z]|$)/u;

/** Stands in the text of every file with such a name, and in few others: those need not be taken apart. */
const mayBeEmptyName = /(?:[Mm]anager|[Hh]elper|[Uu]til|[Cc]ommon|[Mm]isc|[Ii]mpl)s?(?=[A-Z]|[^\w$/'.])|\bI[A-Z][a-z]/u;
const mayBeWrongVerb = /\b(?:[Ll]og(?:in|out)|[Aa]uthenticate)(?=[A-Z]|[^\w$])/u;
const mayBeBanned = /\bany\b|\bunknown\)?\s+as\b|[\w)\]}>'"`]\s*!(?!=)|\b(?:enum|namespace|module)\b/u;

type Named = ts.Node & { readonly name?: ts.Node | undefined };

/** Names that say nothing. */
export function findEmptyNames(files: readonly SourceFile[]): readonly string[] {
  return findNames(
    files,
    mayBeEmptyName,
    (name, isType) =>
      bannedParts.test(name.charAt(0).toUpperCase() + name.slice(1)) || (isType && interfacePrefix.test(name)),
  );
}

/** The verbs that are not ours (docs/decisions.md, Identity and names). */
export function findWrongVerbs(files: readonly SourceFile[]): readonly string[] {
  return findNames(files, mayBeWrongVerb, (name) => wrongVerbs.test(name));
}

function findNames(
  files: readonly SourceFile[],
  mayBeWrong: RegExp,
  isWrong: (name: string, isType: boolean) => boolean,
): readonly string[] {
  return files.flatMap((file) => {
    const stem = (file.path.split('/').at(-1) ?? '').replace(/\.ts$/u, '');
    const found = isWrong(stem, false) ? [file.path] : [];
    if (!mayBeWrong.test(file.text)) return found;
    walk(file, (node) => {
      const declared = (node as Named).name;
      if (isDeclaration(node) && declared !== undefined && ts.isIdentifier(declared)) {
        const isType =
          ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node);
        if (isWrong(declared.text, isType)) {
          found.push(`${file.path}: ${declared.text}`);
        }
      }
    });
    return found;
  });
}

function isDeclaration(node: ts.Node): boolean {
  return (
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isMethodDeclaration(node)
  );
}

const bannedComments = /\b(?:TODO|FIXME|XXX|HACK)\b|eslint-disable|@ts-(?:ignore|expect-error|nocheck)/u;

/** Files of one worker share their modules: whether such a mock counts would depend on which of them comes first. */
const moduleMock = /\bvi\.(?:do)?[mM]ock\(/u;

/** `a as unknown`, of which the compiler believes whatever is said next; in brackets too. */
function isCastFromUnknown(node: ts.Expression): boolean {
  return ts.isParenthesizedExpression(node)
    ? isCastFromUnknown(node.expression)
    : ts.isAsExpression(node) && node.type.kind === ts.SyntaxKind.UnknownKeyword;
}

/** What the compiler would have to be talked out of, what was left for later, and mocks of modules. */
export function findBannedSyntax(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const found: string[] = [];
    if (mayBeBanned.test(file.text))
      walk(file, (node) => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) {
          found.push(`${file.path}: any`);
        } else if (ts.isAsExpression(node) && isCastFromUnknown(node.expression)) {
          found.push(`${file.path}: as unknown as ${node.type.getText()}`);
        } else if (ts.isNonNullExpression(node)) {
          found.push(`${file.path}: ${node.getText()}`);
        } else if (ts.isEnumDeclaration(node) || (ts.isModuleDeclaration(node) && !file.path.endsWith('.d.ts'))) {
          found.push(`${file.path}: ${node.getText().split('\n')[0] ?? ''}`);
        }
      });
    return [
      ...found,
      ...[bannedComments, moduleMock].flatMap((pattern) => {
        const left = pattern.exec(file.text);
        return left === null ? [] : [`${file.path}: ${left[0]}`];
      }),
    ];
  });
}

/** What the words of a failure are known by, and what a person can do: for people, as `reason` is for code. */
const wordsOfFailures = /(?:^|[.?])messageId$/u;
const codeOfFailure = /(?:^|[.?])code$/u;
const errorCodes: readonly string[] = [
  'tryAgain',
  'checkNetwork',
  'chooseAnotherMethod',
  'signInAgain',
  'askAdmin',
  'correctInput',
  'fixFile',
];

/** A name that the system or the browser has for a failure: known where the ports are implemented, and nowhere else. */
const systemCode =
  /(?<![A-Z_])(?:E(?:ACCES|ADDR|AI_|CONN|EXIST|HOST|INTR|NET|NO|PERM|PIPE|ROFS|TIMEDOUT)[A-Z]*|ERR_[A-Z_]+)\b/u;

/** Where code decides by the words of a failure, by what a person can do about it, or by the system's name for it, instead of by its `reason`. */
export function findDecisionsByWords(files: readonly SourceFile[]): readonly string[] {
  const ids = new Set(
    files
      .filter(({ path }) => path.startsWith('src/errors/messageIds/'))
      .flatMap(({ text }) => [...text.matchAll(/^ {2}'([\w.]+)':/gmu)].map(([, id]) => id)),
  );
  const isWords = (node: ts.Node): boolean =>
    wordsOfFailures.test(node.getText()) || (ts.isStringLiteral(node) && ids.has(node.text));
  const isCode = (code: ts.Node, literal: ts.Node): boolean =>
    codeOfFailure.test(code.getText()) && ts.isStringLiteral(literal) && errorCodes.includes(literal.text);
  return files.flatMap((file) => {
    const found: string[] = [];
    const note = (node: ts.Node): void => {
      found.push(`${file.path}: ${node.getText().split('\n')[0] ?? ''}`);
    };
    const isBehindPorts = file.path.startsWith('src/platform/');
    walk(file, (node) => {
      if (!isBehindPorts && isText(node) && systemCode.test(node.text)) note(node);
      if (ts.isBinaryExpression(node) && /^[!=]==?$/u.test(node.operatorToken.getText())) {
        const { left, right } = node;
        if (isWords(left) || isWords(right) || isCode(left, right) || isCode(right, left)) note(node);
      } else if (ts.isSwitchStatement(node) && isWords(node.expression)) {
        note(node);
      } else if (ts.isCaseClause(node) && isWords(node.expression)) {
        note(node);
      } else if (
        ts.isCallExpression(node) &&
        /\.(?:includes|has|startsWith|endsWith|test|match|replace|slice|split)$/u.test(node.expression.getText())
      ) {
        if (node.arguments.some(isWords) || isWords(node.expression.getChildAt(0))) note(node);
      }
    });
    return found;
  });
}

function isText(node: ts.Node): node is ts.StringLiteralLike | ts.RegularExpressionLiteral {
  return ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node);
}

/** A path of somebody's machine, or the address of a package registry or download host. */
const machineWords: readonly RegExp[] = [
  /(?:^|[\s"'`(=:])\/(?:home|Users|root|work)\/(?!ada\b|user\b|me\b|you\b)[\w.-]+/mu,
  /[A-Z]:\\Users\\(?!ada\b|user\b|me\b)\w+/u,
  /https?:\/\/[^\s"']*(?:npmmirror|artifactory|nexus|verdaccio|registry\.npmjs|pypi\.org|jfrog)[^\s"']*/iu,
];

export function findMachineWords(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    machineWords.flatMap((pattern) => {
      const hit = pattern.exec(text);
      return hit === null ? [] : [`${path}: ${hit[0].trim()}`];
    }),
  );
}

/** Sections of notes that are kept elsewhere: nobody here can open them. In names of tests too. */
const notesElsewhere: readonly RegExp[] = [
  /(?<![\w/-])(?:design|codex-protocol|security-and-platform|codex-docs)(?:\.md)? (?:section )?[A-Z]?\d/u,
  /\bfacts (?:page\b|[A-Z]?\d)/u,
];

const comments = /\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/gu;
const namedPage = /(?<![\w/.-])(?:[\w.-]+\/)*[\w-]+\.md\b(?:, (?=[A-Z]|auth\.json|app-server))?/gu;
const threatId = /\bT-[A-Z]+-\d+\b/gu;

/**
 * What is cited and is not here: notes that are kept elsewhere, a Markdown file that does not exist, a heading that
 * its page does not have (`docs/page.md, Heading`), a threat that docs/threats.md does not have.
 */
export function findMissingDocuments(files: readonly SourceFile[]): readonly string[] {
  const pages = new Map(files.filter(({ path }) => path.endsWith('.md')).map(({ path, text }) => [path, text]));
  const threats = new Set(pages.get('docs/threats.md')?.match(threatId));
  return files.flatMap(({ path, text }) => {
    const prose = path.endsWith('.md') ? text : (text.match(comments) ?? []).join('\n');
    const flat = prose.replace(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/gu, ' ');
    return [
      ...notesElsewhere.flatMap((pattern) => pattern.exec(text)?.[0] ?? []),
      ...[...flat.matchAll(namedPage)].flatMap(({ 0: cited, index }) =>
        findMissing(cited, flat.slice(index + cited.length), pages),
      ),
      ...(text.match(threatId) ?? []).filter((id) => !threats.has(id)),
    ].map((cited) => `${path}: ${cited}`);
  });
}

function findMissing(cited: string, following: string, pages: ReadonlyMap<string, string>): readonly string[] {
  const name = cited.replace(/, $/u, '').replace(/^(?:\.\.?\/)+/u, '');
  const text = pages.get(name) ?? pages.get(`docs/${name}`);
  if (text === undefined) {
    return [name];
  }
  const headings = [...text.matchAll(/^## (.+)$|^- \*\*(T-[A-Z]+-\d+)\*\*/gmu)].map(
    ([, title, id]) => title ?? id ?? '',
  );
  const isThere = cited === name || !name.startsWith('docs/') || headings.some((each) => following.startsWith(each));
  return isThere ? [] : [`${name}, ${following.slice(0, 30)}`];
}
