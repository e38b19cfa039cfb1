import { describe, expect, it } from 'vitest';
import { parseProxy } from '../../../../src/network/proxyEnvironment.ts';
import { copyEnvironment, showEnvironment } from '../../../../src/ui/environment/showEnvironment.ts';
import {
  buildDroppedRows,
  buildHomeProxyRows,
  buildRouteRow,
  buildVariableRows,
  observeVariables,
  type EnvironmentObservation,
} from '../../../../src/ui/environment/environmentRows.ts';
import { buildEnvironmentPage } from '../../../../src/ui/environment/environmentPage.ts';
import { buildShellLines } from '../../../../src/ui/environment/networkVariables.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { signInVariables } from '../../../../src/home/signInVariables.ts';
import { makeHome, makeObservation } from '../../../support/environmentObservation.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const nothing = makeObservation();

function named(address: string): { readonly proxy: NonNullable<ReturnType<typeof parseProxy>> & { source: string } } {
  const proxy = parseProxy(address);
  if (proxy === undefined) {
    throw new TypeError('The address is none.');
  }
  return { proxy: { ...proxy, source: 'http.proxy' } };
}

const company: EnvironmentObservation = {
  ...nothing,
  ca: { variable: 'CODEX_CA_CERTIFICATE', path: '/etc/company root.pem' },
  route: { kind: 'proxy', ...named('http://ada:p%40ss@proxy.example:3128') },
  exceptions: ['.example.test', 'localhost'],
};

function createScene(seen: EnvironmentObservation & { readonly text?: string }, ...answers: readonly Answer[]) {
  const written: { text: string; expected: string }[] = [];
  return {
    ...createFakeFlow(...answers),
    written,
    loadEnvironment: () =>
      Promise.resolve({
        observe: () => Promise.resolve(seen),
        readHome: () => Promise.resolve(new Secret(seen.text ?? '')),
        writeHome: (text: Secret, expected: Secret) => {
          written.push({ text: text.reveal(), expected: expected.reveal() });
          return Promise.resolve();
        },
      }),
  };
}

