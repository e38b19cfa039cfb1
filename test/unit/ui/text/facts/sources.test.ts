import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { sources, type Source } from '../../../../../src/ui/text/facts/sources.ts';
import { readSources, walk } from '../../../../support/architectureSource.ts';
import { parseToPanel } from '../../../../../src/webview/messages.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..', '..');
const all: readonly Source[] = Object.values(sources);
/** Words about a document, and words that name rows: no statements. */
const withoutStatements = ['src/ui/text/facts/fact.ts', 'src/ui/shell/pickSourced.ts', 'src/ui/text/facts/sources.ts'];

/** The statements of a file that stand in no object with a list of sources. */
function findUnsourced(text: string): readonly string[] {
  const found: string[] = [];
  walk({ path: 'facts.ts', text }, (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'l10n.t' && !isInFact(node)) {
      found.push(node.getText());
    }
  });
  return found;
}

function isInFact(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isObjectLiteralExpression(at)) {
      const named = at.properties.find((property) => property.name?.getText() === 'sources');
      return (
        named !== undefined &&
        ts.isPropertyAssignment(named) &&
        ts.isArrayLiteralExpression(named.initializer) &&
        named.initializer.elements.length > 0
      );
    }
  }
  return false;
}

describe('the documents behind our statements', () => {
  it('each have an address of their own, and the month of the copy that was read', () => {
    expect(new Set(all.map(({ address }) => address)).size).toBe(all.length);
    for (const { address, asOf } of all) {
      expect(new URL(address)).toMatchObject({ protocol: 'https:', search: '', username: '', hash: '' });
      expect(asOf).toMatch(/^20\d{2}(?:-(?:0[1-9]|1[0-2]))?$/u);
    }
  });

  it('are places that the panel may link to', () => {
    const statements = all.map(({ address, asOf }) => ({
      sentence: 'So it is.',
      sources: [{ link: { text: address, href: address }, asOf }],
    }));
    const rows = [{ title: 'Row', state: 'yes', word: 'Yes', statements }];
    const model = {
      emblem: 'person',
      title: 'Title',
      subtitle: '',
      status: { tone: 'good', text: 'Good' },
      actions: [],
      sections: [{ kind: 'unlocks', id: 'unlocks', heading: 'Heading', intro: 'Intro', rows }],
      footer: { text: 'Footer', links: [] },
    };
    expect(parseToPanel({ kind: 'show', model })).toBeDefined();
  });

  it('name the release of the CLI that the tests run', () => {
    const pinned = readFileSync(join(root, 'scripts/tools/codex/package.json'), 'utf8');
    expect(pinned).toContain(`"@openai/codex": "${sources.cli.address.split('/').at(-1) ?? ''}"`);
  });
});

/** Subjects of the documents that a surface has no words of its own for. */
const documented =
  /cloud tasks|fast mode|credits|Plus, Pro|schedulers|plaintext|entitlements|switched on in ChatGPT|standard API|Secret Service|Responses API/iu;

/** Sentences of a file about such a subject; the name of a row says nothing yet. */
function findOwnStatements({ path, text }: { readonly path: string; readonly text: string }): readonly string[] {
  const found: string[] = [];
  walk({ path, text }, (node) => {
    if (ts.isStringLiteralLike(node) && node.text.split(' ').length > 3 && documented.test(node.text)) {
      found.push(`${path}: ${node.text}`);
    }
  });
  return found;
}

describe('a surface', () => {
  it('has no statement of the documents of its own', () => {
    const surfaces = readSources(root, 'src/ui').filter(({ path }) => !path.startsWith('src/ui/text/facts/'));
    expect(surfaces.length).toBeGreaterThan(50);
    expect(surfaces.flatMap(findOwnStatements)).toEqual([]);
  });

  it('is found where it has one', () => {
    expect(
      findOwnStatements({ path: 'a.ts', text: `l10n.t('Your plan has cloud tasks.'); l10n.t('Cloud tasks');` }),
    ).toHaveLength(1);
  });
});

describe('a statement among the facts', () => {
  const files = readSources(root, 'src/ui/text/facts').filter(({ path }) => !withoutStatements.includes(path));

  it.each(files.map(({ path, text }) => [path, text] as const))('names its documents: %s', (_path, text) => {
    expect(text).toContain('l10n.t(');
    expect(findUnsourced(text)).toEqual([]);
  });

  it.each([
    `const a = l10n.t('So it is.');`,
    `const a = { say: () => l10n.t('So it is.') };`,
    `const a = { sources: [], say: () => l10n.t('So it is.') };`,
  ])('is found where it names none: %s', (text) => {
    expect(findUnsourced(text)).toHaveLength(1);
  });
});
