import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { callbackPorts } from '../../src/protocol/oauth/issuer.ts';
import { readSources } from '../support/architectureSource.ts';

const root = join(import.meta.dirname, '..', '..');
const prefix = 'codexAccounts.';

const manifestSchema = z.looseObject({
  name: z.string(),
  publisher: z.string(),
  main: z.string(),
  l10n: z.string(),
  engines: z.object({ vscode: z.string() }),
  extensionKind: z.array(z.string()),
  activationEvents: z.array(z.string()),
  capabilities: z.object({
    virtualWorkspaces: z.boolean(),
    untrustedWorkspaces: z.object({
      supported: z.string(),
      description: z.string(),
      restrictedConfigurations: z.array(z.string()),
    }),
  }),
  contributes: z.looseObject({
    commands: z.array(z.looseObject({ command: z.string(), title: z.string(), category: z.string() })),
    menus: z.record(z.string(), z.array(z.looseObject({ command: z.string(), when: z.optional(z.string()) }))),
    configurationDefaults: z.strictObject({ 'remote.portsAttributes': z.record(z.string(), z.unknown()) }),
    configuration: z.object({
      title: z.string(),
      properties: z.record(
        z.string(),
        z.looseObject({
          scope: z.string(),
          default: z.union([z.string(), z.boolean()]),
          enum: z.optional(z.array(z.string())),
          enumDescriptions: z.optional(z.array(z.string())),
          markdownDescription: z.string(),
        }),
      ),
    }),
  }),
  devDependencies: z.record(z.string(), z.string()),
});

const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = manifestSchema.parse(JSON.parse(text));
const words = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')));
const { commands, menus, configuration } = manifest.contributes;
const house = readSources(root, 'src').filter(({ path }) => !path.startsWith('src/webview/'));
const allCode = house.map((file) => file.text).join('\n');

