import { describe, expect, it } from 'vitest';
import type { CodexRules } from '../../../../src/home/rules/evaluateRules.ts';
import type { CodexMethod, RuleKey } from '../../../../src/home/rules/ports.ts';
import { judgeMethod, judgeSignIn, listWorkspaces } from '../../../../src/home/rules/judgeSignIn.ts';
import { noCodexRules } from '../../../support/codexRules.ts';

const rule = <Value>(key: RuleKey, value: Value) =>
  ({ key, value, source: { layer: 'requirements', path: key } }) as const;
const forcedMethod = (value: CodexMethod) => ({ forcedMethod: rule('forced_login_method', value) });
const forcedWorkspaces = (...value: string[]) => ({ forcedWorkspaces: rule('forced_chatgpt_workspace_id', value) });
const allowedMethods = (...value: CodexMethod[]) => ({ allowedMethods: rule('allowed_login_methods', value) });
const allowedWorkspaces = (...value: string[]) => ({ allowedWorkspaces: rule('allowed_chatgpt_workspaces', value) });

const reading = (rules: Partial<CodexRules>) => ({ kind: 'rules', rules: { ...noCodexRules, ...rules } }) as const;
const broken = { kind: 'broken', problem: 'notToml', source: { layer: 'user', path: 'config.toml' } } as const;

describe('a way to sign in', () => {
  it.each<readonly [string, Partial<CodexRules>, string, string]>([
    ['no rule', {}, 'allowed', 'allowed'],
    ['a key is forced', forcedMethod('api'), 'refused method', 'allowed'],
    ['ChatGPT is forced', forcedMethod('chatgpt'), 'allowed', 'refused method'],
    ['keys are allowed', allowedMethods('api'), 'refused method', 'allowed'],
    ['both are allowed', allowedMethods('api', 'chatgpt'), 'allowed', 'allowed'],
    ['none is allowed', allowedMethods(), 'noWayIn', 'noWayIn'],
    [
      'forced and allowed exclude each other',
      { ...forcedMethod('api'), ...allowedMethods('chatgpt') },
      'noWayIn',
      'noWayIn',
    ],
    ['no workspace is allowed', allowedWorkspaces(), 'refused noWorkspaceLeft', 'allowed'],
    [
      'no workspace is left',
      { ...forcedWorkspaces('a'), ...allowedWorkspaces('b') },
      'refused noWorkspaceLeft',
      'allowed',
    ],
    [
      'no workspace is left, and no key',
      { ...allowedMethods('chatgpt'), ...allowedWorkspaces() },
      'noWayIn',
      'noWayIn',
    ],
    ['a workspace is forced', forcedWorkspaces('a'), 'allowed', 'allowed'],
  ])('where %s', (_name, rules, chatgpt, api) => {
    const tell = (method: CodexMethod): string => {
      const verdict = judgeMethod(reading(rules), method);
      return verdict.kind === 'refused' ? `refused ${verdict.reason}` : verdict.kind;
    };
    expect([tell('chatgpt'), tell('api')]).toEqual([chatgpt, api]);
  });

  it('is closed, and Codex starts, where a company’s cloud leaves none', () => {
    const source = { layer: 'cloudRequirements', path: 'cache' } as const;
    const rules = { allowedMethods: { key: 'allowed_login_methods', value: [], source } } as const;
    expect(judgeSignIn(reading(rules), { method: 'api', workspaceId: undefined })).toMatchObject({
      kind: 'refused',
      consequence: 'hides',
    });
  });

  it('is not judged where Codex does not start', () => {
    expect([judgeMethod(broken, 'api'), judgeSignIn(broken, { method: 'api', workspaceId: undefined })]).toEqual([
      broken,
      broken,
    ]);
  });
});

describe('a sign-in', () => {
  it.each<readonly [string, Partial<CodexRules>, string]>([
    ['no rule', {}, 'allowed'],
    ['its workspace is forced', forcedWorkspaces('b', 'a'), 'allowed'],
    ['another is forced', forcedWorkspaces('b'), 'signsOut forced_chatgpt_workspace_id'],
    ['another is allowed', allowedWorkspaces('b'), 'hides allowed_chatgpt_workspaces'],
    [
      'its own is forced and another allowed',
      { ...forcedWorkspaces('a', 'b'), ...allowedWorkspaces('b') },
      'hides allowed_chatgpt_workspaces',
    ],
    [
      'another is forced and allowed',
      { ...forcedWorkspaces('b'), ...allowedWorkspaces('b') },
      'signsOut forced_chatgpt_workspace_id',
    ],
    ['keys are forced', forcedMethod('api'), 'signsOut forced_login_method'],
    ['keys are allowed', allowedMethods('api'), 'hides allowed_login_methods'],
    [
      'keys are allowed, and another workspace is forced',
      { ...allowedMethods('api'), ...forcedWorkspaces('b') },
      'signsOut allowed_login_methods',
    ],
    ['none is allowed', allowedMethods(), 'noWayIn'],
  ])('of workspace a, where %s', (_name, rules, expected) => {
    const verdict = judgeSignIn(reading(rules), { method: 'chatgpt', workspaceId: 'a' });
    expect(verdict.kind === 'refused' ? `${verdict.consequence} ${verdict.rule.key}` : verdict.kind).toBe(expected);
  });

  it('with ChatGPT that names no workspace is of none that is prescribed', () => {
    const verdict = judgeSignIn(reading(forcedWorkspaces('a')), { method: 'chatgpt', workspaceId: undefined });
    expect(verdict).toMatchObject({ kind: 'refused', reason: 'workspace', consequence: 'signsOut' });
  });

  it('with a key is of every workspace', () => {
    const rules = { ...forcedWorkspaces('a'), ...allowedWorkspaces('a') };
    expect(judgeSignIn(reading(rules), { method: 'api', workspaceId: undefined })).toEqual({ kind: 'allowed' });
  });
});

it('the sign-in page is asked for what is both forced and allowed', () => {
  const list = (rules: Partial<CodexRules>) => listWorkspaces({ ...noCodexRules, ...rules });
  expect([
    list({}),
    list(forcedWorkspaces('a', 'b')),
    list(allowedWorkspaces('b')),
    list({ ...forcedWorkspaces('a', 'b'), ...allowedWorkspaces('b', 'c') }),
  ]).toEqual([undefined, ['a', 'b'], ['b'], ['b']]);
});
