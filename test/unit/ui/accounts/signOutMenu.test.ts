import { describe, expect, it } from 'vitest';
import type { SignOutReach, SignOutResult } from '../../../../src/accounts/use/signOutService.ts';
import { Cancelled } from '../../../../src/errors/authError.ts';
import { buildSentence } from '../../../../src/errors/sentence.ts';
import { signOut, signOutOf } from '../../../../src/ui/accounts/signOutMenu.ts';
import { settle } from '../../../support/fakeClock.ts';
import { createFakeFlow, refusedKeychain } from '../../../support/fakeFlow.ts';
import { createAccount, createCredential } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

const account = createAccount({ label: 'Work' });
const done: SignOutResult = { kind: 'done' };

function createScene(result: SignOutResult, ...answers: readonly Answer[]) {
  const reaches: SignOutReach[] = [];
  const service = {
    signOut: (_account: unknown, reach: SignOutReach, _signal: AbortSignal): Promise<SignOutResult> => {
      reaches.push(reach);
      return Promise.resolve(result);
    },
  };
  return { ...createFakeFlow(...answers), reaches, service, loadSignOut: () => Promise.resolve(service) };
}

describe('to sign out', () => {
  it.each<[string, SignOutReach, string]>([
    ['Forget on This Computer', 'forget', 'Work was forgotten on this computer. Nothing was revoked.'],
    ['Sign Codex Out', 'home', 'Codex is signed out on this host. Work stays in Codex Accounts.'],
    ['Revoke Everywhere', 'everywhere', 'Work was revoked: every copy of this sign-in has ended.'],
  ])('with “%s” reaches as far as %s, and says so', async (row, reach, words) => {
    const flow = createScene(done, { row });
    await signOutOf(account, flow);
    await settle();
    expect(flow.reaches).toEqual([reach]);
    expect(flow.prompts.texts).toEqual(['Sign Out: Work', 'Signing out…', words]);
    expect(flow.updates).toHaveLength(1);
  });

  it('does nothing when the question is dismissed', async () => {
    const flow = createScene(done, 'dismiss');
    await signOutOf(account, flow);
    expect([flow.reaches, flow.prompts.shown.length]).toEqual([[], 1]);
  });

  it('asks again after the list of sign-ins was opened', async () => {
    const flow = createScene(done, { row: 'See Where I Am Signed In' }, { row: 'Forget' });
    await signOutOf(account, flow);
    expect([flow.opened, flow.reaches]).toEqual([['https://chatgpt.com/#settings/Security'], ['forget']]);
  });

  it.each([
    ['apiKey', 'https://platform.openai.com/api-keys'],
    ['accessToken', 'https://chatgpt.com/admin/access-tokens'],
  ] as const)('offers no revoking of an account that is an %s, and its own list', async (kind, list) => {
    const flow = createScene(done, { row: 'See Where I Am Signed In' }, 'dismiss');
    await signOutOf(createAccount({ credential: createCredential(kind) }), flow);
    expect(flow.prompts.shown[0]?.rows?.some((row) => row.includes('Revoke'))).toBe(false);
    expect(flow.opened).toEqual([list]);
  });

  it('says why Codex could not be signed out', async () => {
    const sentence = buildSentence('home.diskFull', { path: '/home/ada/.codex/auth.json' });
    const flow = createScene({ kind: 'failed', placement: { kind: 'failed', sentence } }, { row: 'Sign Codex Out' });
    await signOutOf(account, flow);
    expect(flow.prompts.shown.at(-1)).toMatchObject({ kind: 'tell', severity: 'error' });
    expect(flow.prompts.texts.at(-1)).toContain('/home/ada/.codex/auth.json');
  });

  it('offers the list of sign-ins where the server did not confirm', async () => {
    const see = 'See Where I Am Signed In';
    const flow = createScene({ kind: 'notRevoked', status: 503 }, { row: 'Revoke Everywhere' }, { click: see });
    await signOutOf(account, flow);
    expect(flow.prompts.shown.at(-1)).toEqual(
      expect.objectContaining({ kind: 'offer', severity: 'error', buttons: [see] }),
    );
    expect(flow.opened).toEqual(['https://chatgpt.com/#settings/Security']);
  });

  it('can be cancelled, and then says nothing was done', async () => {
    const flow = createScene(done, { row: 'Revoke Everywhere' }, 'cancel');
    flow.service.signOut = (_account, _reach, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Cancelled());
        });
      });
    await expect(signOutOf(account, flow)).rejects.toThrow(Cancelled);
    expect(flow.prompts.texts).toEqual(['Sign Out: Work', 'Signing out…']);
  });

  it('leaves the Home alone when the person would not have the keychain opened, unless it is only forgotten', async () => {
    for (const [row, reaches] of [
      ['Sign Codex Out', []],
      ['Forget', ['forget']],
    ] as const) {
      const flow = createScene(done, { row });
      await signOutOf(account, { ...flow, ...refusedKeychain });
      expect(flow.reaches).toEqual(reaches);
    }
  });

  it('is for the account in use, and says where there is none', async () => {
    const flow = createScene(done, { row: 'Forget' });
    flow.current.state = { kind: 'signedIn', account, home: { kind: 'none' }, health: undefined };
    await signOut(flow);
    expect(flow.prompts.texts[0]).toBe('Sign Out: Work');
    const nobody = createScene(done);
    await signOut(nobody);
    expect(nobody.prompts.texts).toEqual(['Nobody is signed in with Codex Accounts.']);
  });
});