function findAll(pattern: RegExp, source: string = allCode): readonly string[] {
  return [...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
}

function sourceOf(path: string): string {
  const file = house.find((candidate) => candidate.path === path);
  expect(file, path).toBeDefined();
  return file?.text ?? '';
}

const registered = findAll(
  /^ {2}'(\w+)',$/gmu,
  /commandNames = \[([\s\S]*?)\] as const/u.exec(sourceOf('src/ui/shell/registerCommands.ts'))?.[1] ?? '',
);
const contributed = commands.map(({ command }) => command.replace(prefix, '')).sort();

describe('the ports of the browser sign-in', () => {
  it('are forwarded without a notification, and forwarded they are: “codex login” on a remote host needs that', () => {
    const silent = Object.fromEntries(callbackPorts.map((port) => [String(port), { onAutoForward: 'silent' }]));
    expect(manifest.contributes.configurationDefaults).toEqual({ 'remote.portsAttributes': silent });
  });
});

describe('the commands', () => {
  it('are contributed exactly as they are registered', () => {
    expect(registered.length).toBeGreaterThan(10);
    expect(contributed).toEqual(registered);
    expect(commands.every(({ command }) => command.startsWith(prefix))).toBe(true);
  });

  it('exist wherever the code runs one of ours by its name', () => {
    // The status item and the type of the panel carry our prefix too.
    const settings = Object.keys(configuration.properties).map((name) => name.replace(prefix, ''));
    const others = ['status', 'account', ...settings];
    const named = findAll(/['"`]codexAccounts\.(\w+)['"`]/gu);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !contributed.includes(name) && !others.includes(name))).toEqual([]);
  });

  it('are grouped under one name and written in Title Case', () => {
    const small = ['a', 'an', 'and', 'as', 'at', 'by', 'for', 'from', 'in', 'of', 'on', 'or', 'the', 'to', 'with'];
    for (const { category, title } of commands) {
      expect(category).toBe('Codex Accounts');
      const shown = words[title.replaceAll('%', '')] ?? '';
      for (const [index, word] of shown.split(/[\s-]/u).entries()) {
        const isSmall = small.includes(word) && index > 0;
        const startsAWord = shown.includes(`-${word}`);
        const isFileName = /^\w+\.\w+$/u.test(word);
        expect(
          isSmall || isFileName || /^[A-Z]/u.test(word) || (startsAWord && small.includes(word)),
          `${shown}: ${word}`,
        ).toBe(true);
      }
    }
  });

  it('say Sign In and Sign Out, never the other verbs', () => {
    for (const { title } of commands) {
      expect(words[title.replaceAll('%', '')]).not.toMatch(/\blog[ -]?(?:in|out)\b|authenticat/iu);
    }
  });

  it('stand in menus only with keys that the code sets', () => {
    const known = findAll(/\bset\('(\w+)',/gu, sourceOf('src/ui/shell/contextKeys.ts'));
    expect(known).toEqual([
      'accountKind',
      'canImport',
      'canUndo',
      'hasAccounts',
      'hasFolderAccount',
      'hasSeveralAccounts',
      'hostKind',
      'isBrowserOpen',
      'isOnRemote',
      'signedIn',
    ]);
    const rows = Object.values(menus).flat();
    for (const { command, when } of rows) {
      expect(contributed).toContain(command.replace(prefix, ''));
      const keys = findAll(/codexAccounts\.(\w+)/gu, when ?? '');
      expect(keys.filter((key) => !known.includes(key))).toEqual([]);
    }
  });
});

describe('the settings', () => {
  const names = Object.keys(configuration.properties)
    .map((name) => name.replace(prefix, ''))
    .sort();

  it('are contributed exactly as they are read', () => {
    const read = findAll(/\bread\('([\w.]+)'/gu, sourceOf('src/ui/shell/settings.ts'));
    expect(names).toEqual(read);
    // Of others: what the user told Remote-SSH about its configuration, VS Code's own proxies, and three that say what runs, and where.
    expect(findAll(/getConfiguration\(([^)]*)\)/gu)).toEqual([
      "'chat'",
      "'chatgpt'",
      "'http'",
      "'remote'",
      "'remote.SSH'",
      'section',
    ]);
    expect(sourceOf('src/ui/copy/sshSettings.ts')).toMatch(/inspect<unknown>\('configFile'\)\?\.globalValue/u);
  });

  it('have the scope that keeps a workspace, a folder and a dev container out', () => {
    for (const [name, { scope }] of Object.entries(configuration.properties)) {
      expect([name, scope]).toEqual([name, name === 'codexAccounts.codexHome' ? 'machine' : 'application']);
    }
  });

  it('are restricted in workspaces without trust as far as they say where secrets go', () => {
    const places = ['apiBaseUrl', 'chatgptBaseUrl', 'clientId', 'codexHome', 'issuer'];
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    expect([...restricted].sort()).toEqual(places.map((name) => prefix + name));
    expect(restricted.filter((name) => !(name in configuration.properties))).toEqual([]);
  });

  it('have the defaults that the code falls back to, and a text for each choice', () => {
    for (const [name, { default: fallback, enum: choices, enumDescriptions }] of Object.entries(
      configuration.properties,
    )) {
      const schema = `read\\('${name.replace(prefix, '').replace('.', '\\.')}', [^\\n]*, ('?)${String(fallback)}\\1\\)`;
      expect(sourceOf('src/ui/shell/settings.ts'), name).toMatch(new RegExp(schema, 'u'));
      expect(enumDescriptions?.length).toBe(choices?.length);
    }
  });

  it('leave the addresses of the issuer to the code', () => {
    for (const name of ['issuer', 'clientId', 'chatgptBaseUrl', 'apiBaseUrl', 'codexHome']) {
      expect(configuration.properties[prefix + name]?.default).toBe('');
    }
  });
});

describe('the words of the manifest', () => {
  const used = findAll(/%([\w.]+)%/gu, text);

  it('are all there, and none is left over', () => {
    expect(used.length).toBeGreaterThan(15);
    expect(Object.keys(words).sort()).toEqual(used);
    expect(Object.values(words).filter((word) => word.trim() === '')).toEqual([]);
  });

  it('stand nowhere in plain text', () => {
    const shown = [
      ...commands.map(({ title }) => title),
      configuration.title,
      manifest.capabilities.untrustedWorkspaces.description,
      ...Object.values(configuration.properties).flatMap((setting) => [
        setting.markdownDescription,
        ...(setting.enumDescriptions ?? []),
      ]),
    ];
    expect(shown.filter((word) => !/^%[\w.]+%$/u.test(word))).toEqual([]);
  });
});

describe('the extension', () => {
  it('runs beside the person where it can, and beside the folder else', () => {
    expect(manifest.extensionKind).toEqual(['ui', 'workspace']);
  });

  it('starts after the window has, and its events name only what exists', () => {
    expect(manifest.activationEvents).toContain('onStartupFinished');
    const named = manifest.activationEvents.filter((event) => event.startsWith('onCommand:'));
    expect(named.filter((event) => !contributed.includes(event.replace(`onCommand:${prefix}`, '')))).toEqual([]);
  });

  it('declares what it can do without a disk and without trust', () => {
    expect(manifest.capabilities.virtualWorkspaces).toBe(true);
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
  });

  it('asks for the lowest VS Code whose types it is checked against', () => {
    expect(manifest.engines.vscode).toBe('^1.101.0');
    expect(`^${manifest.devDependencies['@types/vscode'] ?? ''}`).toBe(manifest.engines.vscode);
  });

  it('pins what it ships', () => {
    const runtime = z.record(z.string(), z.string()).parse(manifest['dependencies']);
    expect(Object.values(runtime).filter((version) => !/^\d+\.\d+\.\d+$/u.test(version))).toEqual([]);
  });

  it('shows one status item, by its public name', () => {
    expect(findAll(/createStatusBarItem\('([\w.]+)'/gu)).toEqual(['codexAccounts.status']);
  });
});
