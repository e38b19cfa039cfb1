import { describe, expect, it } from 'vitest';
import { describeSetVariable, findSetVariable } from '../../../../src/ui/signIn/environmentSecrets.ts';
import { randomText } from '../../../support/tokens.ts';

describe('a sign-in in the environment', () => {
  it.each([
    ['apiKey', { OPENAI_API_KEY: 'x' }, 'OPENAI_API_KEY'],
    ['apiKey', { CODEX_API_KEY: 'x' }, 'CODEX_API_KEY'],
    ['apiKey', { OPENAI_API_KEY: ' ', CODEX_API_KEY: 'x' }, 'CODEX_API_KEY'],
    ['apiKey', { CODEX_ACCESS_TOKEN: 'x' }, undefined],
    ['accessToken', { CODEX_ACCESS_TOKEN: 'x' }, 'CODEX_ACCESS_TOKEN'],
    ['accessToken', { CODEX_ACCESS_TOKEN: '' }, undefined],
    ['browser', { OPENAI_API_KEY: 'x', CODEX_ACCESS_TOKEN: 'x' }, undefined],
  ] as const)('for %s, of %j, is %s', (method, environment, name) => {
    expect(findSetVariable(method, environment)).toBe(name);
  });

  it('is named for what it is, without its value', () => {
    const value = randomText('sk');
    const said = (['codespaces', 'codeServer'] as const).map((kind) => describeSetVariable('apiKey', { kind }, { OPENAI_API_KEY: value }));
    expect(said[0]).toContain('The Codespaces secret OPENAI_API_KEY is set here');
    expect(said[1]).toContain('OPENAI_API_KEY is set in this host’s environment');
    expect(describeSetVariable('accessToken', { kind: 'codespaces' }, { CODEX_ACCESS_TOKEN: value })).toContain('CODEX_ACCESS_TOKEN is set here, and a Codex that is started with it uses it');
    expect(said.join()).not.toContain(value);
    expect(describeSetVariable('apiKey', { kind: 'codespaces' }, {})).toBeUndefined();
  });
});
