import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { homeAccessCommands } from '../../src/hosts/remote/companionProtocol.ts';
import { readSources } from '../support/architectureSource.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'companion');

const manifestSchema = z.strictObject({
  name: z.literal('codex-accounts-host'),
  displayName: z.string(),
  description: z.string(),
  version: z.string(),
  publisher: z.string(),
  license: z.string(),
  icon: z.string(),
  categories: z.array(z.string()),
  type: z.literal('module'),
  main: z.literal('./dist/extension.js'),
  l10n: z.literal('./l10n'),
  engines: z.object({ vscode: z.string() }),
  extensionKind: z.array(z.string()),
  activationEvents: z.array(z.string()),
  capabilities: z.strictObject({
    virtualWorkspaces: z.boolean(),
    untrustedWorkspaces: z.strictObject({ supported: z.string(), description: z.string() }),
  }),
  contributes: z.strictObject({
    commands: z.array(z.strictObject({ command: z.string(), title: z.string(), category: z.string() })),
  }),
});

const sharedSchema = z.looseObject({
  version: z.string(),
  publisher: z.string(),
  license: z.string(),
  engines: z.object({ vscode: z.string() }),
});

const text = readFileSync(join(folder, 'package.json'), 'utf8');
const manifest = manifestSchema.parse(JSON.parse(text));
const main = sharedSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const words = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(join(folder, 'package.nls.json'), 'utf8')));
const code = readSources(root, 'companion')
  .map((file) => file.text)
  .join('\n');
const contributed = manifest.contributes.commands.map(({ command }) => command);

describe('the companion', () => {
  it('is of the same release, publisher and VS Code as main, which carries it', () => {
    const { version, publisher, license, engines } = main;
    expect(manifest).toMatchObject({ version, publisher, license, engines });
  });

  it('runs on the host of the folder, and nowhere else', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(manifest.capabilities).toMatchObject({
      virtualWorkspaces: true,
      untrustedWorkspaces: { supported: 'limited' },
    });
  });

  it('starts for its commands only', () => {
    const called = Object.values(homeAccessCommands);
    expect(manifest.activationEvents).toEqual(called.map((command) => `onCommand:${command}`));
    expect(contributed.filter((command) => called.some((name) => name === command))).toEqual([]);
  });

  it('registers exactly the commands that main calls and the one in the palette', () => {
    const byName = [...code.matchAll(/homeAccessCommands\.(\w+)/gu)].map(([, name]) => name);
    expect([...new Set(byName)].sort()).toEqual(Object.keys(homeAccessCommands).sort());
    const literal = [...code.matchAll(/registerCommand\('([\w.]+)'/gu)].map(([, name]) => name);
    expect(literal).toEqual(contributed);
  });

  it('contributes no setting: two extensions can not contribute the same one, and main has it', () => {
    expect([...code.matchAll(/readGlobal\('(\w+)'\)/gu)].map(([, name]) => name).sort()).toEqual([
      'codexHome',
      'followSwitch',
      'hidePersonalInfo',
    ]);
    expect(code.match(/getConfiguration\('codexAccounts'\)\.inspect\(name\)\?\.globalValue/gu)).toHaveLength(1);
    expect(code.match(/getConfiguration\(/gu)).toHaveLength(1);
  });

  it('shows its command under the name of main, in Title Case', () => {
    for (const { category, title } of manifest.contributes.commands) {
      expect(category).toBe('Codex Accounts');
      expect(words[title.replaceAll('%', '')]).toMatch(/^(?:(?:[A-Z][a-z]+|the)[ -]?)+$/u);
    }
  });

  it('has all its words, none left over, and none in plain text', () => {
    const used = [...text.matchAll(/%([\w.]+)%/gu)].map(([, name]) => name);
    expect(Object.keys(words).sort()).toEqual(used.sort());
    const shown = [manifest.displayName, manifest.description, manifest.capabilities.untrustedWorkspaces.description];
    expect(
      [...shown, ...manifest.contributes.commands.map(({ title }) => title)].filter(
        (word) => !/^%[\w.]+%$/u.test(word),
      ),
    ).toEqual([]);
  });
});
