import ts from 'typescript';
import { parse, type SourceFile } from './architectureSource.ts';

interface Export {
  readonly name: string;
  readonly hasComment: boolean;
}

/** What a file declares and exports; one entry for a function with several signatures. */
function listExports(file: SourceFile): readonly Export[] {
  const found = new Map<string, Export>();
  for (const statement of parse(file).statements) {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      const before = file.text.slice(statement.getFullStart(), statement.getStart());
      for (const name of listNames(statement)) {
        found.set(name, { name, hasComment: before.includes('/**') || found.get(name)?.hasComment === true });
      }
    }
  }
  return [...found.values()];
}

function listNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Identifier };
  return name === undefined ? [] : [name.text];
}

/** Names that two files export: whoever reads one of them may mean the other. */
export function findDoubledExports(files: readonly SourceFile[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const file of files) {
    for (const { name } of listExports(file)) {
      places.set(name, [...(places.get(name) ?? []), file.path]);
    }
  }
  return [...places].flatMap(([name, paths]) => (paths.length > 1 ? [`${name}: ${paths.join(', ')}`] : []));
}

/** Exports that nothing is said of. */
export function findExportsWithoutComment(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    listExports(file).flatMap(({ name, hasComment }) => (hasComment ? [] : [`${file.path}: ${name}`])),
  );
}
