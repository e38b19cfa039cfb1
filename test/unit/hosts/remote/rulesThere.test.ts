import { describe, expect, it } from 'vitest';
import type { RulesReading } from '../../../../src/home/rules/evaluateRules.ts';
import { statusAnswer } from '../../../../src/hosts/remote/companionProtocol.ts';
import { describeRules, readRules, rulesThere } from '../../../../src/hosts/remote/rulesThere.ts';
import { noCodexRules } from '../../../support/codexRules.ts';

const source = { layer: 'requirements', path: '/etc/codex/requirements.toml' } as const;
const whole: RulesReading = {
  kind: 'rules',
  rules: {
    ...noCodexRules,
    forcedWorkspaces: { key: 'forced_chatgpt_workspace_id', value: ['a', 'b'], source },
    allowedMethods: { key: 'allowed_login_methods', value: ['api'], source },
  },
};
const cross = (reading: RulesReading) => rulesThere.parse(JSON.parse(JSON.stringify(describeRules(reading))));

describe('the rules of another host', () => {
  it.each<readonly [string, RulesReading]>([
    ['none', { kind: 'rules', rules: noCodexRules }],
    ['some', whole],
    ['a broken layer', { kind: 'broken', problem: 'notToml', source }],
    ['an unknown value', { kind: 'broken', problem: 'unknownValue', source, key: 'allowed_login_methods' }],
  ])('cross and are what they were: %s', (_name, reading) => {
    expect(readRules(cross(reading))).toEqual(reading);
  });

  it('say nothing of what decides about no sign-in', () => {
    const backend = { key: 'chatgpt_base_url', value: 'https://ada:secret@proxy.example', source } as const;
    expect(JSON.stringify(cross({ ...whole, rules: { ...whole.rules, backend } }))).not.toContain('secret');
  });

  it.each([
    { kind: 'text', text: 'allowed_login_methods = []' },
    { kind: 'rules', allowedMethods: { key: 'allowed_login_methods', value: ['sms'], source } },
    { kind: 'broken', problem: 'notToml', source: { layer: 'moon', path: 'x' } },
  ])('are not known where the host says what nobody knows: %j', (rules) => {
    const status = { home: { kind: 'signedOut' }, running: [], canPutBack: false };
    expect(statusAnswer.parse({ ...status, rules })).toEqual(status);
  });
});
