import { describe, expect, it } from 'vitest';
import { replaceApiKey, signInWithApiKey } from '../../../../src/ui/signIn/apiKeyFlow.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeSignIn } from '../../../support/fakeSignIn.ts';
import { createAccount } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { randomText } from '../../../support/tokens.ts';

const typeRow: Answer = { row: 'Type or Paste the Key' };

function createScene(...answers: readonly Answer[]) {
  const signIn = createFakeSignIn(() => Promise.resolve({ kind: 'cancelled' }));
  return { ...createFakeFlow(...answers), signIn, loadSignIn: () => Promise.resolve(signIn) };
}

describe('a sign-in with an API key', () => {
  it('hands the key that was typed over to be checked', async () => {
    const flow = createScene(typeRow, { type: randomText('sk') });
    await signInWithApiKey(flow);
    expect(flow.signIn.asked).toEqual([{ method: 'apiKey', replacedId: undefined }]);
    expect(flow.prompts.texts).toEqual(['Sign In with API Key', 'Sign In with API Key', 'Checking the API key…']);
  });

  it('takes another key for the account that it replaces', async () => {
    const account = createAccount();
    const flow = createScene(typeRow, { type: randomText('sk') });
    await replaceApiKey(account, flow);
    expect(flow.signIn.asked).toEqual([{ method: 'apiKey', replacedId: account.id }]);
  });

  it('does nothing when it is dismissed', async () => {
    const flow = createScene('dismiss');
    await signInWithApiKey(flow);
    expect(flow.signIn.asked).toEqual([]);
  });

  it('takes no access token for a key, and says which it is', async () => {
    const flow = createScene(typeRow, { type: 'at-1234567890' });
    await signInWithApiKey(flow);
    expect(flow.signIn.asked).toEqual([]);
    expect(flow.prompts.shown.at(-1)).toEqual(expect.objectContaining({ kind: 'input', severity: 'error' }));
  });

  it('takes the key alone out of the old command, and offers the new form', async () => {
    const command = `codex login --api-key ${randomText('sk')}`;
    const flow = createScene(typeRow, { type: command }, { click: 'Copy Command' });
    await signInWithApiKey(flow);
    expect(flow.copied).toEqual(['printenv OPENAI_API_KEY | codex login --with-api-key']);
    expect(flow.signIn.asked).toHaveLength(1);
  });

  it('is cancelled with its check', async () => {
    const flow = createScene(typeRow, { type: randomText('sk') }, 'cancel');
    await signInWithApiKey(flow);
    expect(flow.signIn.cancelled).toBe(1);
  });
});
