import { describe, expect, it } from 'vitest';
import { findSignInVariables, type SignInVariable } from '../../../../src/home/signInVariables.ts';
import { buildVariablesRow, describeVariables } from '../../../../src/ui/text/variableText.ts';
import { buildPanelModel } from '../../../../src/ui/panel/panelModel.ts';
import { parseToPanel, type PanelSection } from '../../../../src/webview/messages.ts';
import { randomText } from '../../../support/tokens.ts';
import { createAccount, idle, options, signedIn } from '../panel/panelScenes.ts';

const all = [
  'OPENAI_FEDERATION_RULE_ID',
  'OPENAI_IDENTITY_TOKEN_FILE',
  'OPENAI_IDENTITY_TOKEN_SOURCE',
  'OPENAI_SPIFFE_ID',
  'OPENAI_SPIFFE_AUDIENCE',
  'CODEX_ACCESS_TOKEN',
  'CODEX_API_KEY',
  'OPENAI_API_KEY',
];

const set = (...names: readonly string[]): readonly SignInVariable[] =>
  findSignInVariables(Object.fromEntries(names.map((name) => [name, 'x'])));

function noticesOf(variables: readonly SignInVariable[]): readonly PanelSection[] {
  const model = buildPanelModel(signedIn(createAccount('chatgpt').account), idle, { ...options, variables });
  expect(parseToPanel({ kind: 'show', model })).toBeDefined();
  return model.sections.filter(({ id }) => id === 'variables');
}

describe('what is said about variables that are set', () => {
  it('is nothing where none is', () => {
    expect([buildVariablesRow([]), noticesOf([])]).toEqual([[], []]);
  });

  it.each([
    [
      'CODEX_ACCESS_TOKEN',
      'joins a running background server does not',
      'for a Codex that is started with it',
      'warning',
    ],
    ['CODEX_API_KEY', 'codex exec and codex review use it', 'for codex exec and codex review alone', 'warning'],
    ['OPENAI_API_KEY', 'Codex does not sign in with it', 'the account in the Codex home counts', 'info'],
    ['OPENAI_IDENTITY_TOKEN_FILE', 'this selects workload identity. Then codex exec', 'ignores the account', 'warning'],
    ['OPENAI_SPIFFE_ID', 'from Codex 0.171 on this selects workload identity', 'a Codex from 0.171 on', 'warning'],
  ])('names %s and what it does, in the panel and in the menu', (name, sentence, short, tone) => {
    expect(noticesOf(set(name))).toMatchObject([
      { kind: 'notice', tone, text: expect.stringContaining(`${name}: `) as unknown },
    ]);
    expect(describeVariables(set(name))).toContain(sentence);
    expect(buildVariablesRow(set(name))).toEqual([
      { label: `$(${tone}) Set Here: ${name}`, detail: expect.stringContaining(short) as unknown },
    ]);
  });

  it('says of all at once what counts, and what has no effect beside it', () => {
    const text = describeVariables(set(...all));
    expect(text).toContain(`${all.slice(0, 5).join(', ')}: this selects workload identity.`);
    expect(text).toContain(
      'Beside workload identity these have no effect on who is signed in: CODEX_ACCESS_TOKEN, CODEX_API_KEY, OPENAI_API_KEY.',
    );
    expect(text).not.toContain('instead of the account');
    expect(noticesOf(set(...all))).toHaveLength(1);
  });

  it('says a sentence for each that counts on its own', () => {
    const text = describeVariables(set('CODEX_ACCESS_TOKEN', 'OPENAI_API_KEY'));
    expect(text).toMatch(/^CODEX_ACCESS_TOKEN: .* OPENAI_API_KEY: /u);
  });

  it('never shows what is in them', () => {
    const value = randomText('at');
    const found = findSignInVariables(Object.fromEntries(all.map((name) => [name, value])));
    expect(JSON.stringify([found, buildVariablesRow(found), noticesOf(found)])).not.toContain(value);
  });
});
