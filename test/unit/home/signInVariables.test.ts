import { describe, expect, it } from 'vitest';
import { findSignInVariables } from '../../../src/home/signInVariables.ts';

const workload = [
  'OPENAI_FEDERATION_RULE_ID',
  'OPENAI_IDENTITY_TOKEN_FILE',
  'OPENAI_IDENTITY_TOKEN_SOURCE',
  'OPENAI_SPIFFE_ID',
  'OPENAI_SPIFFE_AUDIENCE',
];
const keys = ['CODEX_ACCESS_TOKEN', 'CODEX_API_KEY', 'OPENAI_API_KEY'];

const namesIn = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  findSignInVariables(environment).map(({ name }) => name);

describe('the variables that decide who is signed in', () => {
  it('are found in the order in which Codex takes them', () => {
    const environment = Object.fromEntries(
      [...keys, ...workload, 'PATH', 'OPENAI_WORKLOAD_IDENTITY_CONTEXT', 'SPIFFE_ENDPOINT_SOCKET'].map((name) => [
        name,
        'x',
      ]),
    );
    expect(namesIn(environment)).toEqual([...workload, ...keys]);
  });

  it.each(workload)('count with %s also when it is empty, and not when it is not there', (name) => {
    expect([namesIn({ [name]: '' }), namesIn({ [name]: undefined }), namesIn({})]).toEqual([[name], [], []]);
  });

  it.each(keys)('do not count with a blank %s', (name) => {
    expect([namesIn({ [name]: '' }), namesIn({ [name]: ' ' }), namesIn({ [name]: 'x' })]).toEqual([[], [], [name]]);
  });
});
