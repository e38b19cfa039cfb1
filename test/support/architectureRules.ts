import ts from 'typescript';
import { companionSurfaces } from '../../scripts/companionSurfaces.ts';
import { readImports, resolveImport, walk, type SourceFile } from './architectureSource.ts';

/**
 * The rules of the tree (docs/decisions.md, Rules of the tree) as pure functions over a tree of files; each answers
 * with sentences, none = kept.
 */

/** The folders of src/ in tiers: each may import its own files and those of any tier before it. The longest match counts. */
const tiers: readonly (readonly string[])[] = [
  ['errors/messageIds'],
  ['errors'],
  ['base'],
  ['window', 'network'],
  ['protocol/tokens'],
  ['protocol/oauth'],
  ['protocol', 'protocol/api'],
  ['storage', 'home/credential', 'home/config'],
  ['home'],
  ['home/store', 'home/running'],
  ['home/rules'],
  ['accounts/directory'],
  ['accounts/refresh'],
  ['accounts/home'],
  ['accounts/use'],
  ['accounts/signIn'],
  ['providers'],
  ['hosts/remote'],
  ['hosts/copy'],
  ['billing', 'billing/usage'],
  ['diagnosis'],
  ['diagnosis/checks'],
  ['ci'],
  ['ui/text/facts', 'ui/text/errors'],
  ['ui/text'],
  ['ui/shell'],
  ['ui/failure', 'ui/running'],
  ['ui/home'],
  ['ui/signIn'],
  ['ui/accounts'],
  ['ui/hosts'],
  ['ui/copy', 'ui/environment', 'ui/providers', 'ui/diagnosis'],
  ['ui/ci', 'ui/migration'],
  ['ui/panel', 'ui/status', 'ui/authentication'],
  ['ui/commands'],
  ['composition'],
];

/** What implements ports for Node, in tiers of its own: beside these it imports ports and what they are made of. */
const platformTiers: readonly (readonly string[])[] = [
  ['platform'],
  ['platform/processes'],
  ['platform/files'],
  ['platform/network', 'platform/home'],
  ['platform/codex'],
  ['platform/programs'],
];

const words = ['errors', 'base', 'network', 'protocol', 'protocol/tokens', 'protocol/oauth', 'protocol/api'];
const folders = [...tiers, ...platformTiers].flat();
const orderOf = (order: typeof tiers, folder: string): number => order.findIndex((tier) => tier.includes(folder));

/** The folder of a file: one that the order names, the entry point, the page or the companion; undefined for any other. */
function folderOf(path: string): string | undefined {
  if (path.startsWith('companion/')) {
    return 'companion';
  }
  if (path === 'src/extension.ts') {
    return 'extension';
  }
  if (path.startsWith('src/webview/')) {
    return 'webview';
  }
  const parts = path.split('/').slice(1, -1);
  const place = parts.join('/');
  return path.startsWith('src/') && folders.includes(place) ? place : undefined;
}

/** What the companion may know of main: a Home, its wire, and how a running Codex is said. */
const companionMay = (folder: string, path: string): boolean =>
  folder.startsWith('platform') ||
  folder === 'hosts/remote' ||
  folder === 'home/store' ||
  folder === 'home/running' ||
  folder === 'home/rules' ||
  isBefore(tiers, 'home/store', folder) ||
  companionSurfaces.includes(path);

/** Whether a file of one folder may import this file of another. */
function mayImport(from: string, to: string, path: string): boolean {
  const isPort = path.endsWith('/ports.ts') && to !== 'companion';
  switch (from) {
    case 'companion':
      return companionMay(to, path);
    case 'webview':
      return false;
    case 'extension':
      return to === 'composition' || to.startsWith('ui/') || to === 'base';
    case 'composition':
      return to !== 'companion' && to !== 'extension' && to !== 'webview';
    default:
      return from.startsWith('platform')
        ? isPort || words.includes(to) || isBefore(platformTiers, from, to)
        : isBefore(tiers, from, to) || (from.startsWith('ui/') && path === 'src/webview/messages.ts');
  }
}

function isBefore(order: typeof tiers, from: string, to: string): boolean {
  const at = orderOf(order, to);
  return at >= 0 && at < orderOf(order, from);
}

/** Imports against the order, of values and of types alike. With them kept, no two folders can be in a knot. */
export function findBrokenArrows(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const from = folderOf(file.path);
    if (from === undefined) {
      return [`${file.path}: its folder stands in no order`];
    }
    return readImports(file).flatMap(({ specifier }) => {
      const target = resolveImport(file.path, specifier);
      const to = target === undefined ? undefined : folderOf(target);
      const isFine = target === undefined || to === from || (to !== undefined && mayImport(from, to, target));
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

/** The first folder under src/, the entry point, or the companion. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second.replace(/\.ts$/u, '') : first;
}

/** Packages: `vscode` at the edge only, Node behind the ports only, zod in its small form, the rest on demand or not. */
export function findMisplacedPackages(
  files: readonly SourceFile[],
  runtimePackages: readonly string[],
): readonly string[] {
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
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      const isDeclared =
        specifier === 'vscode' ||
        specifier.startsWith('node:') ||
        (runtimePackages.includes(name) && specifier !== 'zod');
      return isFine && isDeclared ? [] : [`${file.path}: ${text.split('\n')[0] ?? ''}`];
    });
  });
}

/** Services are made in one place: a class of a room below the surfaces is made in its own file or in the composition. */
export function findStrayMakers(files: readonly SourceFile[]): readonly string[] {
  const classes = new Map<string, string>();
  for (const file of files.filter(({ path }) => !['errors', 'base', 'ui', 'webview'].includes(roomOf(path)))) {
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
