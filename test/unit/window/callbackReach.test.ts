import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findReach, isSamePort } from '../../../src/window/callbackReach.ts';
import type { HostFacts } from '../../../src/window/hostSituation.ts';
import { readSources } from '../../support/architectureSource.ts';
import { codeServerFacts, situationOf } from '../../support/situations.ts';

const path = '/auth/callback';

describe('an answer of asExternalUri', () => {
  it.each([
    ['the same port', `http://localhost:1455${path}`, true],
    ['the same port, as an address', `http://127.0.0.1:1455${path}`, true],
    ['another port', `http://localhost:1456${path}`, false],
    ['another port, as an address', `http://127.0.0.1:49152${path}`, false],
    ['a Codespace', `https://fuzzy-space-1455.app.github.dev${path}`, false],
    ['code-server', `http://127.0.0.1:8080/proxy/1455${path}`, false],
    ['code-server that listens on our port itself', `http://127.0.0.1:1455/proxy/1455${path}`, false],
    ['a tunnel', `https://abc123-1455.euw.devtunnels.ms${path}`, false],
    ['loopback, encrypted', `https://localhost:1455${path}`, false],
    ['a host that only begins like loopback', `http://localhost.example.com:1455${path}`, false],
    ['a host behind a user name', `http://localhost:1455@example.com${path}`, false],
    ['loopback behind a user name', `http://a@localhost:1455${path}`, false],
    ['every address', `http://0.0.0.0:1455${path}`, false],
    ['nothing', '', false],
    ['no address', 'localhost:1455', false],
  ])('%s', (_name, answer, counts) => {
    expect(isSamePort(answer, 1455)).toBe(counts);
  });
});

describe('whether the browser reaches a listener', () => {
  const never = (): Promise<string> => Promise.reject(new Error('asked'));

  it.each([
    ['a desktop', {}, 'direct'],
    ['a desktop inside WSL', { seesWsl: true }, 'forwarded'],
    ...['ssh-remote', 'wsl', 'dev-container', 'codespaces', 'tunnel'].map(
      (remoteName) => [remoteName, { remoteName }, 'direct'] as const,
    ),
  ] as const)(
    'is known beside the person without asking VS Code: %s',
    async (_name, facts: Partial<HostFacts>, reach) => {
      let asked = 0;
      const asExternal = (): Promise<string> => {
        asked += 1;
        return never();
      };
      expect([await findReach(situationOf(facts), 1455, asExternal), asked]).toEqual([reach, 0]);
    },
  );

  it('is asked beside the folder, for exactly our address', async () => {
    const asked: string[] = [];
    const host = situationOf({ remoteName: 'ssh-remote', side: 'workspace' });
    const reach = await findReach(host, 1457, (address) => {
      asked.push(address);
      return Promise.resolve('http://localhost:1457/auth/callback');
    });
    expect([reach, asked]).toEqual(['direct', ['http://127.0.0.1:1457/auth/callback']]);
  });

  it.each([
    ['leads elsewhere', () => Promise.resolve('https://x-1455.app.github.dev/auth/callback')],
    ['throws', never],
  ])('is not counted on when the answer %s', async (_name, asExternal) => {
    expect(await findReach(situationOf(codeServerFacts), 1455, asExternal)).toBe('elsewhere');
  });

  it('is asked in one place of the house, behind that decision', () => {
    const files = readSources(join(import.meta.dirname, '..', '..', '..'), 'src').filter(({ text }) =>
      text.includes('env.asExternalUri'),
    );
    expect(files.map((file) => file.path)).toEqual(['src/ui/shell/vscodeBrowser.ts']);
    expect(files[0]?.text.match(/asExternalUri/gu)).toHaveLength(1);
    expect(files[0]?.text).toMatch(/findReach\(host, port, async \(address\) => \(await env\.asExternalUri/u);
  });
});
