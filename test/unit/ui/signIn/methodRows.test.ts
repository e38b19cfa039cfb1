import { describe, expect, it } from 'vitest';
import { listMethodRows } from '../../../../src/ui/signIn/methodRows.ts';
import { listSources } from '../../../../src/ui/text/facts/fact.ts';
import { codeServerFacts, situationOf } from '../../../support/situations.ts';

const auth = 'https://learn.chatgpt.com/docs/auth';
const guide = 'https://claw-planet.pages.dev/openai/codex-cli/auth/';
const desktop = listMethodRows(situationOf(), {});

describe('a row of the picker', () => {
  it('says when to use its way, beside the form of the CLI', () => {
    expect(desktop.map(({ label, description, detail }) => [label, description, detail])).toEqual([
      [
        '$(globe) ChatGPT in the Browser',
        'best here · default · codex login (revokes)',
        'A Plus, Pro, Business, Edu or Enterprise subscription and a browser.',
      ],
      [
        '$(device-mobile) ChatGPT with a Device Code',
        'codex login --device-auth (revokes)',
        'Plus, Pro, Business, Edu or Enterprise on SSH, remote or headless hosts.',
      ],
      [
        '$(key) API Key',
        'codex login --with-api-key',
        'For automation, CI, scripts, or paying per token, not by subscription.',
      ],
      [
        '$(organization) Access Token',
        'codex login --with-access-token',
        'ChatGPT workspace access, entitlements and controls without a browser sign-in.',
      ],
    ]);
  });

  it('is short enough that VS Code cuts nothing off beside its buttons', () => {
    const environments = [{}, { OPENAI_API_KEY: 'x', CODEX_ACCESS_TOKEN: 'x' }];
    const rows = environments.flatMap((environment) =>
      [situationOf(), situationOf(codeServerFacts)].flatMap((host) => listMethodRows(host, environment)),
    );
    for (const { label, description = '', detail = '', facts = [] } of rows) {
      const widest = 82 - 4 * listSources(facts).length;
      expect(label.replace(/^\$\([\w-]+\) /u, '').length + description.length, description).toBeLessThanOrEqual(widest);
      expect(detail.length, detail).toBeLessThanOrEqual(widest);
    }
  });

  it('says of a way that is not open which rule is against it, where, and whose that is', () => {
    const source = { layer: 'managed', path: '/etc/codex/managed_config.toml' } as const;
    const refusal = {
      kind: 'refused',
      reason: 'method',
      rule: { key: 'forced_login_method', value: 'chatgpt', source },
    } as const;
    const rows = listMethodRows(situationOf(), {}, { apiKey: refusal });
    expect(rows.map(({ method }) => method)).toEqual(['browser', 'deviceCode', 'accessToken', 'apiKey']);
    expect(rows.at(-1)).toMatchObject({
      label: '$(circle-slash) API Key',
      description: 'not allowed: forced_login_method',
      detail: 'Only an administrator can change it, in /etc/codex/managed_config.toml',
    });
    expect(listSources(rows.at(-1)?.facts ?? [])[0]?.address).toContain('managed-configuration');
  });

  it('has its documents at hand', () => {
    expect(desktop.map(({ facts = [] }) => listSources(facts).map(({ address }) => address))).toEqual([
      [guide, auth],
      [guide, auth],
      [guide, auth],
      [auth],
    ]);
  });

  it('names the plans in a window in the browser, too, and why the browser is not first', () => {
    const web = listMethodRows(situationOf(codeServerFacts), {});
    expect(web.map(({ method }) => method)).toEqual(['deviceCode', 'pasteUrl', 'browser', 'apiKey', 'accessToken']);
    expect(web[0]?.detail).toContain('Plus, Pro, Business, Edu or Enterprise');
    expect(web[2]?.detail).toContain('a browser on another computer cannot reach this host');
  });

  it.each([{ OPENAI_API_KEY: 'x' }, { CODEX_API_KEY: 'x' }, { CODEX_ACCESS_TOKEN: 'x' }])(
    'keeps its purpose where %o is set',
    (environment) => {
      const [name = ''] = Object.keys(environment);
      const rows = listMethodRows(situationOf(), environment);
      expect(rows.map(({ detail }) => detail)).toEqual(desktop.map(({ detail }) => detail));
      const named = rows.filter(({ description = '' }) =>
        description.includes(`${name} is set here · codex login --with-`),
      );
      expect(named.map(({ method }) => method)).toEqual([name === 'CODEX_ACCESS_TOKEN' ? 'accessToken' : 'apiKey']);
    },
  );

  it.each([desktop, listMethodRows(situationOf(codeServerFacts), {})])(
    'says beside every “codex login” that revokes that it does',
    (...rows) => {
      const shown = rows.filter(({ description = '' }) => /codex login(?! --with)/u.test(description));
      expect(shown.length).toBeGreaterThan(1);
      expect(shown.filter(({ description = '' }) => !description.includes('(revokes)'))).toEqual([]);
    },
  );
});
