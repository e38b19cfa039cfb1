import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import { AuthError } from '../../../../src/errors/authError.ts';
import { serializeToText } from '../../../support/credentialTexts.ts';
import { importFromCodex } from '../../../../src/ui/signIn/importFromCodex.ts';
import { createInstallation } from '../../../support/accountsHarness.ts';
import { createFakeFlow, refusedKeychain } from '../../../support/fakeFlow.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';
import { mintTokens } from '../../../support/tokens.ts';

function createScene(homeText: string | undefined, ...answers: readonly Answer[]) {
  const { directory, homeLink, check } = createInstallation(homeText === undefined ? {} : { homeText });
  return { ...createFakeFlow(...answers), directory, homeLink, check, loadHomeLink: () => Promise.resolve(homeLink) };
}

const tokens = mintTokens({ email: 'ada@example.com' });
const signedIn = serializeToText({ kind: 'chatgpt', tokens });

describe('the import of what Codex is signed in with', () => {
  it('takes the account over, says who it is, and shows it with a click', async () => {
    const flow = createScene(signedIn, { click: 'Show Account' });
    await importFromCodex(flow);
    expect(await flow.directory.count()).toBe(1);
    expect(flow.prompts.texts).toEqual([
      expect.stringMatching(/^Took over ada@example\.com .*stays signed in with it/u),
    ]);
    expect(flow.ran).toEqual(['showAccount']);
  });

  it('says that there is nothing to take over where Codex is signed out', async () => {
    const flow = createScene(undefined);
    await importFromCodex(flow);
    expect(flow.prompts.texts).toEqual([expect.stringContaining('there is nothing to take over')]);
  });

  it('says so where Codex uses an account that is here already', async () => {
    const flow = createScene(undefined);
    const { account } = await flow.directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
    await flow.homeLink.place(account, 'silently');
    await importFromCodex(flow);
    expect(flow.prompts.texts).toEqual(['The Codex CLI on this computer already uses ada@example.com.']);
  });

  it('says what is wrong with a sign-in that cannot be read', async () => {
    const failure = await importFromCodex(createScene('no JSON')).catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(AuthError);
    expect(failure).toMatchObject({ code: 'fixFile', sentence: { args: { path: '/home/ada/.codex/auth.json' } } });
  });

  it('looks at nothing when the person would not have the keychain opened', async () => {
    const flow = createScene(signedIn);
    await importFromCodex({ ...flow, ...refusedKeychain });
    expect([await flow.directory.count(), flow.prompts.shown]).toEqual([0, []]);
  });
});
