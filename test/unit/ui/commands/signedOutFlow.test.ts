import { describe, expect, it } from 'vitest';
import type { GrantResult } from '../../../../src/accounts/use/accountCheck.ts';
import { tellSignedOut } from '../../../../src/ui/commands/signedOutNews.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createFakeSignIn } from '../../../support/fakeSignIn.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const key = createAccount({ label: 'Key', credential: createCredential('apiKey') });
const unknown: GrantResult = { account: key, grant: 'unknown', health: { kind: 'offline', checkedAtMs: 0 } };

/** Another program signed Codex out; the server's next words are `answers`. */
function createScene(told: readonly GrantResult[], ...answers: readonly Answer[]) {
  const flow = createFakeFlow(...answers);
  const left = [...told];
  const signIn = createFakeSignIn(() => Promise.resolve({ kind: 'cancelled' }));
  return {
    ...flow,
    directory: { ...flow.directory, find: () => Promise.resolve({ kind: 'account', account: key } as const) },
    check: { ...flow.check, runOnGrant: () => Promise.resolve(left.shift() ?? unknown) },
    loadSignIn: () => Promise.resolve(signIn),
  };
}

describe('the way back after a sign-out by another program', () => {
  it('is the choice of an account while it still works', async () => {
    const scene = createScene([], { click: 'Use It Again…' });
    await tellSignedOut({ kind: 'signedOut', account: key, grant: 'alive' }, scene);
    expect([scene.prompts.shown[0]?.severity, scene.ran]).toEqual(['information', ['switchAccount']]);
  });

  it('is not taken when the message is dismissed', async () => {
    const scene = createScene([], 'dismiss');
    await tellSignedOut({ kind: 'signedOut', account: key, grant: 'alive' }, scene);
    expect(scene.ran).toEqual([]);
  });

  it('is to ask the server again, which may know by then that the account has ended', async () => {
    const scene = createScene(
      [{ account: key, grant: 'ended', health: { kind: 'refused', checkedAtMs: 0 } }],
      { click: 'Ask the Server Again' },
      'dismiss',
    );
    await tellSignedOut({ kind: 'signedOut', account: key, grant: 'unknown' }, scene);
    expect(scene.prompts.shown.map(({ severity, buttons }) => [severity, buttons])).toEqual([
      ['information', ['Ask the Server Again']],
      ['warning', ['Sign In Again']],
    ]);
  });
});
