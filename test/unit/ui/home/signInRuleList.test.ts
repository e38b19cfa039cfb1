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
    const rows = listRuleRows(all).slice(0, -2);
    expect(rows.map(({ label, description, detail }) => [label, description, detail])).toEqual([
      [
        '$(law) forced_login_method = "api"',
        '',
        '/etc/codex/managed_config.toml. Only an administrator can change it.',
      ],
      [
        '$(law) forced_chatgpt_workspace_id = ["a", "b"]',
        '',
        '/home/ada/.codex/config.toml. Whoever keeps that file can change it.',
      ],
      [
        '$(law) cli_auth_credentials_store = "file"',
        'only in /p',
        '/p/.codex/config.toml. Whoever keeps that file can change it.',
      ],
      [
        '$(error) Codex Does Not Start',
        'only in /q',
        'Codex does not start: /q/.codex/config.toml is not valid TOML. Whoever keeps that file can change it.',
      ],
      [
        '$(law) cli_auth_credentials_store = "keyring"',
        'only with “codex -p work”',
        '/home/ada/.codex/work.config.toml. Whoever keeps that file can change it.',
      ],
    ]);
  });

  it.each([
    ['unreadable', undefined, 'Codex does not start: F is there and cannot be read as text.'],
    ['notToml', undefined, 'Codex does not start: F is not valid TOML.'],
    [
      'unknownValue',
      'forced_login_method',
      'Codex does not start: forced_login_method in F has a value that it does not know.',
    ],
  ] as const)('says of a layer that is %s that Codex does not start', (problem, key, sentence) => {
    const source = { layer: 'user', path: 'F' } as const;
    const reading = { kind: 'broken', problem, source, ...(key === undefined ? {} : { key }) } as const;
    expect(listRuleRows({ scopes: [{ reading }], profiles: [], unknown: undefined })[0]).toMatchObject({
      label: '$(error) Codex Does Not Start',
      detail: `${sentence} Whoever keeps that file can change it.`,
      file: 'F',
    });
  });

  it('says that there is none', () => {
    expect(listRuleRows(observeRules()).map(({ label }) => label)).toEqual([
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