describe('the page about variables', () => {
  const names = (seen: EnvironmentObservation) =>
    buildVariableRows(seen).map(({ label }) => label.replace(/^\S+ /u, ''));

  it('has every variable of the documents, with what it is for', () => {
    expect(names(nothing)).toEqual([
      'CODEX_HOME',
      'CODEX_CA_CERTIFICATE',
      'SSL_CERT_FILE',
      'HTTPS_PROXY',
      'ALL_PROXY',
      'NO_PROXY',
      ...signInVariables.map(({ name }) => name),
      'AZURE_OPENAI_API_KEY',
      'RUST_LOG',
    ]);
    for (const { description, detail, facts } of buildVariableRows(nothing)) {
      expect([description, detail.length > 30, facts?.length]).toEqual(['not set', true, 1]);
    }
  });

  it('has the keys that config.toml names, each once', () => {
    expect(
      names({ ...nothing, providerKeys: ['MY_KEY', 'OPENAI_API_KEY'] }).filter((name) => name.endsWith('KEY')),
    ).toEqual(['CODEX_API_KEY', 'OPENAI_API_KEY', 'AZURE_OPENAI_API_KEY', 'MY_KEY']);
  });

  it('says where each is set, and shows neither a secret nor the password of a proxy', () => {
    const seen = {
      ...nothing,
      environment: observeVariables(
        {
          CODEX_API_KEY: 'sk-secret-1',
          OPENAI_API_KEY: '',
          https_proxy: 'http://ada:lantern@proxy.example:1',
          ALL_PROXY: 'ada:lantern:what',
          SSL_CERT_FILE: '/a.pem',
          MY_KEY: 'secret-2',
          GITHUB_TOKEN: 'secret-4',
        },
        ['MY_KEY'],
      ),
      providerKeys: ['MY_KEY'],
      home: makeHome('SSL_CERT_FILE=/b.pem\nOPENAI_API_KEY=sk-secret-3\n'),
    };
    const rows = buildVariableRows(seen).filter(({ description }) => description !== 'not set');
    expect(rows.map(({ label, description }) => `${label}: ${description}`)).toEqual([
      '$(pass-filled) SSL_CERT_FILE: in .env of the Codex home, for Codex: /b.pem · in the environment of this editor: /a.pem',
      '$(pass-filled) https_proxy: in the environment of this editor: http://proxy.example:1, with a name and password',
      '$(pass-filled) ALL_PROXY: in the environment of this editor: no address of a proxy',
      '$(pass-filled) CODEX_API_KEY: in the environment of this editor: set, not shown',
      '$(pass-filled) OPENAI_API_KEY: in .env of the Codex home, for Codex: set, not shown · in the environment of this editor: empty',
      '$(pass-filled) MY_KEY: in the environment of this editor: set, not shown',
    ]);
    expect(JSON.stringify(buildVariableRows(seen))).not.toMatch(/lantern/u);
    expect(JSON.stringify(seen)).not.toMatch(/secret-\d|GITHUB_TOKEN/u);
  });

  it('says which names have no effect in the Home, and what has', () => {
    const seen = { ...nothing, home: makeHome('CODEX_CA_CERTIFICATE=/a\nCODEX_HOME=/b\n') };
    expect(buildDroppedRows(seen).map(({ label, detail }) => [label, detail.includes('SSL_CERT_FILE')])).toEqual([
      ['$(warning) CODEX_CA_CERTIFICATE', true],
      ['$(warning) CODEX_HOME', false],
    ]);
  });

  it.each([
    ['notListening', /No proxy answers there/u],
    ['notSpoken', /does not speak SOCKS/u],
    ['ignored', /goes straight instead/u],
  ] as const)('warns of a proxy in the Home that does not work: %s', async (kind, words) => {
    const homeProxyFault = { source: 'HTTPS_PROXY', value: 'http://ada:lantern@old.example:1', kind };
    const scene = createScene({ ...nothing, homeProxyFault }, 'dismiss');
    await showEnvironment(scene);
    expect(scene.prompts.shown[0]?.rows).toContain('$(warning) HTTPS_PROXY');
    const [row] = buildHomeProxyRows({ ...nothing, homeProxyFault });
    expect([row?.detail, row?.description]).toEqual([
      expect.stringMatching(words),
      'in /home/ada/.codex/.env: http://old.example:1, with a name and password',
    ]);
  });

  it.each<readonly [EnvironmentObservation['route'], RegExp]>([
    [{ kind: 'hostFetch', proxy: 'ofSystem' }, /the way of VS Code, with the proxy and certificates of this system/u],
    [
      { kind: 'hostFetch', ...named('http://ada:lantern@p.example:1') },
      /through the proxy http:\/\/p\.example:1, with a name and password that http\.proxy names/u,
    ],
    [{ kind: 'hostFetch', proxy: 'none' }, /the way of VS Code, straight, without a proxy/u],
    [{ kind: 'direct', otherwiseHostFetch: true }, /straight/u],
    [{ kind: 'proxy', ...named('https://p.example') }, /through the proxy https:\/\/p\.example:443 that http\.proxy/u],
    [
      { kind: 'refused', sentence: buildSentence('network.proxyUnusable', { source: 'ALL_PROXY' }) },
      /^What ALL_PROXY says is no address of a proxy/u,
    ],
  ])('shows the way of our requests: %j', (route, words) => {
    expect(buildRouteRow({ ...nothing, route }).detail).toMatch(words);
  });
});

