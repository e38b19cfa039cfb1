import { describe, expect, it } from 'vitest';
import type { TokenSet } from '../../../../src/protocol/tokens/tokenSet.ts';
import { createRefreshScene, mintLife, renew, tokensOf } from './refreshScene.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);

async function createScene(over: Partial<TokenSet> = {}) {
  const scene = createRefreshScene();
  const tokens = mintLife({ issuedMs: startMs }, over);
  const account = await scene.save(tokens);
  scene.put(tokens);
  return { ...scene, tokens, account };
}

describe('tokens in the Home', () => {
  it('that are older never come over newer ones, whatever the caller believes', async () => {
    const { homeTokens, grantStore, put, file, tokens, account } = await createScene();
    const next = renew(tokens, { issuedMs: startMs + 1000 });
    await grantStore.advance({ account, tokens }, next, 'Code');
    put(next);
    // `account` still has the old tokens in its hands.
    expect(await homeTokens.replaceOlder(account)).toBe('left');
    expect(file.text).toContain(next.refreshToken.reveal());
  });

  it('are replaced when they are spent, again when somebody writes at the same moment', async () => {
    const { homeTokens, grantStore, file, tokens, account } = await createScene();
    const next = renew(tokens, { issuedMs: startMs + 1000 });
    await grantStore.advance({ account, tokens }, next, 'Code');
    let others = 1;
    file.beforeWrite = () => {
      others -= 1;
      file.text = `${file.text ?? ''}${others >= 0 ? '\n' : ''}`;
    };
    expect(await homeTokens.replaceOlder(account)).toBe('replaced');
    expect(file.text).toContain(next.refreshToken.reveal());
  });

  it('are given up on when they keep changing', async () => {
    const { homeTokens, grantStore, file, tokens, account } = await createScene();
    await grantStore.advance({ account, tokens }, renew(tokens, { issuedMs: startMs + 1000 }), 'Code');
    file.beforeWrite = () => {
      file.text = `${file.text ?? ''}\n`;
    };
    expect(await homeTokens.replaceOlder(account)).toBe('keepsChanging');
  });

  it('of another workspace keep their access token and get the new refresh token', async () => {
    const { homeTokens, grantStore, put, file, tokens, account } = await createScene();
    const { loginOwnerId, refreshToken } = tokens;
    const elsewhere = mintLife({ issuedMs: startMs, workspaceId: 'workspace-b' }, { loginOwnerId, refreshToken });
    put(elsewhere);
    const next = renew(tokens, { issuedMs: startMs + 1000 });
    await grantStore.advance({ account, tokens }, next, 'Code');
    expect(await homeTokens.replaceOlder(account)).toBe('replaced');
    expect([
      file.text?.includes(next.refreshToken.reveal()),
      file.text?.includes(elsewhere.accessToken.reveal()),
    ]).toEqual([true, true]);
  });

  it('of another grant are nobody’s business', async () => {
    const { homeTokens, put, account } = await createScene();
    put(mintLife({ issuedMs: startMs + 5000 }));
    expect([
      await homeTokens.adoptNewer(account),
      await homeTokens.replaceOlder(account),
      (await homeTokens.observe(account)).inHome.kind,
    ]).toEqual([undefined, 'left', 'absent']);
  });

  it.each([
    ['later', 1000, true],
    ['earlier', -1000, false],
  ])('from a server that does not rotate are taken when they are %s', async (_name, laterMs, isTaken) => {
    const { homeTokens, put, tokens, account } = await createScene();
    const { loginOwnerId, refreshToken } = tokens;
    const theirs = mintLife({ issuedMs: startMs + laterMs }, { loginOwnerId, refreshToken });
    put(theirs);
    const adopted = await homeTokens.adoptNewer(account);
    expect(adopted !== undefined && tokensOf(adopted).accessToken.equals(theirs.accessToken)).toBe(isTaken);
    expect(await homeTokens.replaceOlder(account)).toBe(isTaken ? 'left' : 'replaced');
  });

  it.each([
    ['a later date', startMs + 1000, true],
    ['an earlier date', startMs - 1000, false],
    ['no date', undefined, false],
  ])('of an older CLI are the same sign-in with %s: %s', async (_name, atMs, isSame) => {
    const { homeTokens, put, tokens, account } = await createScene({ loginOwnerId: undefined });
    const next = renew(tokens, { issuedMs: atMs ?? startMs });
    put(atMs === undefined ? { ...next, lastRefresh: undefined } : next);
    expect((await homeTokens.observe(account)).inHome.kind !== 'absent').toBe(isSame);
  });

  it('bring their provenance, or keep the one that is known', async () => {
    const { homeTokens, put, file, tokens, account } = await createScene();
    file.text = undefined;
    put({ ...renew(tokens, { issuedMs: startMs + 1000 }), provenance: undefined });
    const adopted = await homeTokens.adoptNewer(account);
    expect(adopted === undefined ? undefined : tokensOf(adopted).provenance).toEqual(tokens.provenance);
  });
});
