import { describe, expect, it } from 'vitest';
import { identifyTokens } from '../../../../src/accounts/directory/accountIdentity.ts';
import type { Expected } from '../../../../src/accounts/signIn/unexpectedAccount.ts';
import { answer } from '../../../support/fakeHttp.ts';
import { mintTokens, type Person } from '../../../support/tokens.ts';
import { createSignInScene, grace, tell } from './signInScene.ts';
import { accountIdOf } from '../../../support/records.ts';

type Harness = ReturnType<typeof createSignInScene>;

async function keep({ directory, homeLink }: Harness, person: Person): Promise<string> {
  const tokens = mintTokens(person);
  const { account } = await directory.save({ kind: 'chatgpt', tokens }, identifyTokens(tokens));
  await homeLink.place(account, 'silently');
  return account.id;
}

/** Signs in through the browser. @returns the page, what came of it, and which questions were asked */
async function signIn({ service, finish, questions }: Harness, expected?: Expected): Promise<readonly unknown[]> {
  const outcome = service.withBrowser(expected);
  const page = await finish();
  return [page, tell(await outcome), questions.asked];
}

describe('an account that comes back', () => {
  it('is kept without a question when it is somebody new, named by the server before Codex gets it', async () => {
    const accounts = [{ account_id: 'workspace-grace', name: 'Stone Lab', plan_type: 'team', structure: 'workspace' }];
    const harness = createSignInScene({
      person: { ...grace, plan: 'team' },
      replies: { '/backend-api/wham/accounts/check': answer(200, { accounts }) },
    });
    await keep(harness, {});
    const named: string[] = [];
    const { place } = harness.homeLink;
    harness.homeLink.place = (account, manner) => {
      named.push(account.label);
      return place.call(harness.homeLink, account, manner);
    };
    const outcome = harness.service.withBrowser();
    expect(await harness.finish()).toBe('success');
    expect(named).toEqual(['Stone Lab']);
    expect(await outcome).toMatchObject({ kind: 'signedIn', isNew: true, placement: { kind: 'placed' } });
    expect(harness.questions.asked).toEqual([]);
  });

  it('is kept without a question when it is the very first, and said to be new', async () => {
    const harness = createSignInScene();
    const outcome = harness.service.withBrowser();
    await harness.finish();
    expect([await outcome, harness.questions.asked]).toMatchObject([{ kind: 'signedIn', isNew: true }, []]);
  });

  it('is asked about when it is here already and in order', async () => {
    const harness = createSignInScene();
    const id = await keep(harness, {});
    harness.questions.answers.confirmIdentity = 'discard';
    expect(await signIn(harness)).toEqual(['confirm', 'discarded', ['confirmIdentity sameAccount ada@example.com']]);
    expect(harness.http.to('/oauth/revoke')).toHaveLength(1);
    harness.questions.answers.confirmIdentity = 'save';
    const outcome = harness.service.withBrowser();
    await harness.finish();
    expect(await outcome).toMatchObject({ kind: 'signedIn', isNew: false, account: { id } });
  });

  it('is not asked about when it is signed in again in place, has ended, or Codex is signed out', async () => {
    const inPlace = createSignInScene();
    await keep(inPlace, {});
    expect(await signIn(inPlace, { workspaceId: 'workspace-ada', userId: 'user-ada' })).toEqual([
      'success',
      'signedIn placed',
      [],
    ]);
    const ended = createSignInScene();
    ended.check.note(accountIdOf(await keep(ended, {})), { kind: 'refused', checkedAtMs: 0 });
    expect(await signIn(ended)).toEqual(['success', 'signedIn placed', []]);
    const signedOut = createSignInScene();
    await keep(signedOut, {});
    signedOut.file.text = undefined;
    expect(await signIn(signedOut)).toEqual(['success', 'signedIn placed', []]);
  });

  it('is asked about in a workspace that nobody asked for, and not in the one that was', async () => {
    const unasked = createSignInScene({ person: grace });
    await keep(unasked, { ...grace, workspaceId: 'workspace-else' });
    expect((await signIn(unasked))[2]).toEqual(['confirmIdentity otherWorkspace grace@example.com']);
    const asked = createSignInScene({ person: grace });
    await keep(asked, { ...grace, workspaceId: 'workspace-else' });
    expect(await signIn(asked, { workspaceId: 'workspace-grace' })).toEqual(['success', 'signedIn placed', []]);
  });

  it('is asked about when it is another member of the workspace that was asked for', async () => {
    const harness = createSignInScene({ person: { ...grace, workspaceId: 'workspace-ada' } });
    await keep(harness, {});
    expect((await signIn(harness, { workspaceId: 'workspace-ada' }))[2]).toEqual([
      'confirmIdentity otherPerson grace@example.com',
    ]);
  });
  it.each(['workspace-ada', 'workspace-else'])(
    'is asked about when it is not the person who signs in again, but one who is known in %s',
    async (known) => {
      const harness = createSignInScene({ person: { ...grace, workspaceId: 'workspace-ada' } });
      await keep(harness, { ...grace, workspaceId: known });
      const ada = await keep(harness, {});
      harness.questions.answers.confirmIdentity = 'discard';
      const came = await signIn(harness, { workspaceId: 'workspace-ada', userId: 'user-ada' });
      expect(came).toEqual(['confirm', 'discarded', ['confirmIdentity otherPerson grace@example.com']]);
      expect([(await harness.homeLink.binding())?.accountId, harness.http.to('/oauth/revoke').length]).toEqual([
        ada,
        1,
      ]);
    },
  );
});
