import { describe, expect, it } from 'vitest';
import { SignInRules } from '../../../../src/accounts/use/signInRules.ts';
import type { RuleObservation } from '../../../../src/home/rules/ruleReader.ts';
import { listRuleRows, showSignInRules } from '../../../../src/ui/home/signInRuleList.ts';
import { noCodexRules, observeRules } from '../../../support/codexRules.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const managed = { layer: 'managed', path: '/etc/codex/managed_config.toml' } as const;
const user = { layer: 'user', path: '/home/ada/.codex/config.toml' } as const;
const method = { key: 'forced_login_method', value: 'api', source: managed } as const;
const workspaces = { key: 'forced_chatgpt_workspace_id', value: ['a', 'b'], source: user } as const;
const rules = { ...noCodexRules, forcedMethod: method, forcedWorkspaces: workspaces };
const project = { layer: 'project', path: '/p/.codex/config.toml' } as const;
const profile = { layer: 'profile', path: '/home/ada/.codex/work.config.toml' } as const;

const all: RuleObservation = {
  scopes: [
    { reading: { kind: 'rules', rules } },
    {
      folder: '/p',
      reading: {
        kind: 'rules',
        rules: { ...rules, store: { key: 'cli_auth_credentials_store', value: 'file', source: project } },
      },
    },
    {
      folder: '/q',
      reading: { kind: 'broken', problem: 'notToml', source: { ...project, path: '/q/.codex/config.toml' } },
    },
  ],
  profiles: [
    {
      profile: 'work',
      reading: {
        kind: 'rules',
        rules: { ...rules, store: { key: 'cli_auth_credentials_store', value: 'keyring', source: profile } },
      },
    },
  ],
  unknown: undefined,
};

describe('the list of sign-in rules', () => {
  it('has each rule once, with its file, who can change it, and where alone it counts', () => {
    const rows = listRuleRows(all, 'linux').slice(0, -2);
    expect(rows.map(({ label, description, detail }) => [label, description, detail])).toEqual([
      [
        '$(law) forced_login_method = "api"',
        '',
        'Only an administrator can change it, in /etc/codex/managed_config.toml',
      ],
      [
        '$(law) forced_chatgpt_workspace_id = ["a", "b"]',
        '',
        'Whoever keeps this file can change it: /home/ada/.codex/config.toml',
      ],
      [
        '$(law) cli_auth_credentials_store = "file"',
        'only in /p · that Codex keeps its own sign-in there',
        'Whoever keeps this file can change it: /p/.codex/config.toml',
      ],
      [
        '$(error) Codex Does Not Start',
        'not valid TOML · only in /q',
        'Whoever keeps this file can change it: /q/.codex/config.toml',
      ],
      [
        '$(law) cli_auth_credentials_store = "keyring"',
        'only with “codex -p work” · that Codex keeps its own sign-in there',
        'Whoever keeps this file can change it: /home/ada/.codex/work.config.toml',
      ],
    ]);
  });

  it.each([
    ['unreadable', undefined, 'cannot be read as text'],
    ['notToml', undefined, 'not valid TOML'],
    ['unknownValue', 'forced_login_method', 'forced_login_method has an unknown value'],
  ] as const)('says of a layer that is %s that Codex does not start', (problem, key, fault) => {
    const source = { layer: 'user', path: 'F' } as const;
    const reading = { kind: 'broken', problem, source, ...(key === undefined ? {} : { key }) } as const;
    expect(listRuleRows({ scopes: [{ reading }], profiles: [], unknown: undefined })[0]).toMatchObject({
      label: '$(error) Codex Does Not Start',
      description: fault,
      detail: 'Whoever keeps this file can change it: F',
      file: 'F',
    });
  });

  it('says who can change a rule before the end of a narrow row', () => {
    const path = `/home/ada/${'folder/'.repeat(30)}config.toml`;
    const sources = (['managed', 'user'] as const).map((layer) => ({ layer, path }));
    const rows = sources.flatMap((source) => [
      ...listRuleRows(observeRules({ forcedMethod: { ...method, source } })).slice(0, 1),
      ...listRuleRows({
        scopes: [{ reading: { kind: 'broken', problem: 'notToml', source } }],
        profiles: [],
        unknown: undefined,
      }).slice(0, 1),
    ]);
    expect(rows.map(({ detail = '' }) => detail.slice(0, 40))).toEqual([
      ...Array<string>(2).fill('Only an administrator can change it, in '),
      ...Array<string>(2).fill('Whoever keeps this file can change it: /'),
    ]);
  });

  it('says what a store and a backend change', () => {
    const source = { layer: 'profile', path: 'F' } as const;
    const given = {
      ...noCodexRules,
      store: { key: 'cli_auth_credentials_store', value: 'keyring', source },
      backend: { key: 'chatgpt_base_url', value: 'https://proxy.example', source },
    } as const;
    const reading = { kind: 'rules', rules: given } as const;
    const everywhere = listRuleRows({ scopes: [{ reading }], profiles: [], unknown: undefined }).slice(0, 2);
    const profiles = [{ profile: 'work', reading }];
    const ofProfile = listRuleRows({ ...observeRules(), profiles }).slice(0, 2);
    expect([...everywhere, ...ofProfile].map(({ description }) => description)).toEqual([
      'where the sign-in is kept',
      'Codex sends its ChatGPT requests there, Codex Accounts does not',
      'only with “codex -p work” · that Codex keeps its own sign-in there',
      'only with “codex -p work” · Codex sends its ChatGPT requests there, Codex Accounts does not',
    ]);
  });

  it.each(['darwin', 'win32'] as const)('says on %s that its layers were never run', (system) => {
    expect(listRuleRows(observeRules(), system).map(({ label }) => label)).toContain(
      '$(info) Never Run on This System',
    );
    expect(
      listRuleRows(observeRules(), 'linux')
        .map(({ label }) => label)
        .join(),
    ).not.toContain('Never Run');
  });

  it('says that there is none', () => {
    expect(listRuleRows(observeRules(), 'linux').map(({ label }) => label)).toEqual([
      '$(check) No sign-in rule is set for this computer',
      '',
      '$(book) About Managed Configuration',
    ]);
  });

  it.each<readonly [Answer, readonly string[]]>([
    [{ row: 'forced_login_method' }, ['/etc/codex/managed_config.toml']],
    [{ row: 'About Managed Configuration' }, ['https://learn.chatgpt.com/docs/enterprise/managed-configuration']],
    ['dismiss', []],
  ])('opens what is chosen: %j', async (answer, opened) => {
    const flow = createFakeFlow(answer);
    const loadRules = () => Promise.resolve(new SignInRules({ observe: () => Promise.resolve(all) }));
    await showSignInRules({ ...flow, loadRules });
    expect(flow.opened).toEqual(opened);
  });
});
