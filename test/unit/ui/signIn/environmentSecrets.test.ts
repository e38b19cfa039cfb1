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
    const said = (['codespaces', 'codeServer'] as const).map((kind) =>
      describeSetVariable('apiKey', { kind }, { OPENAI_API_KEY: value }),
    );
    expect(said).toEqual(['the Codespaces secret OPENAI_API_KEY is set here', 'OPENAI_API_KEY is set here']);
    expect(describeSetVariable('accessToken', { kind: 'codespaces' }, { CODEX_ACCESS_TOKEN: value })).toBe(
      'the Codespaces secret CODEX_ACCESS_TOKEN is set here',
    );
    expect(said.join()).not.toContain(value);
    expect(describeSetVariable('apiKey', { kind: 'codespaces' }, {})).toBeUndefined();
  });
});
