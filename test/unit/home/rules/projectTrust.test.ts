import { describe, expect, it } from 'vitest';
import { parseToml } from '../../../../src/home/config/configDocument.ts';
import type { ProjectFiles, RuleText } from '../../../../src/home/rules/ports.ts';
import { listTrustedConfigs } from '../../../../src/home/rules/projectTrust.ts';

const config: RuleText = { source: { layer: 'project', path: 'config.toml' }, text: '' };
const projectAt = (folder: string): ProjectFiles => ({
  folder,
  root: folder,
  repository: folder,
  configs: [{ folder, config }],
});

/** Whether a folder is trusted by a user's file that says this of these folders. */
function isTrusted(folder: string, said: Readonly<Record<string, string>>, system: NodeJS.Platform): boolean {
  const lines = Object.entries(said).map(([key, level]) => `[projects.'${key}']\ntrust_level = "${level}"\n`);
  const table = parseToml(lines.join('')) ?? {};
  return (
    listTrustedConfigs(projectAt(folder), [{ source: { layer: 'user', path: 'user' }, table }], system).length === 1
  );
}

// Never run by us on Windows.
describe('a folder is trusted by its name', () => {
  it.each<readonly [NodeJS.Platform, string, string, boolean]>([
    ['win32', 'C:\\Users\\Ada\\Work', 'c:\\users\\ada\\work', true],
    ['win32', 'c:\\users\\ada\\work', 'C:\\Users\\Ada\\Work', true],
    ['win32', 'C:\\Users\\Ada\\Work', '\\\\?\\C:\\Users\\Ada\\Work', true],
    ['win32', '\\\\?\\C:\\Users\\Ada\\Work', 'c:\\users\\ada\\work', true],
    ['win32', '\\\\Server\\Share\\Work', '\\\\?\\unc\\server\\share\\work', true],
    // Only the letters of ASCII.
    ['win32', 'C:\\Ärger', 'c:\\ärger', false],
    ['win32', 'C:\\Ärger', 'c:\\Ärger', true],
    ['win32', 'C:\\Users\\Ada\\Work', 'c:\\users\\ada', false],
    ['linux', '/home/ada/Work', '/home/ada/Work', true],
    ['linux', '/home/ada/Work', '/home/ada/work', false],
    ['darwin', '/opt/Rules', '/opt/rules', false],
  ])('on %s: %s by %s is %s', (system, folder, key, expected) => {
    expect(isTrusted(folder, { [key]: 'trusted' }, system)).toBe(expected);
  });

  it('where two names are the same on Windows, by the one in small letters, else by the first in order', () => {
    const [small, large, mixed] = ['c:\\work', 'C:\\WORK', 'C:\\Work'];
    expect(isTrusted(mixed, { [large]: 'untrusted', [small]: 'trusted' }, 'win32')).toBe(true);
    expect(isTrusted(mixed, { [mixed]: 'trusted', [large]: 'untrusted' }, 'win32')).toBe(false);
  });
});
