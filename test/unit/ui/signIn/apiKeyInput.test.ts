import { describe, expect, it } from 'vitest';
import { AuthError } from '../../../../src/errors/authError.ts';
import type { HttpAnswer } from '../../../../src/network/http.ts';
import { replaceApiKey, signInWithApiKey } from '../../../../src/ui/signIn/apiKeyInput.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { answer, createFakeHttp, offline, refusal } from '../../../support/fakeHttp.ts';
import { createFakeSignIn } from '../../../support/fakeSignIn.ts';
import { createAccount } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { randomText } from '../../../support/tokens.ts';

const typeRow: Answer = { row: 'Type or Paste the Key' };

function createScene({ models = answer(200) }: { models?: HttpAnswer | Error }, ...answers: readonly Answer[]) {
  const signIn = createFakeSignIn(() => Promise.resolve({ kind: 'cancelled' }));
  const http = createFakeHttp({ '/v1/models': models, '/v1/responses': refusal(400, 'missing_required_parameter') });
  return { ...createFakeFlow(...answers), signIn, http, loadSignIn: () => Promise.resolve(signIn) };
}

describe('a sign-in with an API key', () => {
  it('takes the key that was typed, once the server knows it', async () => {
    const flow = createScene({}, typeRow, { type: randomText('sk') });
    await signInWithApiKey(flow);
    expect(flow.signIn.asked).toEqual([{ method: 'apiKey', replacedId: undefined }]);
    expect(flow.prompts.texts).toEqual(['Sign In with API Key', 'Sign In with API Key', 'Checking the API key…']);
  });

  it('takes another key for the account that it replaces', async () => {
    const account = createAccount();
    const flow = createScene({}, typeRow, { type: randomText('sk') });
    await replaceApiKey(account, flow);
    expect(flow.signIn.asked).toEqual([{ method: 'apiKey', replacedId: account.id }]);
  });

  it('does nothing when it is dismissed', async () => {
    const flow = createScene({}, 'dismiss');
    await signInWithApiKey(flow);
    expect([flow.signIn.asked, flow.http.sent]).toEqual([[], []]);
  });

  it('takes no access token for a key, and says which it is', async () => {
    const flow = createScene({}, typeRow, { type: 'at-1234567890' });
    await signInWithApiKey(flow);
    expect(flow.signIn.asked).toEqual([]);
    expect(flow.prompts.shown.at(-1)).toEqual(expect.objectContaining({ kind: 'input', severity: 'error' }));
  });

  it('takes the key alone out of the old command, and offers the new form', async () => {
    const command = `codex login --api-key ${randomText('sk')}`;
    const flow = createScene({}, typeRow, { type: command }, { click: 'Copy Command' });
    await signInWithApiKey(flow);
    expect(flow.copied).toEqual(['printenv OPENAI_API_KEY | codex login --with-api-key']);
    expect(flow.signIn.asked).toHaveLength(1);
  });

  it('never keeps a key that the server does not know', async () => {
    const flow = createScene({ models: refusal(401, 'invalid_api_key') }, typeRow, { type: randomText('sk') });
    await expect(signInWithApiKey(flow)).rejects.toThrow(AuthError);
    expect(flow.signIn.asked).toEqual([]);
  });

  it('keeps a key that could not be checked only with a click', async () => {
    const key = { type: randomText('sk') };
    const kept = createScene({ models: offline() }, typeRow, key, { click: 'Keep It Unchecked' });
    await signInWithApiKey(kept);
    expect(kept.signIn.asked).toHaveLength(1);
    const left = createScene({ models: offline() }, typeRow, key, 'dismiss');
    await signInWithApiKey(left);
    expect(left.signIn.asked).toEqual([]);
  });
});
