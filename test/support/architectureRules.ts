import ts from 'typescript';
import { readImports, resolveImport, walk, type SourceFile } from './architectureSource.ts';

/** The rules of design.md 4 and 9 as pure functions over a tree of files; each answers with sentences, none = kept. */

const middle = ['accounts', 'hosts', 'billing', 'providers', 'ci', 'diagnosis'] as const;
const below = ['home', 'storage', 'protocol', 'util'] as const;
const portsOf = [...middle, 'home', 'home/running', 'storage'].map((room) => `src/${room}/ports.ts`);

/** What each room may import: rooms, or single files. Its own files always. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  util: [],
  protocol: ['util'],
  storage: ['protocol', 'util'],
  home: ['protocol', 'util'],
  ...Object.fromEntries(middle.map((room) => [room, below])),
  platform: [...portsOf, 'protocol', 'util'],
  ui: [...middle, ...below, 'src/webview/messages.ts'],
  composition: ['ui', 'platform', ...middle, ...below],
  extension: ['composition', 'ui', 'util'],
  // What it says about a running Codex is what main says about its own.
  companion: ['platform', 'hosts', ...below, ...['bringAlong', 'openFolders', 'restartExtensionHost', 'runningWords'].map((name) => `src/ui/running/${name}.ts`), 'src/ui/notices.ts'],
  webview: [],
};

/** The room of a file: a folder under src/, the entry point, or the companion. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second.replace(/\.ts$/u, '') : first;
}

export function findBrokenArrows(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    const mayImport = allowed[room];
    if (mayImport === undefined) {
      return [`${file.path}: the room "${room}" stands in no plan`];
    }
    return readImports(file).flatMap(({ specifier }) => {
      const target = resolveImport(file.path, specifier);
      const isFine =
        target === undefined || roomOf(target) === room || mayImport.includes(roomOf(target)) || mayImport.includes(target);
      return isFine ? [] : [`${file.path} → ${target}`];
    });
  });
}

/** Cycles among files at run time: an import of types alone, or one on demand, does not close a circle. */
export function findCycles(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      readImports(file)
        .filter(({ isDynamic, isTypeOnly }) => !isDynamic && !isTypeOnly)
        .flatMap(({ specifier }) => resolveImport(file.path, specifier) ?? []),
    ]),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push([...trail.slice(start), path].join(' → '));
      return;
    }
    if (!done.has(path)) {
      for (const next of edges.get(path) ?? []) {
        visit(next, [...trail, path]);
      }
      done.add(path);
    }
  };
  for (const { path } of files) {
    visit(path, []);
  }
  return cycles;
}

const edgeRooms = ['ui', 'extension', 'composition', 'companion'];
const nodeRooms = ['platform', 'composition', 'companion'];

/** Packages: `vscode` at the edge only, Node behind the ports only, zod in its small form, the rest on demand or not. */
export function findMisplacedPackages(files: readonly SourceFile[], runtimePackages: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    return readImports(file).flatMap(({ specifier, isDynamic, text }) => {
      if (specifier.startsWith('.')) {
        return specifier.endsWith('.ts') ? [] : [`${file.path}: import "${specifier}" names no .ts file`];
      }
      const isFine =
        specifier === 'vscode'
          ? edgeRooms.includes(room)
          : specifier.startsWith('node:')
            ? nodeRooms.includes(room)
            : specifier === 'zod/mini'
              ? text.startsWith('import * as z ') || text.startsWith('import type * as z ')
              : !['undici', 'ws'].includes(specifier) || (room === 'platform' && isDynamic);
      const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
      const isDeclared = specifier === 'vscode' || specifier.startsWith('node:') || (runtimePackages.includes(name) && specifier !== 'zod');
      return isFine && isDeclared ? [] : [`${file.path}: ${text.split('\n')[0] ?? ''}`];
    });
  });
}

/** Services are made in one place: a class of a room below the surfaces is made in its own file or in the composition. */
export function findStrayMakers(files: readonly SourceFile[]): readonly string[] {
  const classes = new Map<string, string>();
  for (const file of files.filter(({ path }) => !['util', 'ui', 'webview'].includes(roomOf(path)))) {
    walk(file, (node) => {
      if (ts.isClassDeclaration(node) && node.name !== undefined && isExported(node)) {
        classes.set(node.name.text, file.path);
      }
    });
  }
  return files.flatMap((file) => {
    if (['composition', 'extension', 'companion'].includes(roomOf(file.path))) {
      return [];
    }
    const found: string[] = [];
    walk(file, (node) => {
      if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
        const home = classes.get(node.expression.text);
        if (home !== undefined && home !== file.path) {
          found.push(`${file.path}: new ${node.expression.text}`);
        }
      }
    });
    return found;
  });
}

function isExported(node: ts.ClassDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}
