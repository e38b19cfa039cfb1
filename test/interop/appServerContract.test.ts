import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appServerFields, appServerMethods, appServerShapes, normalizeShape, readShape } from './appServerContract.ts';
import { makeCodexHome, runCodex, type CodexHome } from './codexCli.ts';

let home: CodexHome;
let folder: string;
let version: string;

beforeAll(async () => {
  home = await makeCodexHome();
  folder = join(home.path, 'types');
  version = (await runCodex({ home, args: ['--version'] })).stdout.trim();
  const run = await runCodex({ home, args: ['app-server', 'generate-ts', '--experimental', '--out', folder] });
  expect(run.exitCode, run.stderr).toBe(0);
});
afterAll(async () => {
  await home.remove();
});

function explain(what: string): string {
  return (
    `${version} changed ${what} of its app-server. Read what changed, check every place that relies on it, ` +
    'then write the new shape into test/interop/appServerContract.ts'
  );
}

describe('the app-server of the installed CLI keeps the shapes this project relies on', () => {
  it.for(Object.entries(appServerShapes))('%s', async ([name, shape]) => {
    const file = join(folder, `${name}.ts`);
    expect(existsSync(file), explain(`the type ${name} (it is gone)`)).toBe(true);
    expect(readShape(await readFile(file, 'utf8')), explain(`the type ${name}`)).toBe(normalizeShape(shape));
  });

  it.for(Object.entries(appServerFields))('the fields of %s', async ([name, fields]) => {
    const shape = readShape(await readFile(join(folder, `${name}.ts`), 'utf8'));
    const missing = fields.filter((field) => !shape.includes(` ${field},`));
    expect(missing, explain(`the fields ${missing.join(' and ')} of ${name}`)).toEqual([]);
  });

  it('and the requests', async () => {
    const source = await readFile(join(folder, 'ClientRequest.ts'), 'utf8');
    const methods = new Set(
      [...source.matchAll(/"method": "(?<method>[^"]+)"/gu)].map((match) => match.groups?.['method']),
    );
    const missing = appServerMethods.filter((method) => !methods.has(method));
    expect(missing, explain(`the requests ${missing.join(', ')}`)).toEqual([]);
  });
});

describe('readShape', () => {
  const source = [
    '// GENERATED',
    'import type { B } from "./B";',
    '',
    'export type A = { b: B | null,',
    '/** Why. */',
    'c?: string, } | "z" | "a";',
    '',
  ].join('\n');

  it('ignores comments, white space and the order of a union', () => {
    expect(readShape(source)).toBe('"a" | "z" | { b: B | null, c?: string, }');
  });

  it('sees a new member, a changed field and a lost question mark', () => {
    const changes = [
      ['"z"', '"z" | "y"'],
      ['B | null', 'B'],
      ['c?:', 'c:'],
    ] as const;
    for (const [from, to] of changes) {
      expect(readShape(source.replace(from, to))).not.toBe(readShape(source));
    }
  });
});
