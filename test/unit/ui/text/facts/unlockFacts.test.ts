import { describe, expect, it } from 'vitest';
import { listUnlocks, type UnlockRow, type UnlockState } from '../../../../../src/billing/unlocks.ts';
import { findPlan } from '../../../../../src/protocol/api/plan.ts';
import { listSources } from '../../../../../src/ui/text/facts/fact.ts';
import { unlockFacts } from '../../../../../src/ui/text/facts/unlockFacts.ts';
import { unlocksInShort } from '../../../../../src/ui/text/facts/unlocksInShort.ts';
import { nameUnlockState } from '../../../../../src/ui/text/unlockText.ts';
import { createAccount } from '../../panel/panelScenes.ts';

/** Its statements, each followed by the addresses of its documents. */
function read(row: UnlockRow, state: UnlockState): readonly (readonly string[])[] {
  return (unlockFacts[row][state] ?? []).map((fact) => [
    fact.say(),
    ...listSources([fact]).map(({ address }) => address),
  ]);
}

const auth = 'https://learn.chatgpt.com/docs/auth';
const pricing = 'https://learn.chatgpt.com/docs/pricing';
const speed = 'https://learn.chatgpt.com/docs/agent-configuration/speed';
const earlierAuth = 'https://developers.openai.com/codex/auth';
const earlierPricing = 'https://developers.openai.com/codex/pricing';
const guide = 'https://claw-planet.pages.dev/openai/codex-cli/auth/';

describe('what the documents say of an account', () => {
  it('is there for every state that an account can be in, and for no other', () => {
    const accounts = [
      ...['plus', 'business', 'free', undefined].map((plan) => createAccount('chatgpt', { plan }).account),
      createAccount('apiKey').account,
      createAccount('accessToken', { plan: 'business' }).account,
    ];
    const all = accounts.flatMap((account) =>
      listUnlocks(account, findPlan(account.identity.plan)?.isWorkspace ?? false),
    );
    const needed = [
      ...new Set(all.filter(({ state }) => state !== 'unknown').map(({ row, state }) => `${row} ${state}`)),
    ];
    const written = Object.entries(unlockFacts).flatMap(([row, states]) =>
      Object.keys(states).map((state) => `${row} ${state}`),
    );
    expect(written.sort()).toEqual(needed.sort());
    const inShort = Object.keys(unlocksInShort).map((row) => `${row} differs`);
    expect(inShort.sort()).toEqual(needed.filter((one) => one.endsWith('differs')).sort());
  });

  it('is that a ChatGPT plan has cloud tasks: reviews, Slack and scheduled ones', () => {
    expect(read('cloudTasks', 'yes')).toEqual([
      ['Codex cloud: GitHub pull request reviews, Slack, and scheduled cloud tasks.', pricing, auth],
    ]);
    expect(read('cloudTasks', 'no')[0]).toEqual([
      'Codex cloud, pull request reviews and Slack need a ChatGPT sign-in. Local tasks, scheduled ones too, work.',
      auth,
      pricing,
    ]);
  });

  it('is that fast mode costs more credits, and what it is with a key, in the words of both documents', () => {
    expect(read('fastMode', 'yes')).toEqual([
      ['Answers about 1.5 times as fast, and uses 2 to 2.5 times the credits.', speed],
    ]);
    expect(read('fastMode', 'differs')).toEqual([
      ['With an API key, it is API priority processing at its own price, not ChatGPT credits.', speed, pricing],
      [
        'Earlier pages: features that rely on ChatGPT credits, such as fast mode, need a ChatGPT sign-in.',
        earlierAuth,
        guide,
      ],
    ]);
  });

  it('is as old as its document where only an earlier one says it', () => {
    expect(read('newestModels', 'yes')[0]).toEqual([
      'An earlier guide: new models often came to ChatGPT plans first.',
      guide,
    ]);
    expect(read('newestModels', 'differs')[1]).toEqual([
      'Earlier pages: with an API key, new models often came later.',
      earlierPricing,
      guide,
    ]);
    expect(read('costCeiling', 'yes')).toEqual([
      [
        'An earlier guide: a subscription is the ceiling by itself, and the billing of an API key is yours to control.',
        guide,
      ],
    ]);
  });

  it('is that a key pays standard API prices instead of credits, through the Platform account', () => {
    expect(read('payPerToken', 'yes')[0]?.slice(0, 2)).toEqual([
      'OpenAI bills every token through your OpenAI Platform account at standard API prices instead of credits. What a plan includes does not apply.',
      auth,
    ]);
  });

  it('is that no pipeline in an untrusted or public environment gets a key', () => {
    expect(read('automation', 'yes')[0]?.[0]).toMatch(/Never in untrusted or public environments\.$/u);
  });
});

it('says each state of a row with another word', () => {
  expect(new Set((['yes', 'no', 'differs', 'unknown'] as const).map(nameUnlockState)).size).toBe(4);
});
