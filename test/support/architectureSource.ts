import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** One source file as the rules see it: its path with forward slashes, from the root of the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface ImportOf {
  readonly specifier: string;
  /** Does nothing at run time. */
  readonly isTypeOnly: boolean;
  /** `import('…')`: loaded on demand. */
  readonly isDynamic: boolean;
  /** The whole statement, for rules about its form. */
  readonly text: string;
}

export function readSources(root: string, folder: string): readonly SourceFile[] {
  return listFiles(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') }));
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .sort();
  } catch {
    // A room that is not built yet breaks no rule.
    return [];
  }
}

const trees = new Map<string, ts.SourceFile>();

/** The tree of a file, taken apart once. */
export function parse(file: SourceFile): ts.SourceFile {
  const known = trees.get(file.path);
  if (known?.text === file.text) {
    return known;
  }
  // No rule looks into a comment as a part of the tree.
  const how = { languageVersion: ts.ScriptTarget.ES2023, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const tree = ts.createSourceFile(file.path, file.text, how, true);
  trees.set(file.path, tree);
  return tree;
}

/** Calls `visit` with every node of a file. */
export function walk(file: SourceFile, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, step);
  };
  step(parse(file));
}

export function readImports(file: SourceFile): readonly ImportOf[] {
  const found: ImportOf[] = [];
  walk(file, (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      const isTypeOnly = ts.isImportDeclaration(node)
        ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : node.isTypeOnly;
      found.push({ specifier: textOf(node.moduleSpecifier), isTypeOnly, isDynamic: false, text: node.getText() });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      found.push({
        specifier: specifier === undefined ? '' : textOf(specifier),
        isTypeOnly: false,
        isDynamic: true,
        text: node.getText(),
      });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push({
        specifier: textOf(node.argument.literal),
        isTypeOnly: true,
        isDynamic: false,
        text: node.getText(),
      });
    }
  });
  return found;
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : '';
}

/** The path that a relative import names, or undefined for a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) {
    return undefined;
  }
  const parts = from.split('/').slice(0, -1);
  for (const step of specifier.split('/')) {
    if (step === '..') {
      parts.pop();
    } else if (step !== '.') {
      parts.push(step);
    }
  }
  return parts.join('/');
}
