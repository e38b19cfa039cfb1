import { describe, expect, it } from 'vitest';
import { SignInRules } from '../../../../src/accounts/use/signInRules.ts';
import { unknownIdentity } from '../../../../src/accounts/directory/accountIdentity.ts';
import type { CodexRules } from '../../../../src/home/rules/evaluateRules.ts';
import type { RuleLayer } from '../../../../src/home/rules/ports.ts';
import type { RuleObservation } from '../../../../src/home/rules/ruleReader.ts';
import type { RuleSubject } from '../../../../src/home/rules/cloudBundle.ts';
import { noCodexRules, observeRules } from '../../../support/codexRules.ts';

const sourceOf = (layer: RuleLayer) => ({ layer, path: `/etc/${layer}.toml` });
const keysOnly = (layer: RuleLayer = 'requirements'): Partial<CodexRules> => ({
  allowedMethods: { key: 'allowed_login_methods', value: ['api'], source: sourceOf(layer) },
});
const workspaceB: Partial<CodexRules> = {
  forcedWorkspaces: { key: 'forced_chatgpt_workspace_id', value: ['b', 'c'], source: sourceOf('user') },
};
const ada = { ...unknownIdentity, userId: 'user-ada', workspaceId: 'a', plan: 'plus' };

function createRules(observation: RuleObservation) {
  const asked: (RuleSubject | undefined)[] = [];
  const rules = new SignInRules({
    observe: (subject) => {
      asked.push(subject);
      return Promise.resolve(observation);
    },
  });
  return { rules, asked };
}

describe('a sign-in that a rule is against', () => {
  it.each([
    [
      'apiKey',
      { forcedMethod: { key: 'forced_login_method', value: 'chatgpt', source: sourceOf('user') } },
      'rule.keys.file',
      'keysRuledOut',
    ],
    ['chatgpt', keysOnly(), 'rule.chatgpt.admin', 'chatgptRuledOut'],
    ['accessToken', keysOnly('managed'), 'rule.chatgpt.admin', 'chatgptRuledOut'],
    ['chatgpt', keysOnly('project'), 'rule.chatgpt.file', 'chatgptRuledOut'],
  ] as const)('with %s is not begun, and says whose rule it is', async (kind, given, messageId, reason) => {
    const { rules } = createRules(observeRules(given));
    await expect(rules.requireMethod(kind)).rejects.toMatchObject({
      code: 'chooseAnotherMethod',
      reason,
      sentence: { messageId, args: { path: expect.stringContaining('/etc/') as string } },
    });
  });

  it('is not begun where no way is left', async () => {
    const none = {
      ...keysOnly(),
      forcedMethod: { key: 'forced_login_method', value: 'chatgpt', source: sourceOf('user') },
    } as const;
    const { rules } = createRules(observeRules(none));
    await expect(rules.requireMethod('apiKey')).rejects.toMatchObject({ reason: 'noWayIn', code: 'fixFile' });
  });

  it('is refused when another workspace came back, with those that may', async () => {
    const { rules } = createRules(observeRules(workspaceB));
    await expect(rules.requireAllowed('chatgpt', ada)).rejects.toMatchObject({
      code: 'signInAgain',
      reason: 'workspaceRuledOut',
      sentence: { messageId: 'rule.workspace.file', args: { workspaces: 'b, c' } },
    });
    await rules.requireAllowed('apiKey', unknownIdentity);
    await rules.requireAllowed('chatgpt', { ...ada, workspaceId: 'b' });
    expect((await rules.look()).listWorkspaces()).toEqual(['b', 'c']);
  });

  it('is not refused for a layer that keeps Codex from starting: that is another thing to say', async () => {
    const broken = { kind: 'broken', problem: 'notToml', source: sourceOf('user') } as const;
    const { rules } = createRules({ scopes: [{ reading: broken }], profiles: [], unknown: undefined });
    await rules.requireMethod('chatgpt');
    await rules.requireAllowed('chatgpt', ada);
    expect(await rules.judge('chatgpt', ada)).toMatchObject({ verdict: broken });
  });
});

describe('a rule of one folder alone', () => {
  const inFolders = (...given: readonly Partial<CodexRules>[]): RuleObservation => ({
    ...observeRules(),
    scopes: [
      observeRules().scopes[0],
      ...given.map((rules, index) => ({ folder: `/${String(index)}`, reading: observeRules(rules).scopes[0].reading })),
    ],
  });
  const force = (value: 'api' | 'chatgpt'): Partial<CodexRules> => ({
    forcedMethod: { key: 'forced_login_method', value, source: sourceOf('project') },
  });
  const forceWorkspace = (id: string): Partial<CodexRules> => ({
    forcedWorkspaces: { key: 'forced_chatgpt_workspace_id', value: [id], source: sourceOf('project') },
  });

  it.each<readonly [string, RuleObservation]>([
    ['and no other', inFolders(force('api'))],
    ['against that of another', inFolders(force('api'), force('chatgpt'))],
    ['about its workspace', inFolders(forceWorkspace('b'))],
    ['about its workspace, against that of another', inFolders(forceWorkspace('b'), forceWorkspace('a'))],
  ])('%s, refuses no sign-in, and is said of what is there', async (_name, observation) => {
    const { rules } = createRules(observation);
    await rules.requireMethod('chatgpt');
    await rules.requireMethod('apiKey');
    await rules.requireAllowed('chatgpt', ada);
    expect((await rules.look()).listWorkspaces()).toEqual([]);
    expect(await rules.judge('chatgpt', ada)).toMatchObject({ folder: '/0', verdict: { kind: 'refused' } });
  });

  it('takes nothing from a rule for everywhere', async () => {
    const [, ...folders] = inFolders(force('chatgpt'), forceWorkspace('a')).scopes;
    const everywhere = observeRules({ ...force('chatgpt'), ...workspaceB });
    const { rules } = createRules({ ...everywhere, scopes: [everywhere.scopes[0], ...folders] });
    await expect(rules.requireMethod('apiKey')).rejects.toMatchObject({ reason: 'keysRuledOut' });
    await expect(rules.requireAllowed('chatgpt', ada)).rejects.toMatchObject({ reason: 'workspaceRuledOut' });
    expect((await rules.look()).listWorkspaces()).toEqual(['b', 'c']);
  });
});

describe('an account', () => {
  it('is judged everywhere before it is in a folder, by the rules for its person', async () => {
    const everywhere = observeRules();
    const scopes = [
      everywhere.scopes[0],
      { folder: '/p', reading: { kind: 'rules', rules: { ...noCodexRules, ...keysOnly('project') } } },
    ] as const;
    const unknown = sourceOf('cloudRequirements');
    const { rules, asked } = createRules({ scopes, profiles: [], unknown });
    expect(await rules.judge('chatgpt', ada)).toMatchObject({ folder: '/p', unknown, verdict: { kind: 'refused' } });
    expect(await rules.judge('apiKey', unknownIdentity)).toBeUndefined();
    expect(asked[0]).toMatchObject({ userId: 'user-ada', workspaceId: 'a', plan: 'plus' });
  });
});
