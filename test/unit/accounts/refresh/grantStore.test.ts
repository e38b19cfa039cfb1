import { describe, expect, it } from 'vitest';
import { Secret } from '../../../../src/base/secret.ts';
import { createRefreshScene, mintLife, renew, tokensOf } from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);

async function createTwoWorkspaces() {
  const scene = createRefreshScene();
  const first = mintLife({ issuedMs: startMs });
  const second = mintLife(
    { issuedMs: startMs, workspaceId: 'workspace-b' },
    { loginOwnerId: first.loginOwnerId, refreshToken: first.refreshToken },
  );
  return { scene, first, second, home: await scene.save(first), work: await scene.save(second) };
}

describe('two workspaces on one grant', () => {
  it('get the new refresh token together, and the access token goes to the one it is for', async () => {
    const { scene, first, second, home, work } = await createTwoWorkspaces();
    const next = renew(first, { issuedMs: startMs + 1000 });
    const kept = tokensOf(await scene.grantStore.advance({ account: home, tokens: first }, next, 'Code'));
    const other = await scene.directory.find(work.id);
    const others = other.kind === 'account' ? tokensOf(other.account) : undefined;
    expect([kept.accessToken.equals(next.accessToken), kept.refreshToken.equals(next.refreshToken)]).toEqual([
      true,
      true,
    ]);
    expect([others?.accessToken.equals(second.accessToken), others?.refreshToken.equals(next.refreshToken)]).toEqual([
      true,
      true,
    ]);
    // Its access token is as old as before.
    expect(others?.lastRefresh).toBe(second.lastRefresh);
  });

  it('are not mixed up when the server answers for the one that the grant was switched to', async () => {
    const { scene, first, home, work } = await createTwoWorkspaces();
    const next = {
      ...renew(first, { issuedMs: startMs + 1000, workspaceId: 'workspace-b' }),
      workspaceId: 'workspace-ada',
    };
    const kept = tokensOf(await scene.grantStore.advance({ account: home, tokens: first }, next, 'Code'));
    const other = await scene.directory.find(work.id);
    const others = other.kind === 'account' ? tokensOf(other.account) : undefined;
    expect([kept.accessToken.equals(first.accessToken), others?.accessToken.equals(next.accessToken)]).toEqual([
      true,
      true,
    ]);
    expect([kept.workspaceId, others?.workspaceId]).toEqual(['workspace-ada', 'workspace-b']);
  });

  it('part when one of them is signed in anew: still listed there, it keeps its own sign-in', async () => {
    const { scene, first, home, work } = await createTwoWorkspaces();
    const listed = await scene.ledger.read(home.grantId);
    const anew = mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' });
    await scene.save(anew);
    // What was to take it off the list could not write.
    await scene.ledger.write(listed ?? expect.fail());
    await scene.grantStore.advance(
      { account: home, tokens: first },
      renew(first, { issuedMs: startMs + 1000 }),
      'Code',
    );
    const other = await scene.directory.find(work.id);
    expect(other.kind === 'account' && tokensOf(other.account).refreshToken.equals(anew.refreshToken)).toBe(true);
    expect(await scene.directory.count()).toBe(2);
  });
});

describe('the grantStore of a grant', () => {
  it('keeps new tokens in the Vault when the Ledger can not be written, and the Ledger learns of them next', async () => {
    const scene = createRefreshScene();
    const tokens = mintLife({ issuedMs: startMs });
    const account = await scene.save(tokens);
    await scene.grantStore.markPending({ account, tokens });
    const next = renew(tokens, { issuedMs: startMs + 1000 });
    const write = scene.grants.write;
    scene.grants.write = () => Promise.reject(new RangeError('full'));
    await expect(scene.grantStore.advance({ account, tokens }, next, 'Code')).rejects.toThrow('full');
    scene.grants.write = write;
    const look = await scene.grantStore.look(account.id, account.grantId);
    expect(look.kind === 'current' && look.held.tokens.refreshToken.equals(next.refreshToken)).toBe(true);
    await scene.grantStore.markPending({ account, tokens: next });
    const entry = await scene.ledger.read(account.grantId);
    expect([entry?.gen, entry?.spent.length]).toEqual([2, 1]);
  });

  it('never marks a token that is spent, and says that it is', async () => {
    const scene = createRefreshScene();
    const tokens = mintLife({ issuedMs: startMs });
    const account = await scene.save(tokens);
    await scene.grantStore.advance({ account, tokens }, renew(tokens, { issuedMs: startMs + 1000 }), 'Code');
    await expect(scene.grantStore.markPending({ account, tokens })).rejects.toMatchObject({
      code: 'signInAgain',
      sentence: { messageId: 'grant.spent' },
    });
    expect((await scene.ledger.read(account.grantId))?.pending).toBeUndefined();
  });

  it('writes the book of a grant again whose file was lost', async () => {
    const scene = createRefreshScene();
    const tokens = mintLife({ issuedMs: startMs });
    const account = await scene.save(tokens);
    scene.grants.files.clear();
    await scene.grantStore.markPending({ account, tokens });
    expect(await scene.directory.list()).toMatchObject([{ kind: 'ready', account: { id: account.id } }]);
  });

  it('does not take a token for current that only shares nothing with the book', async () => {
    const scene = createRefreshScene();
    const tokens = mintLife({ issuedMs: startMs });
    const account = await scene.save(tokens);
    await scene.vault.write({
      ...account,
      credential: { kind: 'chatgpt', tokens: { ...tokens, refreshToken: new Secret('rt-strange') } },
    });
    expect((await scene.grantStore.look(account.id, account.grantId)).kind).toBe('behind');
  });
});
