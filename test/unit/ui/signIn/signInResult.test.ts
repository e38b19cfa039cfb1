import { describe, expect, it } from 'vitest';
import type { PlaceResult } from '../../../../src/accounts/home/homeLink.ts';
import type { SignInOutcome } from '../../../../src/accounts/signIn/signInOutcome.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { announceSignIn } from '../../../../src/ui/signIn/signInResult.ts';
import { settle } from '../../../support/fakeClock.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const account = createAccount({ label: 'Work' });

async function announce(outcome: SignInOutcome, ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  await announceSignIn(outcome, flow);
  await settle();
  return flow;
}

function signedIn(placement: PlaceResult, isNew = true): SignInOutcome {
  return { kind: 'signedIn', account, placement, isNew };
}

describe('a sign-in that brought an account', () => {
  it.each([
    [{ kind: 'placed' }, 'uses it now'],
    [{ kind: 'left' }, 'keeps the sign-in it had'],
    [{ kind: 'mustAsk' }, 'keeps the sign-in it had'],
  ] as const)('is said with what became of Codex: %j', async (placement, words) => {
    const { prompts, updates } = await announce(signedIn(placement), 'dismiss');
    expect(prompts.shown).toMatchObject([
      { kind: 'offer', severity: 'information', buttons: ['Undo', 'Show Account'] },
    ]);
    expect(prompts.texts[0]).toMatch(new RegExp(`^Signed in as Work .*${words}`, 'u'));
    expect(updates).toHaveLength(1);
  });

  it('has what runs follow only where Codex was given the account', async () => {
    expect((await announce(signedIn({ kind: 'placed' }), 'dismiss')).logged).toContain('running failed');
    expect((await announce(signedIn({ kind: 'left' }), 'dismiss')).logged).not.toContain('running failed');
  });

  it('can be undone only where the account was not here before', async () => {
    const { prompts } = await announce(signedIn({ kind: 'placed' }, false), 'dismiss');
    expect(prompts.shown[0]?.buttons).toEqual(['Show Account']);
  });

  it('shows the account with a click', async () => {
    expect((await announce(signedIn({ kind: 'placed' }), { click: 'Show Account' })).ran).toEqual(['showAccount']);
  });

  it('is undone with a click', async () => {
    const flow = createFakeFlow({ click: 'Undo' });
    const asked: string[] = [];
    const find = (id: string) => {
      asked.push(id);
      return Promise.resolve({ kind: 'missing' } as const);
    };
    await announceSignIn(signedIn({ kind: 'left' }), { ...flow, directory: { ...flow.directory, find } });
    expect(asked).toEqual([account.id]);
  });

  it('is a warning where Codex could not be given the account', async () => {
    const placement = {
      kind: 'failed',
      sentence: buildSentence('home.diskFull', { path: '/home/ada/.codex/auth.json' }),
    } as const;
    const { prompts, ran } = await announce(signedIn(placement), { click: 'Show Account' });
    expect(prompts.shown).toMatchObject([{ severity: 'warning', buttons: ['Show Account'] }]);
    expect(prompts.texts[0]).toContain('/home/ada/.codex/auth.json');
    expect(ran).toEqual(['showAccount']);
  });
});

describe('a sign-in that brought none', () => {
  it.each([
    [{ kind: 'givenUp', isEnded: true }, 'information', 'nothing of it is left'],
    [{ kind: 'givenUp', isEnded: false }, 'information', 'could not be told to end it'],
    [{ kind: 'unconfirmed' }, 'warning', 'so it was not ended'],
  ] as const)('says what became of it: %j', async (outcome, severity, words) => {
    const { prompts } = await announce(outcome);
    expect(prompts.shown).toMatchObject([{ kind: 'tell', severity }]);
    expect(prompts.texts[0]).toContain(words);
  });

  it.each(['cancelled', 'discarded'] as const)('says nothing when it was %s', async (kind) => {
    const { prompts, logged } = await announce({ kind });
    expect([prompts.shown, logged]).toEqual([[], [`sign-in: ${kind}`]]);
  });
});
