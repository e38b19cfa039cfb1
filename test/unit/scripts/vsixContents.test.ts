import { describe, expect, it } from 'vitest';
import {
  carriedCompanion,
  findVsixProblems,
  platformFiles,
  vsixLimits,
  type VsixEntry,
} from '../../../scripts/vsixContents.ts';

const carried = `extension/${carriedCompanion}`;
const companion = ['extension/package.json', 'extension/dist/extension.js', 'extension/media/icon.png'];
const base = [
  'extension/package.json',
  'extension/media/icon.png',
  'extension/dist/extension.cjs',
  'extension/dist/createServices.js',
  'extension/dist/chunks/createServices-AB12.js',
  carried,
];
const keyringBytes = 3 * 1024 * 1024;

function pack(...paths: readonly string[]): readonly VsixEntry[] {
  return paths.map((path) => ({ path, packedBytes: platformFiles.includes(path) ? keyringBytes : 10, bytes: 20 }));
}

describe('the base package', () => {
  it('holds code, words and pictures', () => {
    expect(findVsixProblems(pack(...base), vsixLimits.total)).toEqual([]);
  });

  it.each([
    ...platformFiles,
    'extension/dist/extension.js.map',
    'extension/node_modules/x/index.js',
    'extension/dist/meta.json',
    'extension/src/a.ts',
    'extension/l10n/bundle.l10n.json',
  ])('does not hold %s', (path) => {
    expect(findVsixProblems(pack(...base, path), 1000)).toEqual([`${path} may not be in the .vsix.`]);
  });

  it('carries the companion', () => {
    const others = base.filter((path) => path !== carried);
    expect(findVsixProblems(pack(...others), 1000)).toEqual([`${carried} is missing in the .vsix.`]);
  });

  it('keeps to its budget', () => {
    const total = vsixLimits.total + 1;
    expect(findVsixProblems(pack(...base), total)).toEqual([
      `The .vsix has ${total} bytes; the budget is ${vsixLimits.total}.`,
    ]);
  });
});

describe('the package of the companion', () => {
  it('holds code and words, and carries nobody', () => {
    expect(findVsixProblems(pack(...companion), 1000, 'companion')).toEqual([]);
    expect(findVsixProblems(pack(...companion, carried), 1000, 'companion')).toEqual([
      `${carried} may not be in the .vsix.`,
    ]);
  });
});

describe('a platform package', () => {
  it('is the base package, the keyring’s binary and the licences of what is in it', () => {
    expect(findVsixProblems(pack(...base, ...platformFiles), 2 * keyringBytes + vsixLimits.total, 'platform')).toEqual(
      [],
    );
  });

  it('keeps to the budget of the base package with all else', () => {
    const total = 2 * keyringBytes + vsixLimits.total + 1;
    expect(findVsixProblems(pack(...base, ...platformFiles), total, 'platform')).toEqual([
      `The .vsix has ${vsixLimits.total + 1} bytes; the budget is ${vsixLimits.total}.`,
    ]);
  });

  it.each(platformFiles)('is not made without %s', (missing) => {
    const paths = platformFiles.filter((path) => path !== missing);
    expect(findVsixProblems(pack(...base, ...paths), keyringBytes, 'platform')).toEqual([
      `${missing} is missing in the .vsix.`,
    ]);
  });

  it('holds no other binary', () => {
    const other = 'extension/dist/other.node';
    expect(findVsixProblems(pack(...base, ...platformFiles, other), keyringBytes, 'platform')).toEqual([
      `${other} may not be in the .vsix.`,
    ]);
  });
});
