import { describe, expect, it } from 'vitest';
import { signInWithAccessToken } from '../../../../src/ui/signIn/accessTokenFlow.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeSignIn } from '../../../support/fakeSignIn.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

function createScene(...answers: readonly Answer[]) {
  const signIn = createFakeSignIn(() => Promise.resolve({ kind: 'cancelled' }));
  return { ...createFakeFlow(...answers), signIn, loadSignIn: () => Promise.resolve(signIn) };
}

describe('a sign-in with an access token', () => {
  it('asks whose token it is once one was typed', async () => {
    const flow = createScene({ row: 'Type or Paste the Token' }, { type: 'at-1234567890' });
    await signInWithAccessToken(flow);
    expect(flow.signIn.asked).toEqual([{ method: 'accessToken' }]);
    expect(flow.prompts.texts.at(-1)).toBe('Asking whose access token this is…');
  });

  it('ends when it is cancelled, and nothing is called wrong', async () => {
    const flow = createScene({ row: 'Type or Paste the Token' }, { type: 'at-1234567890' }, 'cancel');
    await signInWithAccessToken(flow);
    expect(flow.signIn.cancelled).toBe(1);
    expect(flow.prompts.shown.at(-1)?.kind).toBe('progress');
  });

  it('takes no API key for a token, and says which it is', async () => {
    const flow = createScene({ row: 'Type or Paste the Token' }, { type: 'sk-1234567890' });
    await signInWithAccessToken(flow);
    expect(flow.signIn.asked).toEqual([]);
    expect(flow.prompts.shown.at(-1)).toEqual(expect.objectContaining({ kind: 'input', severity: 'error' }));
  });

  it('does nothing when it is dismissed', async () => {
    const flow = createScene('dismiss');
    await signInWithAccessToken(flow);
    expect([flow.signIn.asked, flow.prompts.shown.length]).toEqual([[], 1]);
  });
});
