import { describe, expect, it } from 'vitest';
import { AccountCheck } from '../../../../src/accounts/use/accountCheck.ts';
import { HomeFollower } from '../../../../src/accounts/use/homeFollower.ts';
import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { answer, offline, type Reply } from '../../../support/fakeHttp.ts';
import { answerWith, createRefreshScene, finish, mintLife, renew } from '../refresh/refreshScene.ts';
import { unasked } from '../../../support/memoryConfig.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);

describe('the follower of the Home, after a sign-out by another program', () => {
  /** The server still takes the access token, whatever it says to the token endpoint. */
  async function signOutElsewhere(reply: (next: TokenSet) => Reply) {
    const tokens = mintLife({ issuedMs: startMs });
    const next = renew(tokens, { issuedMs: startMs + 1000 });
    const scene = createRefreshScene({
      replies: { '/oauth/token': reply(next), '/backend-api/wham/accounts/check': answer(200, { accounts: [] }) },
    });
    const check = new AccountCheck({ ...scene, refresh: scene.service, probeProvider: unasked });
    const follower = new HomeFollower({ ...scene, check, onDidChangeHome: new Emitter<void>().event });
    const account = await scene.save(tokens);
    await scene.homeLink.place(account, 'silently');
    scene.file.text = undefined;
    return { ...scene, news: await finish(scene.clock, follower.follow()), next, check, account };
  }

  it('says that the sign-in lives after the server renewed it, keeps what it gave, and leaves the Home signed out', async () => {
    const scene = await signOutElsewhere((next) => answer(200, answerWith(next)));
    expect(scene.news).toMatchObject({ kind: 'signedOut', grant: 'alive' });
    const look = await scene.grantStore.look(scene.account.id, scene.account.grantId);
    expect(look.kind === 'current' && look.held.tokens.refreshToken.equals(scene.next.refreshToken)).toBe(true);
    expect([scene.http.to('/oauth/token').length, scene.file.text]).toEqual([1, undefined]);
  });

  it('says that it was ended though the server still takes the access token', async () => {
    const scene = await signOutElsewhere(() => answer(400, { error: 'invalid_grant' }));
    expect(scene.news).toMatchObject({ kind: 'signedOut', grant: 'ended' });
    expect(scene.check.findLast(scene.account.id)?.kind).toBe('refused');
  });

  it.each([
    ['no connection', offline()],
    ['a server in trouble', answer(503)],
  ])('says with %s that it is not known, though the server still takes the access token', async (_name, reply) => {
    expect((await signOutElsewhere(() => reply)).news).toMatchObject({ kind: 'signedOut', grant: 'unknown' });
  });
});
