import { describe, expect, it } from 'vitest';
import { answer, offline } from '../../../support/fakeHttp.ts';
import {
  answerWith,
  createRefreshScene,
  mintAccess,
  mintLife,
  renew,
  tokensOf,
  type RefreshScene,
} from './refreshScene.ts';
import { accountIdOf } from '../../../support/records.ts';

const startMs = Date.UTC(2026, 10, 21, 4, 0, 0);
const minuteMs = 60_000;
const tokenPath = '/oauth/token';
const switchPath = '/backend-api/accounts/switch-workspace-token';

type Replies = NonNullable<NonNullable<Parameters<typeof createRefreshScene>[0]>['replies']>;

/** Two accounts on one grant, both due; the issuer answers for the other one's workspace. */
async function createScene(replies: Replies) {
  const issuedMs = startMs - 50 * minuteMs;
  const other = mintLife({ issuedMs, workspaceId: 'workspace-b' });
  const next = renew(other, { issuedMs: startMs, workspaceId: 'workspace-b' });
  const scene = createRefreshScene({ replies: { [tokenPath]: answer(200, answerWith(next)), ...replies } });
  const tokens = mintLife({ issuedMs }, { loginOwnerId: other.loginOwnerId, refreshToken: other.refreshToken });
  const theirs = await scene.save(other);
  const account = await scene.save(tokens);
  expect(theirs.grantId).toBe(account.grantId);
  return { scene, account, theirs, tokens, next };
}

async function held(scene: RefreshScene, id: string) {
  const entry = await scene.directory.find(accountIdOf(id));
  if (entry.kind !== 'account') {
    throw new TypeError('The account is gone.');
  }
  return tokensOf(entry.account);
}

const ownAccess = mintAccess({ issuedMs: startMs });
const given = answer(200, { access_token: ownAccess });

describe('two accounts on one grant', () => {
  it.each([
    ['a new refresh token', true],
    ['the refresh token as before', false],
  ])(
    'take what Codex renewed for the other workspace once, with %s, and then ask for a token of their own',
    async (_name, isRotated) => {
      const { scene, account, tokens, next } = await createScene({ [switchPath]: given });
      // Codex leaves `account_id` as it is, whichever workspace the server has answered for.
      const theirs = renew(tokens, { issuedMs: startMs - minuteMs, workspaceId: 'workspace-b' });
      scene.put({
        ...theirs,
        refreshToken: isRotated ? theirs.refreshToken : tokens.refreshToken,
        workspaceId: 'workspace-ada',
      });
      expect(await scene.service.run(account, 'ifDue')).toMatchObject({ kind: 'renewed' });
      const ours = await held(scene, account.id);
      expect([ours.refreshToken.equals(next.refreshToken), ours.accessToken.reveal()]).toEqual([true, ownAccess]);
      const [asked, ...more] = scene.http.to(tokenPath);
      const spent = isRotated ? theirs.refreshToken : tokens.refreshToken;
      expect([asked?.body?.includes(spent.reveal()), more]).toEqual([true, []]);
    },
  );

  it('each get the access token of their own workspace out of one refresh', async () => {
    const { scene, account, theirs, next } = await createScene({ [switchPath]: given });
    expect(await scene.service.run(account, 'ifDue')).toMatchObject({ kind: 'renewed', account: { id: account.id } });
    const ours = await held(scene, account.id);
    expect([ours.accessToken.reveal(), ours.workspaceId, ours.lastRefresh]).toEqual([
      ownAccess,
      'workspace-ada',
      new Date(startMs).toISOString(),
    ]);
    expect((await held(scene, theirs.id)).accessToken.equals(next.accessToken)).toBe(true);
    for (const { id } of [account, theirs]) {
      expect((await held(scene, id)).refreshToken.equals(next.refreshToken)).toBe(true);
    }
    const [asked, ...more] = scene.http.to(switchPath);
    expect([asked?.body, asked?.headers?.['authorization'], more]).toEqual([
      '{"workspace_id":"workspace-ada"}',
      `Bearer ${next.accessToken.reveal()}`,
      [],
    ]);
    // What was renewed is not due again.
    expect(
      await scene.service.run({ ...account, credential: { kind: 'chatgpt', tokens: ours } }, 'ifDue'),
    ).toMatchObject({ kind: 'fresh' });
    expect(scene.http.to(tokenPath)).toHaveLength(1);
  });

  it('are asked nothing more when the answer is for the right workspace', async () => {
    const { scene, theirs } = await createScene({});
    expect(await scene.service.run(theirs, 'ifDue')).toMatchObject({ kind: 'renewed', account: { id: theirs.id } });
    expect(scene.http.to(switchPath)).toEqual([]);
  });

  it('have the new refresh token in Ledger, Vault and Home before the second request leaves', async () => {
    const seen: unknown[] = [];
    const box: { look: () => Promise<void> } = { look: () => Promise.resolve() };
    const { scene, account, tokens, next } = await createScene({
      [switchPath]: async () => {
        await box.look();
        return given;
      },
    });
    scene.put(tokens);
    box.look = async () => {
      const entry = await scene.ledger.read(account.grantId);
      seen.push(
        entry?.gen,
        entry?.pending,
        scene.file.text?.includes(next.refreshToken.reveal()),
        (await held(scene, account.id)).refreshToken.equals(next.refreshToken),
      );
    };
    await scene.service.run(account, 'ifDue');
    expect(seen).toEqual([2, undefined, true, true]);
    expect(scene.file.text).toContain(ownAccess);
  });

  it.each([
    ['no network', offline()],
    ['a gateway', answer(502, 'bad')],
    [
      'a token of a third workspace',
      answer(200, { access_token: mintAccess({ issuedMs: startMs, workspaceId: 'workspace-c' }) }),
    ],
  ])('lose nothing to %s in between, and back off', async (_name, reply) => {
    const { scene, account, next } = await createScene({ [switchPath]: reply });
    expect(await scene.service.run(account, 'ifDue')).toMatchObject({
      kind: 'offline',
      retryAtMs: startMs + 30_000,
    });
    const ours = await held(scene, account.id);
    expect(ours.refreshToken.equals(next.refreshToken)).toBe(true);
    expect(ours.accessToken.reveal()).toBe(tokensOf(account).accessToken.reveal());
    expect(
      await scene.service.run({ ...account, credential: { kind: 'chatgpt', tokens: ours } }, 'ifDue'),
    ).toMatchObject({
      kind: 'offline',
      retryAtMs: startMs + 60_000,
    });
  });

  it('that lost the workspace are told so, and the grant lives', async () => {
    const { scene, account, theirs } = await createScene({
      [switchPath]: answer(404, { error: { code: 'workspace_not_found' } }),
    });
    expect(await scene.service.run(account, 'ifDue')).toEqual({ kind: 'workspaceClosed' });
    expect((await scene.ledger.read(account.grantId))?.dead).toBeUndefined();
    expect(await scene.service.run(theirs, 'ifDue')).toMatchObject({ kind: 'fresh' });
  });

  it('give another host a lease of the right workspace', async () => {
    const { scene, account, next } = await createScene({ [switchPath]: given });
    const lease = await scene.service.lease(account);
    expect(
      lease.kind === 'leased' && [
        lease.tokens.accessToken.reveal(),
        lease.tokens.workspaceId,
        lease.tokens.refreshToken.isEmpty,
      ],
    ).toEqual([ownAccess, 'workspace-ada', true]);
    expect((await held(scene, account.id)).refreshToken.equals(next.refreshToken)).toBe(true);
  });
});