describe('the same as a page', () => {
  it('says all of it to the end, with its documents, and takes no value for Markdown', () => {
    const environment = { CODEX_HOME: '/a_b/[x](command:y)*', CODEX_API_KEY: 'sk-secret-1' };
    const page = buildEnvironmentPage({ ...company, environment, home: makeHome('CODEX_HOME=/b\n') });
    expect(page).toContain('## CODEX\\_HOME\n\n*in the environment of this editor: /a\\_b/\\[x\\](command:y)\\**');
    expect(page).toContain('Read by every Codex and by Codex Accounts. ([npmjs.com');
    expect(page).toContain(
      'They go through the proxy http://proxy.example:3128, with a name and password that http.proxy names.',
    );
    expect(page).toMatch(/has no effect in \/home\/ada/u);
    expect(page).not.toMatch(/secret-1|p%40ss|\$\(/u);
    expect(page.match(/^## /gmu)).toHaveLength(2 + buildVariableRows(company).length);
  });
});

describe('the lines for a shell', () => {
  it('give a terminal the same way, without the password unless it is asked for', async () => {
    const scene = createScene(company, { click: 'Without Them' });
    await copyEnvironment(scene);
    expect(scene.copied).toEqual([
      [
        "export CODEX_CA_CERTIFICATE='/etc/company root.pem'",
        "export HTTPS_PROXY='http://proxy.example:3128'",
        "export NO_PROXY='.example.test,localhost'",
      ].join('\n'),
    ]);
  });

  it('have the password after an answer of its own, encoded as it was', async () => {
    const scene = createScene(company, { click: 'With Name and Password' });
    await copyEnvironment(scene);
    expect(scene.copied[0]).toContain("HTTPS_PROXY='http://ada:p%40ss@proxy.example:3128'");
  });

  it.each<readonly [string, EnvironmentObservation, readonly Answer[]]>([
    ['the question is dismissed', company, ['dismiss']],
    ['nothing is set', nothing, []],
    ['there is only a SOCKS proxy', { ...nothing, route: { kind: 'hostFetch', ...named('socks5://p:1') } }, []],
  ])('are none where %s', async (_name, seen, answers) => {
    const scene = createScene(seen, ...answers);
    await copyEnvironment(scene);
    expect(scene.copied).toEqual([]);
  });

  it('are those of PowerShell on Windows', () => {
    expect(buildShellLines({ A: "C:\\it's" }, 'win32')).toBe("$env:A = 'C:\\it''s'");
    expect(buildShellLines({ A: "it's" }, 'linux')).toBe("export A='it'\\''s'");
  });
});

describe('writing to the Home', () => {
  const text = '# mine\nSSL_CERT_FILE=/old.pem\nX=1\n';
  const after = [
    '# mine',
    "SSL_CERT_FILE='/etc/company root.pem'",
    'X=1',
    'HTTPS_PROXY=http://proxy.example:3128',
    'NO_PROXY=.example.test,localhost',
    '',
  ].join('\n');
  const seen = { ...company, text };
  const row = { row: 'Write to the Codex Home' };

  it('shows the change, asks, writes, and takes it back', async () => {
    const scene = createScene(seen, row, { click: 'Without Them' }, { click: 'Write' }, { click: 'Undo' });
    await showEnvironment(scene);
    const shown = scene.prompts.shown.find(({ text: words }) => words.startsWith('Write this to'));
    expect(shown?.detail).toBe(
      [
        '- SSL_CERT_FILE=/old.pem',
        "+ SSL_CERT_FILE='/etc/company root.pem'",
        '+ HTTPS_PROXY=http://proxy.example:3128',
        '+ NO_PROXY=.example.test,localhost',
        'Every other line stays as it is.',
      ].join('\n'),
    );
    expect(scene.written).toEqual([
      { text: after, expected: text },
      { text, expected: after },
    ]);
  });

  it('has the password only after an answer of its own, and shows it nowhere', async () => {
    const scene = createScene(seen, row, { click: 'With Name and Password' }, { click: 'Write' });
    await showEnvironment(scene);
    expect(scene.written[0]?.text).toContain('HTTPS_PROXY=http://ada:p%40ss@proxy.example:3128\n');
    expect(JSON.stringify(scene.prompts.shown)).not.toContain('p%40ss');
  });

  it.each([
    ['HTTPS_PROXY=http://ada:lantern@old.example:1', 'HTTPS_PROXY=http://…@old.example:1'],
    ['HTTPS_PROXY=ada:lantern@old.example:1', 'HTTPS_PROXY=…@old.example:1'],
    ['HTTPS_PROXY="http://ada:l@ntern@old.example"', 'HTTPS_PROXY="http://…@old.example"'],
    ["export HTTPS_PROXY='http://ada:lan/tern@old.example'", "export HTTPS_PROXY='http://…@old.example'"],
    ['HTTPS_PROXY=ada://lantern//x@old.example', 'HTTPS_PROXY=…@old.example'],
    ['HTTPS_PROXY=ada:lantern//x@old.example', 'HTTPS_PROXY=…@old.example'],
    ['HTTPS_PROXY=ada:lantern', 'HTTPS_PROXY=…'],
    ['HTTPS_PROXY=http://ada:lantern%40old.example', 'HTTPS_PROXY=…'],
    ['HTTPS_PROXY=http://old.example:1 # old', 'HTTPS_PROXY=http://old.example:1 # old'],
  ])('shows of %j no name and password', async (line, shown) => {
    const scene = createScene({ ...seen, text: `${line}\n` }, row, { click: 'Without Them' }, 'dismiss');
    await showEnvironment(scene);
    expect(scene.prompts.shown.at(-1)?.detail?.split('\n')[0]).toBe(`- ${shown}`);
  });

  it.each<readonly [string, Parameters<typeof createScene>[0], readonly Answer[]]>([
    ['the password is not decided', seen, ['dismiss']],
    ['the change is not wanted', seen, [{ click: 'Without Them' }, 'dismiss']],
    ['all of it stands there', { ...seen, text: after }, [{ click: 'Without Them' }]],
    ['there is nothing to write', nothing, []],
  ])('writes nothing where %s', async (_name, given, answers) => {
    const scene = createScene(given, row, ...answers);
    await showEnvironment(scene);
    expect(scene.written).toEqual([]);
  });

  it('names a file that cannot be changed line by line', async () => {
    const scene = createScene({ ...seen, text: 'X="open\n' }, row, { click: 'Without Them' });
    await expect(showEnvironment(scene)).rejects.toMatchObject({ sentence: { messageId: 'network.envNotEditable' } });
    expect(scene.written).toEqual([]);
  });
});
