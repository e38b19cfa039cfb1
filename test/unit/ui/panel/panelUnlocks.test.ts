import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/storage/account.ts';
import { buildPanelModel } from '../../../../src/ui/panel/panelModel.ts';
import type { PanelSection } from '../../../../src/webview/messages.ts';
import { createAccount, idle, options, signedIn } from './panelScenes.ts';

function sectionOf<K extends PanelSection['kind']>(
  account: Account,
  kind: K,
  id: string,
): Extract<PanelSection, { kind: K }> {
  const { sections } = buildPanelModel(signedIn(account), idle, options);
  const found = sections.find((one): one is Extract<PanelSection, { kind: K }> => one.kind === kind && one.id === id);
  if (found === undefined) {
    throw new Error(`There is no section ${id}.`);
  }
  return found;
}

const unlocksOf = (account: Account) => sectionOf(account, 'unlocks', 'unlocks');
const accountFactsOf = (account: Account) => sectionOf(account, 'facts', 'account');

describe('what the panel says that an account unlocks', () => {
  it('shows the unlock rows with a word, and each statement with its documents and their age', () => {
    const { rows } = unlocksOf(createAccount('apiKey').account);
    expect(rows.map(({ title, state, word }) => [title, state, word])).toEqual([
      ['Codex on your computer', 'yes', 'Yes'],
      ['Cloud tasks', 'no', 'No'],
      ['Fast mode', 'differs', 'Partly'],
      ['Newest models on day one', 'differs', 'Partly'],
      ['Pay per token', 'yes', 'Yes'],
      ['Predictable cost', 'yes', 'Yes'],
      ['Scripts and CI', 'yes', 'Yes'],
    ]);
    for (const { sentence, sources } of rows.flatMap(({ statements }) => statements)) {
      expect(sentence).toMatch(/\.$/u);
      expect(sources.length).toBeGreaterThan(0);
    }
    expect(rows[2]?.statements[0]?.sources[0]).toEqual({
      link: {
        text: 'learn.chatgpt.com/docs/agent-configuration/speed',
        href: 'https://learn.chatgpt.com/docs/agent-configuration/speed',
      },
      asOf: 'as of 2026-08',
    });
  });

  it.each(['free', 'go', 'plus', 'business', 'platinum_2031'])(
    'begins with what an account of the plan %s can do',
    (plan) => {
      const [first] = unlocksOf(createAccount('chatgpt', { plan }).account).rows;
      expect([first?.title, first?.word, first?.statements[0]?.sentence]).toEqual([
        'Codex on your computer',
        'Yes',
        'The Codex CLI and the editor extension, with this sign-in.',
      ]);
    },
  );

  it('names who bills the tokens of a key', () => {
    const { rows } = accountFactsOf(createAccount('apiKey').account);
    expect(rows.find(({ term }) => term === 'Who pays')?.value).toBe(
      'Your OpenAI Platform account, per token at standard API prices',
    );
  });

  it.each(['platinum_2031', 'promax', 'sci_plus'])(
    'claims no workspace, and of a plan it does not know only local work: %s',
    (plan) => {
      const { account } = createAccount('chatgpt', { plan });
      expect(accountFactsOf(account).rows.map(({ term }) => term)).toEqual([
        'E-mail',
        'Plan',
        'Signed in with',
        'Who pays',
      ]);
      const [, ...rows] = unlocksOf(account).rows;
      expect(rows.map(({ state }) => state)).toEqual(Array(6).fill('unknown'));
      expect(
        rows
          .flatMap(({ statements }) => statements)
          .filter(({ sentence, sources }) => sources.length > 0 || !sentence.includes('does not say it')),
      ).toEqual([]);
    },
  );
});
